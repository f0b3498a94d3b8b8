#include <fmt/format.h>

#include <thread>

#include "base/errors.h"
#include "roles/platform/platform.h"

namespace md::roles {
namespace fs = std::filesystem;
namespace {

// Mode 0700: what lies below is for this service alone.
Status make_private_folder(const fs::path& folder) {
    std::error_code problem;
    fs::create_directories(folder, problem);
    if (!problem) fs::permissions(folder, fs::perms::owner_all, problem);
    if (problem) return fail(file_error(errors::kFileUnwritable, folder, problem.value()));
    return {};
}

// The profile is part of the data: keys and digests of one mean nothing to the other. It is written once the keys are there, so a folder
// without it holds nothing yet (true).
fs::path profile_file(const fs::path& data) { return data / "profile"; }
Result<bool> is_first_start(const fs::path& data, Profile profile) {
    if (std::error_code ignored; !fs::exists(profile_file(data), ignored)) return true;
    MD_ASSIGN(const Bytes stored, read_file(profile_file(data)));
    if (as_text(stored) == to_string(profile)) return false;
    return fail(errors::kConfigValue, fmt::format("profile: the data in {} was made as '{}', the configuration says '{}'", data.string(),
                                                  as_text(stored), to_string(profile)));
}

// Made once, sealed in store `keys`.
Result<crypto::PrivateKey> ledger_key(store::Stores& stores) {
    static constexpr store::Migration kTables[] = {
        {1, "platform", "CREATE TABLE platform_keys (name TEXT PRIMARY KEY, sealed BLOB NOT NULL)"}};
    auto& keys = stores[store::Store::keys];
    MD_TRY(keys.migrate("platform", kTables));
    const store::Place place{store::Store::keys, "platform_keys", "sealed", as_bytes("ledger")};
    MD_ASSIGN(const auto rows, keys.query("SELECT sealed FROM platform_keys WHERE name = ?", {std::string("ledger")}));
    if (!rows.empty()) {
        MD_ASSIGN(const SecretBytes pkcs8, stores.keyring->open(place, rows[0].blob(0)));
        return crypto::PrivateKey::from_pkcs8(pkcs8.view());
    }
    const auto key = crypto::PrivateKey::generate(stores.profile);
    const SecretBytes pkcs8 = key.pkcs8();
    MD_ASSIGN(Bytes sealed, stores.keyring->seal(place, pkcs8.view()));
    MD_TRY(keys.execute("INSERT INTO platform_keys (name, sealed) VALUES (?, ?)", {std::string("ledger"), std::move(sealed)}));
    return key;
}

// A root key is made with the first start alone: beside existing data a fresh one would open nothing and hide that the right one is
// missing.
Result<std::shared_ptr<store::Stores>> open_stores(const PlatformConfig& config, bool first_start, const Clock& clock, Random& random) {
    store::StoresConfig stores{.profile = config.profile, .folder = Places(config).stores()};
    for (std::size_t i = 0; i < config.postgres_files.size(); ++i) {
        if (config.postgres_files[i].empty()) continue;
        MD_ASSIGN(const SecretBytes connection, read_secret_file(config.postgres_files[i]));
        stores.postgres[i] = std::string(as_text(connection.view()));
        while (!stores.postgres[i].empty() && stores.postgres[i].back() == '\n') stores.postgres[i].pop_back();
    }
    if (config.root_passphrase_file.empty()) {
        MD_TRY(make_private_folder(config.root_key.parent_path()));
        return store::Stores::open_with_file(stores, config.root_key, first_start, clock, random);
    }
    MD_ASSIGN(const SecretBytes passphrase, read_secret_file(config.root_passphrase_file));
    MD_ASSIGN(SecretBytes root_key, store::root_key_from_passphrase(passphrase.view(), config.data / "root.salt", first_start));
    return store::Stores::open(stores, std::move(root_key), clock, random);
}

recognition::Directory directory_of(people::People& people) {
    return {.holder_of = [&people](const RecordId& record) -> Result<std::optional<recognition::Holder>> {
                MD_ASSIGN(const auto standing, people.standing_of(record));
                if (!standing) return std::nullopt;
                return recognition::Holder{standing->person,     people.event_ref(standing->person),
                                           standing->valid_from, standing->valid_until,
                                           standing->blocked,    standing->groups};
            },
            .records_of = [&people](const PersonId& person) { return people.records_of(person); }};
}

access::Options access_options(const PlatformConfig& config) {
    access::Options options{.profile = config.profile};
    options.totp.algorithm = config.totp_algorithm;
    const auto port = config.profile == Profile::cii ? config.browser_port : config.port;
    options.webauthn.rp_id = config.host_name.empty() ? "localhost" : config.host_name;
    options.webauthn.origins = {fmt::format("https://{}:{}", options.webauthn.rp_id, port)};
    if (port == 443) options.webauthn.origins.push_back("https://" + options.webauthn.rp_id);
    options.webauthn.require_user_verification = config.profile == Profile::cii;
    return options;
}

Status build_ground(Core& core, const PlatformConfig& config, const Clock& clock, Random& random) {
    const Places places(config);
    MD_TRY(crypto::probe_suites(config.profile));
    for (const auto& folder : {config.data, places.stores(), places.ledger(), places.authority()}) MD_TRY(make_private_folder(folder));
    if (config.profile == Profile::cii) MD_TRY(make_private_folder(places.browser_authority()));
    MD_ASSIGN(auto lock, FileLock::acquire(config.data / "lock"));
    core.lock.emplace(std::move(lock));
    MD_ASSIGN(const bool first_start, is_first_start(config.data, config.profile));
    MD_ASSIGN(core.stores, open_stores(config, first_start, clock, random));
    if (first_start) MD_TRY(write_file_atomically(profile_file(config.data), as_bytes(to_string(config.profile)), 0600));
    MD_ASSIGN(auto signing_key, ledger_key(*core.stores));
    MD_ASSIGN(core.ledger, ledger::Ledger::open({.profile = config.profile, .folder = places.ledger()}, std::move(signing_key), clock));
    MD_ASSIGN(const SecretBytes authority_key, core.stores->keyring->named_key("authority", 32));
    MD_ASSIGN(core.authority, pki::Authority::open(config.profile, places.authority(), authority_key, clock, random));
    if (config.profile == Profile::cii) {
        MD_ASSIGN(const SecretBytes browser_key, core.stores->keyring->named_key("authority_browser", 32));
        MD_ASSIGN(core.browser_authority, pki::Authority::open(Profile::general, places.browser_authority(), browser_key, clock, random));
    }
    return {};
}

// B6, D19: templates that were changed behind the service's back are disabled; everybody else is recognised.
Status note_tampering(ledger::Ledger& ledger, const templates::Gallery::OpenReport& found) {
    if (found.tampered + found.missing == 0) return {};
    return note(ledger, {.actor = "system",
                         .action = "template.tampered",
                         .object = "persons",
                         .outcome = "failed",
                         .clause = "B6",
                         .detail_json = fmt::format(R"({{"changed":{},"cut_out":{}}})", found.tampered, found.missing)});
}

Status open_faces(Core& core, const PlatformConfig& config, const Clock& clock, Random& random) {
    MD_ASSIGN(core.engine, vision::Engine::load(config.manifest, config.models));
    core.search_workers = std::make_unique<Workers>("search", std::max(1U, std::thread::hardware_concurrency()) - 1, 4096);
    const templates::GalleryOptions gallery{.profile = config.profile,
                                            .model_id = core.engine->model_id(),
                                            .embedding_size = core.engine->embedding_size(),
                                            .bits = config.template_bits,
                                            .slot_capacity = config.slot_capacity};
    MD_ASSIGN(core.gallery, templates::Gallery::open(core.stores, gallery, clock, random, core.search_workers.get()));
    return note_tampering(*core.ledger, core.gallery->opened());
}

Status open_domain(Core& core, const PlatformConfig& config, const Clock& clock, Random& random) {
    MD_ASSIGN(core.people,
              people::People::open({core.stores, core.engine, core.gallery.get(), core.ledger.get(), &clock, &random}, config.people));
    MD_ASSIGN(core.doors, recognition::Doors::open(core.stores, *core.ledger, clock, random));
    MD_ASSIGN(core.events, recognition::Events::open(core.stores, clock, random));
    core.people->add_trace({"recognition_events", [events = core.events.get()](ByteView ref) { return events->count_of(ref); },
                            [events = core.events.get()](ByteView ref) { return events->forget(ref); }});
    MD_TRY(core.people->finish_deletions());
    recognition::Settings settings{.profile = config.profile,
                                   .rates = recognition::Rates::of(config.profile),
                                   .liveness = recognition::LivenessPolicy::of(config.profile)};
    MD_ASSIGN(core.recogniser,
              recognition::Recogniser::open({core.stores, core.engine, core.gallery.get(), core.ledger.get(), core.doors.get(),
                                             core.events.get(), directory_of(*core.people), &clock, &random},
                                            settings));
    MD_ASSIGN(core.access, access::Access::open(access_options(config), *core.stores, *core.ledger, core.authority.get(), clock, random));
    MD_ASSIGN(core.retention, store::Retention::open(clock, core.stores->databases[static_cast<std::size_t>(store::Store::keys)]));
    core.people->register_retention(*core.retention);
    core.events->register_retention(*core.retention);
    return {};
}

}  // namespace

Status note(ledger::Ledger& ledger, ledger::Entry entry) {
    MD_TRY(ledger.append(std::move(entry)));
    return {};
}

Result<std::unique_ptr<Core>> Core::open_ground(const PlatformConfig& config, const Clock& clock, Random& random) {
    auto core = std::make_unique<Core>();
    MD_TRY(build_ground(*core, config, clock, random));
    return core;
}

Result<std::unique_ptr<Core>> Core::open(const PlatformConfig& config, const Clock& clock, Random& random) {
    MD_ASSIGN(auto core, open_ground(config, clock, random));
    MD_TRY(open_faces(*core, config, clock, random));
    MD_TRY(open_domain(*core, config, clock, random));
    return core;
}

}  // namespace md::roles
