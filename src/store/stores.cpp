#include "store/stores.h"

#include <fmt/format.h>

#include <filesystem>
#include <set>

#include "base/errors.h"
#include "base/files.h"
#include "store/errors.h"
#include "store/keyring.h"

namespace md::store {
namespace {

constexpr Migration kMarkMigrations[] = {{1, "mark", "CREATE TABLE store_mark (mark BLOB NOT NULL PRIMARY KEY)"}};

Result<std::shared_ptr<Database>> open_database(const StoresConfig& config, Store store) {
    const auto& connection = config.postgres[static_cast<std::size_t>(store)];
    if (!connection.empty()) return Database::open_postgres(connection);
    return Database::open_sqlite(config.folder / (std::string(to_string(store)) + ".db"));
}

// B10: a database and a role each, else one stolen password opens two stores.
Status check_separate(Stores& stores) {
    std::set<std::string> databases, roles;
    for (const auto store : kAllStores) {
        if (stores[store].backend() != "postgresql") continue;
        MD_ASSIGN(const Rows rows, stores[store].query("SELECT current_database() || ' on ' || current_setting('port'), current_user"));
        const auto& row = rows.front();
        if (!databases.insert(row.text(0)).second || !roles.insert(row.text(1)).second) {
            return fail(errors::kStoresNotSeparate,
                        fmt::format("store {} uses database {} as {}", to_string(store), row.text(0), row.text(1)));
        }
    }
    return {};
}

// A store carries a mark that only this installation's keys can make for it, so that a file of another store or installation is refused.
Status check_mark(Stores& stores, Store store) {
    const auto mark = stores.keyring->link(store, store, as_bytes("mark"), "store.mark");
    MD_TRY(stores[store].migrate("store.mark", kMarkMigrations));
    return stores[store].transaction([&](Queries& queries) -> Status {
        MD_ASSIGN(const Rows rows, queries.query("SELECT mark FROM store_mark"));
        if (rows.empty()) {
            MD_TRY(queries.execute("INSERT INTO store_mark (mark) VALUES (?)", {to_bytes(ByteView(mark))}));
            return {};
        }
        if (rows.size() == 1 && rows.front().blob(0) == to_bytes(ByteView(mark))) return {};
        return fail(errors::kRootKeyWrong,
                    fmt::format("the database of store {} belongs to another store or installation", to_string(store)));
    });
}

std::filesystem::path coming_key(const std::filesystem::path& root_key_file) { return root_key_file.string() + ".new"; }

Status put_in_place(const std::filesystem::path& root_key_file) {
    MD_ASSIGN(const SecretBytes key, load_root_key(coming_key(root_key_file), false));
    MD_TRY(write_file_atomically(root_key_file, key.view(), 0600));
    std::filesystem::remove(coming_key(root_key_file));
    return {};
}

}  // namespace

std::string_view to_string(Store store) {
    static constexpr std::array<std::string_view, kAllStores.size()> kNames{"identities", "features", "images", "events", "keys"};
    return kNames[static_cast<std::size_t>(store)];
}

Result<std::shared_ptr<Stores>> Stores::open(const StoresConfig& config, SecretBytes root_key, const Clock& clock, Random& random) {
    auto stores = std::make_shared<Stores>();
    stores->profile = config.profile;
    for (const auto store : kAllStores) {
        MD_ASSIGN(stores->databases[static_cast<std::size_t>(store)], open_database(config, store));
    }
    MD_TRY(check_separate(*stores));
    const auto& keys = stores->databases[static_cast<std::size_t>(Store::keys)];
    MD_ASSIGN(stores->keyring, StoredKeyring::open(keys, config.profile, root_key, clock, random));
    for (const auto store : kAllStores) MD_TRY(check_mark(*stores, store));
    return stores;
}

Result<std::shared_ptr<Stores>> Stores::open_with_file(const StoresConfig& config, const std::filesystem::path& root_key_file, bool create,
                                                       const Clock& clock, Random& random) {
    MD_ASSIGN(SecretBytes key, load_root_key(root_key_file, create));
    auto stores = open(config, std::move(key), clock, random);
    if (!std::filesystem::exists(coming_key(root_key_file))) return stores;
    if (stores) {  // a change of the root key ended before it touched the keys
        std::filesystem::remove(coming_key(root_key_file));
        return stores;
    }
    if (!stores.error().is(errors::kRootKeyWrong)) return stores;
    MD_ASSIGN(SecretBytes coming, load_root_key(coming_key(root_key_file), false));
    MD_ASSIGN(auto opened, open(config, std::move(coming), clock, random));
    MD_TRY(put_in_place(root_key_file));
    return opened;
}

Status change_root_key(Stores& stores, const std::filesystem::path& root_key_file) {
    MD_ASSIGN(const SecretBytes fresh, load_root_key(coming_key(root_key_file), true));
    MD_TRY(stores.keyring->rewrap(fresh));
    return put_in_place(root_key_file);
}

}  // namespace md::store
