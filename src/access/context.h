#pragma once
// What the parts of this module share. Lives in Access.
#include <initializer_list>
#include <memory>
#include <utility>

#include "access/access.h"
#include "access/account_table.h"
#include "access/lockouts.h"
#include "access/password_checker.h"
#include "access/pending.h"
#include "access/rate_limit.h"
#include "access/session_table.h"

namespace md::access {

// A sign-in after the right password.
struct PendingSignIn {
    UserId user;
    std::int64_t epoch = 0;  // of the account then
    std::vector<Lockouts::Subject> subjects;
    Bytes webauthn_challenge;
    SecretBytes totp_secret;  // only when the first factor is to be enrolled
};
struct PendingTotp {
    SecretBytes secret;
};
struct PendingWebauthn {
    Bytes challenge;
};

struct Context {
    Context(Options options, store::Stores& stores, ledger::Ledger& ledger, const pki::Authority* authority, const Clock& clock,
            Random& random, SecretBytes name_key, SecretBytes csrf_key);

    store::Database& database() { return stores[store::Store::identities]; }
    const crypto::Suite& suite() const { return crypto::Suite::of(options.profile); }
    // An entry outside a transaction.
    Status record(ledger::Entry entry);
    // For refusals: the caller is refused in any case, so a ledger that cannot be written is only logged.
    void record_refusal(ledger::Entry entry);

    Options options;
    store::Stores& stores;
    ledger::Ledger& ledger;
    const pki::Authority* authority;
    const Clock& clock;
    Random& random;
    SecretBytes csrf_key;
    PasswordChecker passwords;
    AccountTable accounts;
    SessionTable sessions;
    Lockouts lockouts;
    Pending<ChallengeId, PendingSignIn> sign_ins;
    Pending<UserId, PendingTotp> totp_enrolments;
    Pending<UserId, PendingWebauthn> webauthn_enrolments;
    RateLimiter device_refusals;
};

// One entry of the ledger with a detail of text members. Never a name, a password or a token.
using Detail = std::initializer_list<std::pair<std::string_view, std::string>>;
ledger::Entry make_entry(std::string actor, std::string_view action, std::string object, std::string_view outcome, Detail detail = {},
                         std::string_view clause = "D11");
// kForbidden, or kMustChangePassword when that is why.
Status require(const Caller& by, Permission permission);
// The user behind `by` for what concerns the own account. kForbidden for devices and the machine.
Result<UserId> require_own_account(const Caller& by);
// 1 to `most` characters of valid UTF-8 without control characters.
bool visible_text(std::string_view text, std::size_t most);

}  // namespace md::access
