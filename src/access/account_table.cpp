#include "access/account_table.h"

#include <algorithm>

#include "access/errors.h"
#include "store/errors.h"

namespace md::access {
namespace {

constexpr store::Migration kVersions[] = {
    {1, "accounts, sessions, lock-outs, devices",
     "CREATE TABLE access_accounts(id BLOB PRIMARY KEY, name_hash BLOB NOT NULL UNIQUE, sealed BLOB NOT NULL);"
     "CREATE TABLE access_sessions(id BLOB PRIMARY KEY, token_digest BLOB NOT NULL UNIQUE,"
     " user_id BLOB NOT NULL REFERENCES access_accounts(id) ON DELETE CASCADE, last_seen_at INTEGER NOT NULL, sealed BLOB NOT NULL);"
     "CREATE INDEX access_sessions_user ON access_sessions(user_id);"
     "CREATE TABLE access_lockouts(subject BLOB PRIMARY KEY, failures INTEGER NOT NULL, last_failure_at INTEGER NOT NULL);"
     "CREATE TABLE access_devices(id BLOB PRIMARY KEY, key_digest BLOB NOT NULL UNIQUE, last_used_at INTEGER, sealed BLOB NOT NULL);"},
};

store::Place place_of(const UserId& id) { return {store::Store::identities, "access_accounts", "sealed", id.view()}; }

Error name_taken_if_conflict(Error error) { return error.is(errors::kConflict) ? Error(errors::kUserNameTaken) : std::move(error); }

}  // namespace

const std::span<const store::Migration> kMigrations = kVersions;

std::string normalised_name(std::string_view name) {
    const auto first = name.find_first_not_of(" \t");
    if (first == std::string_view::npos) return {};
    std::string out(name.substr(first, name.find_last_not_of(" \t") - first + 1));
    std::ranges::transform(out, out.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    return out;
}

Bytes AccountTable::name_hash(std::string_view name) const {
    const auto digest = crypto::Suite::of(stores_.profile).hmac(name_key_.view(), as_bytes(normalised_name(name)));
    return {digest.begin(), digest.end()};
}

Result<Account> AccountTable::open(const store::Row& row) {
    const auto id = UserId::from_bytes(row.blob(0));
    if (!id) return fail(errors::kStoreCorrupt, "access_accounts: id");
    MD_ASSIGN(const auto plaintext, stores_.keyring->open(place_of(*id), row.blob(1)));
    return from_plaintext(*id, plaintext.view());
}

Result<Bytes> AccountTable::seal(const Account& account) {
    return stores_.keyring->seal(place_of(account.id), to_plaintext(account).view());
}

Result<std::vector<Account>> AccountTable::all(store::Queries& queries) {
    MD_ASSIGN(const auto rows, queries.query("SELECT id, sealed FROM access_accounts"));
    std::vector<Account> accounts;
    for (const auto& row : rows) {
        MD_ASSIGN(auto account, open(row));
        accounts.push_back(std::move(account));
    }
    std::ranges::sort(accounts, {}, &Account::name);
    return accounts;
}

Result<std::optional<Account>> AccountTable::by_id(store::Queries& queries, const UserId& id) {
    MD_ASSIGN(const auto rows, queries.query("SELECT id, sealed FROM access_accounts WHERE id = ?", {id.bytes()}));
    if (rows.empty()) return std::nullopt;
    MD_ASSIGN(auto account, open(rows.front()));
    return std::optional(std::move(account));
}

Result<std::optional<Account>> AccountTable::by_name(store::Queries& queries, std::string_view name) {
    MD_ASSIGN(const auto rows, queries.query("SELECT id, sealed FROM access_accounts WHERE name_hash = ?", {name_hash(name)}));
    if (rows.empty()) return std::nullopt;
    MD_ASSIGN(auto account, open(rows.front()));
    return std::optional(std::move(account));
}

Status AccountTable::insert(store::Queries& queries, const Account& account) {
    MD_ASSIGN(auto sealed, seal(account));
    auto done = queries.execute("INSERT INTO access_accounts(id, name_hash, sealed) VALUES(?, ?, ?)",
                                {account.id.bytes(), name_hash(account.name), std::move(sealed)});
    if (!done) return fail(name_taken_if_conflict(std::move(done.error())));
    return {};
}

Status AccountTable::save(store::Queries& queries, const Account& account) {
    MD_ASSIGN(auto sealed, seal(account));
    auto done = queries.execute("UPDATE access_accounts SET name_hash = ?, sealed = ? WHERE id = ?",
                                {name_hash(account.name), std::move(sealed), account.id.bytes()});
    if (!done) return fail(name_taken_if_conflict(std::move(done.error())));
    return {};
}

Status AccountTable::erase(store::Queries& queries, const UserId& id) {
    MD_ASSIGN([[maybe_unused]] const auto count, queries.execute("DELETE FROM access_accounts WHERE id = ?", {id.bytes()}));
    return {};
}

// D19
Status AccountTable::transaction(const Body& body) {
    const std::lock_guard lock(changes_);
    return stores_[store::Store::identities].transaction([&](store::Queries& queries) -> Status {
        MD_ASSIGN(auto entry, body(queries));
        MD_ASSIGN([[maybe_unused]] const auto index, ledger_.append(std::move(entry)));
        return {};
    });
}

Status AccountTable::change(const UserId& id, const AccountBody& body) {
    return transaction([&](store::Queries& queries) -> Result<ledger::Entry> {
        MD_ASSIGN(auto account, by_id(queries, id));
        if (!account) return fail(errors::kUserUnknown);
        MD_ASSIGN(auto entry, body(queries, *account));
        MD_TRY(save(queries, *account));
        return entry;
    });
}

}  // namespace md::access
