#include "access/users.h"

#include <algorithm>

#include "access/context.h"
#include "access/errors.h"
#include "access/password_policy.h"
#include "base/errors.h"

namespace md::access {
namespace {

constexpr std::size_t kNameCharacters = 64;
constexpr std::chrono::hours kOneTimeLife{72};

Status check_name(std::string_view name) {
    if (!visible_text(name, kNameCharacters)) return fail(errors::kUserNameInvalid);
    return {};
}

Status check_language(std::string_view language) {
    if (language != "zh" && language != "en") return fail(errors::kBadInput, "language");
    return {};
}

// B9: whoever would be left with no administrator could only get in on the machine itself.
Status require_other_administrator(Context& context, store::Queries& queries, const UserId& leaving) {
    MD_ASSIGN(const auto accounts, context.accounts.all(queries));
    const bool other = std::ranges::any_of(accounts, [&](const Account& account) {
        return account.id != leaving && account.role == Role::administrator && account.usable(context.clock.wall());
    });
    if (!other) return fail(errors::kLastAdministrator);
    return {};
}

// Hashes outside of any transaction: it takes long on purpose.
struct OneTimePassword {
    SecretBytes text;
    std::string hash;
};
Result<OneTimePassword> make_one_time(Context& context) {
    OneTimePassword password{make_one_time_password(context.random), {}};
    MD_ASSIGN(password.hash, context.passwords.hash(password.text.view()));
    return password;
}

void set_one_time(Context& context, Account& account, std::string hash) {
    const auto now = context.clock.wall();
    account.set_password(std::move(hash), now);
    account.one_time_until = now + kOneTimeLife;
    account.must_change_password = true;
}

Account make_account(Context& context, const NewUser& wanted, std::string hash) {
    Account account;
    account.id = UserId::random(context.random);
    account.name = wanted.name;
    account.role = wanted.role;
    account.language = wanted.language;
    account.created_at = context.clock.wall();
    set_one_time(context, account, std::move(hash));
    return account;
}

Lockouts::Subject lockout_of(Context& context, const Account& account) {
    return {Lockouts::Kind::account, context.accounts.name_hash(account.name)};
}

// New password, no factors, no sessions.
Status reset_account(Context& context, store::Queries& queries, Account& account, std::string hash) {
    set_one_time(context, account, std::move(hash));
    account.factors.clear();
    return context.sessions.erase_of_user(queries, account.id);
}

// Writes what differs and says what it was, without names.
Result<std::string> apply(Account& account, const UserChange& change) {
    std::string changed;
    const auto note = [&](std::string what) { changed += (changed.empty() ? "" : ", ") + std::move(what); };
    if (change.name && *change.name != account.name) {
        MD_TRY(check_name(*change.name));
        account.name = *change.name;
        note("name");
    }
    if (change.language && *change.language != account.language) {
        MD_TRY(check_language(*change.language));
        account.language = *change.language;
        note("language");
    }
    if (change.role && *change.role != account.role) {
        account.role = *change.role;
        note("role=" + std::string(to_string(account.role)));
    }
    if (change.enabled && *change.enabled != account.enabled) {
        account.enabled = *change.enabled;
        note(account.enabled ? "enabled" : "disabled");
    }
    return changed;
}

}  // namespace

Result<std::optional<CreatedUser>> Users::create_first_administrator(const std::string& name) {
    MD_ASSIGN(const auto accounts, context_.accounts.all(context_.database()));
    if (std::ranges::any_of(accounts, [](const Account& account) { return account.role == Role::administrator; })) return std::nullopt;
    MD_ASSIGN(auto created, create(Caller::system(), {name, Role::administrator, "zh"}));
    return std::optional(std::move(created));
}

// D11, D19
Result<CreatedUser> Users::create(const Caller& by, const NewUser& wanted) {
    MD_TRY(require(by, Permission::manage_users));
    MD_TRY(check_name(wanted.name));
    MD_TRY(check_language(wanted.language));
    MD_ASSIGN(auto password, make_one_time(context_));
    const auto account = make_account(context_, wanted, std::move(password.hash));
    MD_TRY(context_.accounts.transaction([&](store::Queries& queries) -> Result<ledger::Entry> {
        MD_TRY(context_.accounts.insert(queries, account));
        return make_entry(by.actor(), "user.created", account.id.text(), "ok", {{"role", std::string(to_string(account.role))}});
    }));
    return CreatedUser{account.user(), std::move(password.text)};
}

Result<User> Users::get(const UserId& id) {
    MD_ASSIGN(const auto account, context_.accounts.by_id(context_.database(), id));
    if (!account) return fail(errors::kUserUnknown);
    return account->user();
}

Result<std::vector<User>> Users::list() {
    MD_ASSIGN(const auto accounts, context_.accounts.all(context_.database()));
    std::vector<User> users;
    for (const auto& account : accounts) users.push_back(account.user());
    return users;
}

// B9, D19
Result<User> Users::update(const Caller& by, const UserId& id, const UserChange& change) {
    MD_TRY(require(by, Permission::manage_users));
    User updated;
    MD_TRY(context_.accounts.change(id, [&](store::Queries& queries, Account& account) -> Result<ledger::Entry> {
        const auto before = account.user();
        MD_ASSIGN(const auto what, apply(account, change));
        const bool administered = before.role == Role::administrator && before.enabled;
        const bool administers = account.role == Role::administrator && account.enabled;
        if (administered && !administers) MD_TRY(require_other_administrator(context_, queries, id));
        if (before.role != account.role || before.enabled != account.enabled) {
            ++account.epoch;
            MD_TRY(context_.sessions.erase_of_user(queries, id));
        }
        updated = account.user();
        return make_entry(by.actor(), "user.changed", id.text(), "ok", {{"changed", what}});
    }));
    return updated;
}

Status Users::remove(const Caller& by, const UserId& id) {
    MD_TRY(require(by, Permission::manage_users));
    return context_.accounts.transaction([&](store::Queries& queries) -> Result<ledger::Entry> {
        MD_ASSIGN(const auto account, context_.accounts.by_id(queries, id));
        if (!account) return fail(errors::kUserUnknown);
        if (account->role == Role::administrator && account->enabled) MD_TRY(require_other_administrator(context_, queries, id));
        MD_TRY(context_.sessions.erase_of_user(queries, id));
        MD_TRY(context_.accounts.erase(queries, id));
        return make_entry(by.actor(), "user.removed", id.text(), "ok");
    });
}

// D11, D19
Result<SecretBytes> Users::reset(const Caller& by, const UserId& id) {
    MD_TRY(require(by, Permission::manage_users));
    MD_ASSIGN(auto password, make_one_time(context_));
    std::optional<Lockouts::Subject> subject;
    MD_TRY(context_.accounts.change(id, [&](store::Queries& queries, Account& account) -> Result<ledger::Entry> {
        subject = lockout_of(context_, account);
        MD_TRY(reset_account(context_, queries, account, password.hash));
        return make_entry(by.actor(), "user.reset", id.text(), "ok");
    }));
    MD_TRY(context_.lockouts.clear(*subject));
    return std::move(password.text);
}

Result<CreatedUser> Users::reset_administrator(const std::optional<std::string>& name) {
    MD_ASSIGN(const auto accounts, context_.accounts.all(context_.database()));
    const Account* chosen = nullptr;
    for (const auto& account : accounts) {
        if (account.role != Role::administrator) continue;
        if (name && normalised_name(*name) != normalised_name(account.name)) continue;
        if (chosen) return fail(errors::kUserUnknown, "several administrators: name one");
        chosen = &account;
    }
    if (!chosen) return fail(errors::kUserUnknown);
    MD_ASSIGN(auto password, make_one_time(context_));
    User user;
    MD_TRY(context_.accounts.change(chosen->id, [&](store::Queries& queries, Account& account) -> Result<ledger::Entry> {
        MD_TRY(reset_account(context_, queries, account, password.hash));
        account.enabled = true;
        user = account.user();
        return make_entry("system", "user.reset", account.id.text(), "ok", {{"where", "command line"}});
    }));
    MD_TRY(context_.lockouts.clear(lockout_of(context_, *chosen)));
    return CreatedUser{std::move(user), std::move(password.text)};
}

// D11, D19
Status Users::change_password(const Caller& by, const SecretBytes& old_password, const SecretBytes& new_password) {
    MD_ASSIGN(const auto id, require_own_account(by));
    MD_ASSIGN(const auto before, context_.accounts.by_id(context_.database(), id));
    if (!before) return fail(errors::kUserUnknown);
    // A session left open must not become a place to guess the password at.
    MD_ASSIGN(auto attempt, context_.lockouts.admit({lockout_of(context_, *before)}));
    MD_ASSIGN(const bool right, context_.passwords.verify(old_password.view(), before->password_hash));
    if (!right) {
        MD_ASSIGN([[maybe_unused]] const auto locks, attempt.failed());
        context_.record_refusal(make_entry(by.actor(), "user.password_changed", id.text(), "refused", {{"reason", "old password"}}));
        return fail(errors::kWrongCredentials);
    }
    MD_TRY(check_password(new_password.view(), before->name));
    auto hashes = before->old_hashes;
    hashes.insert(hashes.begin(), before->password_hash);
    hashes.resize(std::min(hashes.size(), kPasswordHistory));
    for (const auto& hash : hashes) {
        MD_ASSIGN(const bool used, context_.passwords.verify(new_password.view(), hash));
        if (used) return fail(errors::kPasswordReused);
    }
    MD_ASSIGN(auto hash, context_.passwords.hash(new_password.view()));
    return context_.accounts.change(id, [&](store::Queries& queries, Account& account) -> Result<ledger::Entry> {
        if (account.epoch != before->epoch) return fail(errors::kWrongCredentials, "changed meanwhile");
        account.set_password(hash, context_.clock.wall());
        account.must_change_password = false;
        account.one_time_until.reset();
        MD_TRY(context_.sessions.erase_of_user(queries, id, by.session));
        return make_entry(by.actor(), "user.password_changed", id.text(), "ok");
    });
}

Result<User> Users::set_language(const Caller& by, const std::string& language) {
    MD_ASSIGN(const auto id, require_own_account(by));
    MD_TRY(check_language(language));
    User updated;
    MD_TRY(context_.accounts.change(id, [&](store::Queries&, Account& account) -> Result<ledger::Entry> {
        account.language = language;
        updated = account.user();
        return make_entry(by.actor(), "user.changed", id.text(), "ok", {{"changed", "language"}});
    }));
    return updated;
}

}  // namespace md::access
