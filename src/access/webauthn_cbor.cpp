// The binary structures of WebAuthn: authenticator data (section 6.1), attestation object (6.5.4) and COSE keys (RFC 9053).
#include <map>

#include "access/cbor_reader.h"
#include "access/errors.h"
#include "access/webauthn.h"

namespace md::access {
namespace {

constexpr std::uint8_t kFlagAttestedCredential = 0x40;
constexpr std::uint8_t kFlagExtensions = 0x80;
constexpr std::size_t kAaguidBytes = 16;
constexpr std::size_t kMaxCredentialIdBytes = 1023;

// COSE labels and values.
constexpr std::int64_t kKty = 1, kAlg = 3, kCurve = -1, kX = -2, kY = -3, kModulus = -1, kExponent = -2;
constexpr std::int64_t kOkp = 1, kEc2 = 2, kRsa = 3;
constexpr std::int64_t kEs256 = -7, kEdDsa = -8, kRs256 = -257, kP256 = 1, kEd25519 = 6;

tl::unexpected<Error> malformed(const char* what) { return fail(errors::kWebauthnMalformed, what); }

struct CoseKey {
    std::map<std::int64_t, std::int64_t> numbers;
    std::map<std::int64_t, ByteView> strings;
    bool is(std::int64_t label, std::int64_t value) const {
        const auto found = numbers.find(label);
        return found != numbers.end() && found->second == value;
    }
    ByteView string(std::int64_t label) const {
        const auto found = strings.find(label);
        return found == strings.end() ? ByteView() : found->second;
    }
};

Result<CoseKey> read_cose(CborReader& cbor) {
    const auto pairs = cbor.map();
    if (!pairs) return malformed("COSE key: not a map");
    CoseKey key;
    for (std::uint64_t i = 0; i < *pairs; ++i) {
        const auto label = cbor.integer();
        if (!label || key.numbers.contains(*label) || key.strings.contains(*label)) return malformed("COSE key: label");
        const auto before = cbor.rest();
        if (const auto number = cbor.integer()) {
            key.numbers[*label] = *number;
            continue;
        }
        cbor = CborReader(before);
        const auto bytes = cbor.bytes();
        if (!bytes) return malformed("COSE key: value");
        key.strings[*label] = *bytes;
    }
    return key;
}

Result<crypto::PublicKey> to_public_key(const CoseKey& key) {
    if (key.is(kKty, kEc2) && key.is(kAlg, kEs256) && key.is(kCurve, kP256)) {
        return crypto::PublicKey::from_ec_point("P-256", key.string(kX), key.string(kY));
    }
    if (key.is(kKty, kRsa) && key.is(kAlg, kRs256)) return crypto::PublicKey::from_rsa(key.string(kModulus), key.string(kExponent));
    if (key.is(kKty, kOkp) && key.is(kAlg, kEdDsa) && key.is(kCurve, kEd25519)) return crypto::PublicKey::from_ed25519(key.string(kX));
    return malformed("COSE key: kind not offered");
}

Status read_attested_credential(Reader& reader, AuthenticatorData& data) {
    reader.take(kAaguidBytes);
    data.credential_id = to_bytes(reader.take_u16_prefixed());
    if (!reader.ok() || data.credential_id.empty() || data.credential_id.size() > kMaxCredentialIdBytes) return malformed("credential id");
    CborReader cbor(Reader(reader).take(reader.left()));
    MD_ASSIGN(const auto cose, read_cose(cbor));
    auto key = to_public_key(cose);
    if (!key) return malformed("COSE key: not a valid public key");
    data.public_key = std::move(*key);
    reader.take(reader.left() - cbor.rest().size());
    return {};
}

}  // namespace

Result<AuthenticatorData> read_authenticator_data(ByteView bytes) {
    Reader reader(bytes);
    AuthenticatorData data;
    const auto hash = reader.take(data.rp_id_hash.size());
    data.flags = reader.u8();
    data.sign_count = reader.u32();
    if (!reader.ok()) return malformed("authenticator data: too short");
    std::copy(hash.begin(), hash.end(), data.rp_id_hash.begin());
    if (data.flags & kFlagAttestedCredential) MD_TRY(read_attested_credential(reader, data));
    if (data.flags & kFlagExtensions) {
        CborReader extensions(Reader(reader).take(reader.left()));
        if (!CborReader(extensions).map() || !extensions.skip()) return malformed("authenticator data: extensions");
        reader.take(reader.left() - extensions.rest().size());
    }
    if (!reader.done()) return malformed("authenticator data: trailing bytes");
    return data;
}

Result<Bytes> read_attestation_object(ByteView bytes) {
    CborReader cbor(bytes);
    const auto pairs = cbor.map();
    if (!pairs) return malformed("attestation object: not a map");
    std::optional<ByteView> data;
    bool has_format = false, has_statement = false;
    for (std::uint64_t i = 0; i < *pairs; ++i) {
        const auto label = cbor.text();
        if (!label) return malformed("attestation object: label");
        if (*label == "authData" && !data) {
            data = cbor.bytes();
            if (!data) return malformed("attestation object: authData");
        } else if (*label == "fmt" && !has_format) {
            has_format = cbor.text().has_value();
            if (!has_format) return malformed("attestation object: fmt");
        } else if (*label == "attStmt" && !has_statement) {
            has_statement = CborReader(cbor).map() && cbor.skip();
            if (!has_statement) return malformed("attestation object: attStmt");
        } else {
            return malformed("attestation object: unexpected or repeated member");
        }
    }
    if (!data || !has_format || !has_statement) return malformed("attestation object: member missing");
    if (!cbor.done()) return malformed("attestation object: trailing bytes");
    return to_bytes(*data);
}

}  // namespace md::access
