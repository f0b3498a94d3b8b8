#pragma once
// Signing in: password first, then one second factor, always. An account without a second factor enrols one before anything else. D11, D19.
#include <optional>
#include <string>
#include <vector>

#include "access/factors.h"
#include "access/sessions.h"

namespace md::access {

// A pending sign-in, in memory: lives 5 minutes and 5 wrong answers, 5 a user and 1,000 in all. Any restart ends it.
using ChallengeId = Id<struct ChallengeTag>;

struct SecondStep {
    ChallengeId challenge;
    bool must_enrol = false;            // no second factor yet: `totp` and `webauthn` are what to enrol with
    std::vector<FactorKind> methods;    // otherwise: what the account has
    std::optional<TotpEnrolment> totp;  // with must_enrol
    std::string webauthn_options;       // JSON: creation options with must_enrol, else request options; empty without such a factor
    bool must_change_password = false;
};

// Thread-safe. Every outcome goes to the ledger. Wrong answers count against the account and the address; after 5 (account) or 20 (address)
// each further one doubles a waiting time from 30 s to 1 h, which survives restarts and any turning of the clock: kTooManyAttempts, see
// retry_after().
class SignIn {
public:
    explicit SignIn(Context& context) : context_(context) {}
    // Takes as long for an unknown name as for a known one, and says the same: kWrongCredentials. kOverloaded when too many passwords are
    // being checked.
    Result<SecondStep> start(std::string_view name, const SecretBytes& password, const Origin& from);
    // kChallengeUnknown, kCodeWrong, kCodeUsed, kFactorNotAvailable.
    Result<SignedIn> with_totp(const ChallengeId& challenge, std::string_view code, const Origin& from);
    // credential_json: AuthenticationResponseJSON. kWebauthn...
    Result<SignedIn> with_webauthn(const ChallengeId& challenge, std::string_view credential_json, const Origin& from);
    // The certificate the TLS connection presented, DER. kCertificateRefused.
    Result<SignedIn> with_certificate(const ChallengeId& challenge, ByteView certificate, const Origin& from);
    // The first factor of an account. kEnrolmentNotAllowed when it has one.
    Result<SignedIn> enrol_totp(const ChallengeId& challenge, std::string_view code, const Origin& from);
    Result<SignedIn> enrol_webauthn(const ChallengeId& challenge, std::string_view credential_json, const Origin& from);
    // How long a start() with this name from this address would be refused; zero if it would not. For Retry-After.
    std::chrono::seconds retry_after(std::string_view name, const Origin& from);

private:
    Context& context_;
};

}  // namespace md::access
