#pragma once
// The accounts in store `identities`.
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "access/account.h"
#include "ledger/ledger.h"
#include "store/stores.h"

namespace md::access {

extern const std::span<const store::Migration> kMigrations;

// Two spellings of a name are the same account: surrounding blanks and the case of ASCII letters do not count.
std::string normalised_name(std::string_view name);

// Thread-safe. Changes are serialised: read, decide, write and the ledger's entry are one transaction.
class AccountTable {
public:
    AccountTable(store::Stores& stores, ledger::Ledger& ledger, SecretBytes name_key)
        : stores_(stores), ledger_(ledger), name_key_(std::move(name_key)) {}

    Result<std::vector<Account>> all(store::Queries& queries);
    Result<std::optional<Account>> by_id(store::Queries& queries, const UserId& id);
    Result<std::optional<Account>> by_name(store::Queries& queries, std::string_view name);
    Status insert(store::Queries& queries, const Account& account);  // kUserNameTaken
    Status save(store::Queries& queries, const Account& account);    // kUserNameTaken
    Status erase(store::Queries& queries, const UserId& id);

    // Runs the body with no other change at the same time; the entry it returns is written last, and if that fails nothing has changed.
    using Body = std::function<Result<ledger::Entry>(store::Queries&)>;
    Status transaction(const Body& body);
    // The same for one account, which is saved after the body. kUserUnknown.
    using AccountBody = std::function<Result<ledger::Entry>(store::Queries&, Account&)>;
    Status change(const UserId& id, const AccountBody& body);

    // A keyed hash of a name: what rows and lock-outs are found by, unreadable to who has the database alone.
    Bytes name_hash(std::string_view name) const;

private:
    Result<Account> open(const store::Row& row);
    Result<Bytes> seal(const Account& account);
    store::Stores& stores_;
    ledger::Ledger& ledger_;
    SecretBytes name_key_;
    std::mutex changes_;
};

}  // namespace md::access
