#include "people/service.h"

#include "people/errors.h"
#include "people/record.h"
#include "people/schema.h"
#include "people/text.h"
#include "store/errors.h"

namespace md::people {

using store::Queries;
using store::Store;

namespace {

Options completed(Options options, Profile profile) {
    if (options.max_storage_days <= 0) options.max_storage_days = default_storage_days(profile);
    return options;
}

}  // namespace

int default_storage_days(Profile profile) { return profile == Profile::cii ? 365 : 3 * 365; }

Service::Service(Parts parts, Options options, SecretBytes search_key, SecretBytes digest_key)
    : parts_(std::move(parts)),
      options_(completed(options, parts_.stores->profile)),
      registry_(parts_.stores, SearchIndex(crypto::Suite::of(parts_.stores->profile), std::move(search_key))),
      desk_(parts_.engine, crypto::Suite::of(parts_.stores->profile), std::move(digest_key)),
      enrolment_(parts_, options_.keep_enrolment_pictures, registry_),
      deletions_(parts_, registry_),
      notices_(parts_.stores, *parts_.ledger, *parts_.clock, *parts_.random, options_.max_storage_days),
      governance_(parts_.stores, *parts_.ledger, *parts_.clock) {}

Status Service::start() {
    MD_TRY(registry_.open());
    MD_TRY(registry_.note_kept());
    MD_TRY(enrolment_.recover());
    return {};
}

Result<std::unique_ptr<People>> People::open(Parts parts, Options options) {
    MD_TRY(migrate(*parts.stores));
    MD_ASSIGN(auto search_key, parts.stores->keyring->named_key("people.search", 32));
    MD_ASSIGN(auto digest_key, parts.stores->keyring->named_key("people.picture_digest", 32));
    auto service = std::make_unique<Service>(std::move(parts), options, std::move(search_key), std::move(digest_key));
    MD_TRY(service->start());
    return std::unique_ptr<People>(std::move(service));
}

Result<std::vector<RecordId>> Service::records_of(const PersonId& id) {
    MD_TRY(registry_.person(identities(), id));
    MD_ASSIGN(const auto pictures, registry_.pictures(identities(), id));
    std::vector<RecordId> out;
    for (const auto& picture : pictures) out.push_back(picture.record);
    return out;
}

Status Service::block(const PersonId& id, std::string reason, std::optional<WallTime> until, const Actor& actor) {
    reason = trimmed(reason);
    if (reason.empty() || !is_clean_text(reason)) return fail(errors::kBlockNeedsBasis);
    return identities().transaction([&](Queries& db) -> Status {
        MD_TRY(registry_.person(db, id));
        MD_TRY(registry_.set_block(db, id, encode_block(reason, parts_.clock->wall()), until));
        return record(*parts_.ledger, actor, "person.blocked", registry_.links().ledger_ref(id), "B1");
    });
}

Status Service::unblock(const PersonId& id, const Actor& actor) {
    return identities().transaction([&](Queries& db) -> Status {
        MD_TRY(registry_.person(db, id));
        MD_TRY(registry_.set_block(db, id, std::nullopt, std::nullopt));
        return record(*parts_.ledger, actor, "person.unblocked", registry_.links().ledger_ref(id), "B1");
    });
}

Result<std::vector<BlockEntry>> Service::blocklist() {
    MD_ASSIGN(auto blocked, registry_.blocked());
    std::vector<BlockEntry> out;
    for (auto& entry : blocked) out.push_back({entry.person, std::move(entry.text.reason), entry.until, entry.text.added_at});
    return out;
}

// B11
Result<DeletionProof> Service::remove(const PersonId& id, DeletionReason reason, const Actor& actor) {
    const std::scoped_lock lock(lock_of(id));
    MD_ASSIGN(auto proofs, deletions_.run(std::span(&id, 1), reason, actor));
    return std::move(proofs.at(0));
}

}  // namespace md::people
