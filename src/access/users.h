#pragma once
// Accounts of the people who operate the system. Names, roles and password hashes lie sealed in store `identities`. D11, D19, B9.
#include <optional>
#include <string>
#include <vector>

#include "access/permissions.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace md::access {

struct Context;

struct User {
    UserId id;
    std::string name;
    Role role = Role::guard;
    std::string language = "zh";  // "zh" or "en"
    bool enabled = true;
    bool must_change_password = false;
    std::size_t second_factors = 0;  // 0: the next sign-in has to enrol one
    WallTime created_at{};
    std::optional<WallTime> last_sign_in_at;
};
struct NewUser {
    std::string name;  // unique; case of ASCII letters and surrounding blanks do not count
    Role role = Role::guard;
    std::string language = "zh";
};
struct UserChange {
    std::optional<std::string> name;
    std::optional<Role> role;
    std::optional<bool> enabled;
    std::optional<std::string> language;
};
// A one-time password is UTF-8 text ("k7mq-..."), valid for 72 hours, shown once, and must be changed at the first sign-in.
struct CreatedUser {
    User user;
    SecretBytes one_time_password;
};

// Thread-safe. Every change is in the ledger before it returns (by user id, never by name); when the ledger cannot be written nothing
// changes. Functions with `by` need Permission::manage_users, else kForbidden, unless said otherwise. Changes of role, state or password,
// and removal, end the user's sessions.
class Users {
public:
    explicit Users(Context& context) : context_(context) {}

    // The first start of an installation: an administrator when there is none yet. nullopt when there is one already (idempotent).
    Result<std::optional<CreatedUser>> create_first_administrator(const std::string& name = "admin");
    // kUserNameInvalid, kUserNameTaken, kBadInput (language).
    Result<CreatedUser> create(const Caller& by, const NewUser& user);
    Result<User> get(const UserId& id);                                                 // kUserUnknown; no permission is asked
    Result<std::vector<User>> list();                                                   // by name; no permission is asked
    Result<User> update(const Caller& by, const UserId& id, const UserChange& change);  // kLastAdministrator
    Status remove(const Caller& by, const UserId& id);                                  // kLastAdministrator
    // Lost password or factor: new one-time password, all factors and sessions removed, lock-out lifted.
    Result<SecretBytes> reset(const Caller& by, const UserId& id);
    // The last way in when no administrator can sign in, for the command line on the machine itself (the service must be stopped: the data
    // is locked). Resets the administrator of that name; without a name the only one, else kUserUnknown. Also enables it.
    Result<CreatedUser> reset_administrator(const std::optional<std::string>& name);
    // Needs Permission::own_account and a user. Ends the user's other sessions. kWrongCredentials for the old one, the kPassword... errors
    // for the new one.
    Status change_password(const Caller& by, const SecretBytes& old_password, const SecretBytes& new_password);
    // Needs Permission::own_account: the user's own language.
    Result<User> set_language(const Caller& by, const std::string& language);

private:
    Context& context_;
};

}  // namespace md::access
