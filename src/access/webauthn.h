#pragma once
// WebAuthn level 2, the relying party's part: sections 7.1 (registration) and 7.2 (assertion). Attestation statements are not trusted and
// not needed (policy "none": formats none, packed and others are accepted alike, the statement is read for form only). Pure functions, no
// state.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "crypto/keys.h"

namespace md::access {

struct WebauthnPolicy {
    std::string rp_id = "localhost";  // the console's host name
    std::string rp_name = "Miandun 面盾";
    std::vector<std::string> origins = {"https://localhost"};  // exact, with port when not 443
    bool require_user_verification = false;                    // a fingerprint or PIN, not a touch alone; on in profile cii
};

struct WebauthnCredential {
    Bytes id;                      // 1..1023 bytes
    Bytes public_key;              // SubjectPublicKeyInfo; ES256, RS256 or EdDSA
    std::uint32_t sign_count = 0;  // 0: the authenticator does not count
    bool verifies_user = false;
};
struct WebauthnAssertion {
    std::uint32_t sign_count = 0;
    bool verified_user = false;
};

// PublicKeyCredentialCreationOptionsJSON / PublicKeyCredentialRequestOptionsJSON.
std::string webauthn_creation_options(const WebauthnPolicy& policy, ByteView challenge, ByteView user_handle, std::string_view user_name,
                                      const std::vector<Bytes>& exclude);
std::string webauthn_request_options(const WebauthnPolicy& policy, ByteView challenge, const std::vector<Bytes>& allow);

// The browser's RegistrationResponseJSON / AuthenticationResponseJSON. kWebauthnMalformed: not the form; kWebauthnRefused: well formed, but
// type, challenge, origin, rpIdHash, flags or signature are wrong (the detail says which, for the log); kWebauthnCloned: the counter did
// not grow.
Result<WebauthnCredential> verify_registration(const WebauthnPolicy& policy, ByteView challenge, std::string_view credential_json);
Result<WebauthnAssertion> verify_assertion(const WebauthnPolicy& policy, ByteView challenge, const WebauthnCredential& credential,
                                           std::string_view credential_json);
// The credential id an assertion is about, to find the credential with. Not verified.
Result<Bytes> asserted_credential_id(std::string_view credential_json);

// CBOR parts, exposed for tests and fuzzing. Both refuse trailing bytes.
struct AuthenticatorData {
    std::array<std::uint8_t, 32> rp_id_hash{};
    std::uint8_t flags = 0;
    std::uint32_t sign_count = 0;
    Bytes credential_id;                          // with attested credential data only
    std::optional<crypto::PublicKey> public_key;  // the same
};
Result<AuthenticatorData> read_authenticator_data(ByteView bytes);
Result<Bytes> read_attestation_object(ByteView bytes);  // its authData

}  // namespace md::access
