#include "access/webauthn.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "access/errors.h"
#include "crypto/suite.h"

namespace md::access {
namespace {

using Json = nlohmann::json;

constexpr std::uint8_t kFlagUserPresent = 0x01;
constexpr std::uint8_t kFlagUserVerified = 0x04;
constexpr std::uint8_t kFlagBackupEligible = 0x08;
constexpr std::uint8_t kFlagBackedUp = 0x10;
constexpr std::uint8_t kFlagAttestedCredential = 0x40;
constexpr std::size_t kMaxJsonBytes = 64 * 1024;
constexpr int kTimeoutMs = 300'000;

tl::unexpected<Error> malformed(const char* what) { return fail(errors::kWebauthnMalformed, what); }
tl::unexpected<Error> refused(const char* what) { return fail(errors::kWebauthnRefused, what); }

// WebAuthn is bound to SHA-256 by its standard, whatever the profile's own digest is.
crypto::Digest sha256(ByteView bytes) { return crypto::Suite::of(Profile::general).digest(bytes); }

Json descriptors(const std::vector<Bytes>& ids) {
    Json list = Json::array();
    for (const auto& id : ids) list.push_back({{"type", "public-key"}, {"id", to_base64url(id)}});
    return list;
}

std::string_view user_verification(const WebauthnPolicy& policy) { return policy.require_user_verification ? "required" : "preferred"; }

Result<Json> parse_object(std::string_view text) {
    if (text.size() > kMaxJsonBytes) return malformed("too long");
    auto parsed = Json::parse(text, nullptr, false);
    if (!parsed.is_object()) return malformed("not a JSON object");
    return parsed;
}

Result<std::string> text_member(const Json& object, const char* name) {
    const auto found = object.find(name);
    if (found == object.end() || !found->is_string()) return malformed(name);
    return found->get<std::string>();
}

Result<Bytes> binary_member(const Json& object, const char* name) {
    MD_ASSIGN(const auto text, text_member(object, name));
    auto bytes = from_base64url(text);
    if (!bytes) return malformed(name);
    return std::move(*bytes);
}

// What the two kinds of answers have in common.
struct Answer {
    Json response;
    Bytes id, client_data;
};

Result<Answer> read_answer(std::string_view credential_json) {
    MD_ASSIGN(const auto credential, parse_object(credential_json));
    MD_ASSIGN(const auto type, text_member(credential, "type"));
    if (type != "public-key") return malformed("type");
    Answer answer;
    MD_ASSIGN(answer.id, binary_member(credential, "id"));
    const auto response = credential.find("response");
    if (response == credential.end() || !response->is_object()) return malformed("response");
    answer.response = *response;
    MD_ASSIGN(answer.client_data, binary_member(answer.response, "clientDataJSON"));
    return answer;
}

// Steps 7.1.7 to 7.1.10 and 7.2.11 to 7.2.14.
Status check_client_data(const WebauthnPolicy& policy, ByteView challenge, std::string_view expected_type, ByteView client_data) {
    MD_ASSIGN(const auto data, parse_object(as_text(client_data)));
    MD_ASSIGN(const auto type, text_member(data, "type"));
    MD_ASSIGN(const auto origin, text_member(data, "origin"));
    MD_ASSIGN(const auto answered, binary_member(data, "challenge"));
    if (type != expected_type) return refused("type of client data");
    if (!equal_constant_time(answered, challenge)) return refused("challenge");
    if (std::ranges::find(policy.origins, origin) == policy.origins.end()) return refused("origin");
    if (data.contains("crossOrigin") && data["crossOrigin"] != Json(false)) return refused("cross-origin use");
    return {};
}

// Steps 7.1.13 to 7.1.16 and 7.2.15 to 7.2.17.
Status check_flags(const WebauthnPolicy& policy, const AuthenticatorData& data) {
    if (!equal_constant_time(data.rp_id_hash, sha256(as_bytes(policy.rp_id)))) return refused("rpIdHash");
    if (!(data.flags & kFlagUserPresent)) return refused("user not present");
    if (policy.require_user_verification && !(data.flags & kFlagUserVerified)) return refused("user not verified");
    if ((data.flags & kFlagBackedUp) && !(data.flags & kFlagBackupEligible)) return refused("backup flags");
    return {};
}

}  // namespace

std::string webauthn_creation_options(const WebauthnPolicy& policy, ByteView challenge, ByteView user_handle, std::string_view user_name,
                                      const std::vector<Bytes>& exclude) {
    Json algorithms = Json::array();
    for (const int algorithm : {-7, -8, -257}) algorithms.push_back({{"type", "public-key"}, {"alg", algorithm}});
    const Json options = {
        {"rp", {{"id", policy.rp_id}, {"name", policy.rp_name}}},
        {"user", {{"id", to_base64url(user_handle)}, {"name", user_name}, {"displayName", user_name}}},
        {"challenge", to_base64url(challenge)},
        {"pubKeyCredParams", algorithms},
        {"timeout", kTimeoutMs},
        {"attestation", "none"},
        {"excludeCredentials", descriptors(exclude)},
        {"authenticatorSelection",
         {{"residentKey", "discouraged"}, {"requireResidentKey", false}, {"userVerification", user_verification(policy)}}},
    };
    return options.dump();
}

std::string webauthn_request_options(const WebauthnPolicy& policy, ByteView challenge, const std::vector<Bytes>& allow) {
    const Json options = {
        {"challenge", to_base64url(challenge)},
        {"rpId", policy.rp_id},
        {"timeout", kTimeoutMs},
        {"allowCredentials", descriptors(allow)},
        {"userVerification", user_verification(policy)},
    };
    return options.dump();
}

// D11
Result<WebauthnCredential> verify_registration(const WebauthnPolicy& policy, ByteView challenge, std::string_view credential_json) {
    MD_ASSIGN(const auto answer, read_answer(credential_json));
    MD_TRY(check_client_data(policy, challenge, "webauthn.create", answer.client_data));
    MD_ASSIGN(const auto attestation, binary_member(answer.response, "attestationObject"));
    MD_ASSIGN(const auto bytes, read_attestation_object(attestation));
    MD_ASSIGN(const auto data, read_authenticator_data(bytes));
    MD_TRY(check_flags(policy, data));
    if (!(data.flags & kFlagAttestedCredential) || !data.public_key) return refused("no credential");
    if (data.credential_id != answer.id) return refused("credential id");
    return WebauthnCredential{data.credential_id, data.public_key->spki(), data.sign_count, (data.flags & kFlagUserVerified) != 0};
}

// D11
Result<WebauthnAssertion> verify_assertion(const WebauthnPolicy& policy, ByteView challenge, const WebauthnCredential& credential,
                                           std::string_view credential_json) {
    MD_ASSIGN(const auto answer, read_answer(credential_json));
    if (answer.id != credential.id) return refused("credential id");
    MD_TRY(check_client_data(policy, challenge, "webauthn.get", answer.client_data));
    MD_ASSIGN(const auto bytes, binary_member(answer.response, "authenticatorData"));
    MD_ASSIGN(const auto signature, binary_member(answer.response, "signature"));
    MD_ASSIGN(const auto data, read_authenticator_data(bytes));
    MD_TRY(check_flags(policy, data));
    MD_ASSIGN(const auto key, crypto::PublicKey::from_spki(credential.public_key));
    const auto client_hash = sha256(answer.client_data);
    if (!key.verify(Writer().raw(bytes).raw(client_hash).bytes(), signature)) return refused("signature");
    // Step 7.2.21: an authenticator that counts must count on.
    if ((data.sign_count != 0 || credential.sign_count != 0) && data.sign_count <= credential.sign_count)
        return fail(errors::kWebauthnCloned);
    return WebauthnAssertion{data.sign_count, (data.flags & kFlagUserVerified) != 0};
}

Result<Bytes> asserted_credential_id(std::string_view credential_json) {
    MD_ASSIGN(auto answer, read_answer(credential_json));
    return std::move(answer.id);
}

}  // namespace md::access
