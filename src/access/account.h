#pragma once
// What is stored about an account. Everything lies in one sealed value bound to the account's row, so that nobody with the database alone
// can give a role, swap a password hash or copy a factor from one account to another. B9, B10.
#include <optional>
#include <string>
#include <vector>

#include "access/factors.h"
#include "access/users.h"
#include "access/webauthn.h"

namespace md::access {

struct StoredFactor {
    Factor info;
    // By kind; the others stay empty.
    SecretBytes totp_secret;
    TotpParameters totp;
    std::vector<std::int64_t> used_steps;  // the last few, newest at the end
    WebauthnCredential credential;
    std::string certificate_fingerprint;
};

// Move-only: it holds secrets.
struct Account {
    UserId id;
    std::string name;
    Role role = Role::guard;
    std::string language = "zh";
    bool enabled = true;
    bool must_change_password = false;
    std::string password_hash;
    std::vector<std::string> old_hashes;  // newest first, at most kPasswordHistory
    std::int64_t epoch = 0;               // grows with every change of password or reset: pending sign-ins of before are void
    WallTime created_at{}, password_changed_at{};
    std::optional<WallTime> one_time_until;  // of a one-time password
    std::optional<WallTime> last_sign_in_at;
    std::vector<StoredFactor> factors;

    bool usable(WallTime now) const;  // may sign in: enabled, and its one-time password has not run out
    User user() const;
    StoredFactor* factor(const FactorId& factor);
    bool has(FactorKind kind) const;
    // Sets the hash and remembers the old one.
    void set_password(std::string hash, WallTime now);
};
inline constexpr std::size_t kPasswordHistory = 5;

// The account without its id, as bytes to be sealed; and back. kStoreCorrupt when it is not what to_plaintext wrote.
SecretBytes to_plaintext(const Account& account);
Result<Account> from_plaintext(const UserId& id, ByteView plaintext);

}  // namespace md::access
