#pragma once
// Second factors of an account: one-time codes (TOTP), authenticators and fingerprints (WebAuthn), the terminal's certificate. D11.
#include <optional>
#include <string>
#include <vector>

#include "access/permissions.h"
#include "access/totp.h"
#include "base/clock.h"
#include "base/result.h"

namespace md::access {

struct Context;

enum class FactorKind { totp, webauthn, certificate };
std::string_view to_string(FactorKind kind);
using FactorId = Id<struct FactorTag>;

struct Factor {
    FactorId id;
    FactorKind kind = FactorKind::totp;
    std::string label;           // given by the user, or the certificate's serial
    bool verifies_user = false;  // WebAuthn: a fingerprint, face or PIN was checked by the authenticator
    WallTime created_at{};
    std::optional<WallTime> last_used_at;
};

// What a page needs to enrol an authenticator: PublicKeyCredentialCreationOptions as JSON (binary members base64url, as
// @simplewebauthn/browser reads).
using WebauthnOptionsJson = std::string;

// Thread-safe. For the signed-in user: needs Permission::own_account and a user in `by`. Every change is in the ledger. A begun enrolment
// lives 10 minutes in memory, one of each kind a user; 5 wrong codes end it. (Enrolment of the very first factor happens while signing in:
// sign_in.h.)
class Factors {
public:
    explicit Factors(Context& context) : context_(context) {}
    Result<std::vector<Factor>> list(const UserId& user);
    Result<TotpEnrolment> begin_totp(const Caller& by);
    Result<Factor> confirm_totp(const Caller& by, std::string_view code, const std::string& label);
    Result<WebauthnOptionsJson> begin_webauthn(const Caller& by);
    // credential_json: RegistrationResponseJSON of the browser. kWebauthnMalformed, kWebauthnRefused, kFactorEnrolled.
    Result<Factor> confirm_webauthn(const Caller& by, std::string_view credential_json, const std::string& label);
    // The certificate the caller's TLS connection presented (DER): issued by this installation's authority for users, common name = the
    // user's name or id.
    Result<Factor> add_certificate(const Caller& by, ByteView certificate);
    // kLastFactor when no second factor would remain.
    Status remove(const Caller& by, const FactorId& factor);

private:
    Context& context_;
};

}  // namespace md::access
