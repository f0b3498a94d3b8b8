#include "crypto/keys.h"

#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/param_build.h>

#include "base/errors.h"
#include "crypto/errors.h"
#include "crypto/key_impl.h"

namespace md::crypto {

namespace {

constexpr int kMinRsaBits = 2048, kMaxRsaBits = 8192;  // the upper bound keeps a hostile key from costing seconds a signature

using OwnedParams = Owned<OSSL_PARAM, OSSL_PARAM_free>;
using OwnedParamBuilder = Owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>;

Result<PublicKey> from_parameters(const char* type, OSSL_PARAM* parameters) {
    OwnedPkeyContext context(EVP_PKEY_CTX_new_from_name(library(), type, kProperties));
    require(context && EVP_PKEY_fromdata_init(context.get()) == 1, "EVP_PKEY_fromdata_init");
    EVP_PKEY* key = nullptr;
    if (EVP_PKEY_fromdata(context.get(), &key, EVP_PKEY_PUBLIC_KEY, parameters) != 1) return fail(errors::kKeyMalformed, openssl_error());
    return wrap_public(OwnedPkey(key));
}

}  // namespace

Result<std::string> allowed_algorithm(const EVP_PKEY* key) {
    if (EVP_PKEY_is_a(key, "ED25519")) return std::string("Ed25519");
    if (EVP_PKEY_is_a(key, "RSA")) {
        const int bits = EVP_PKEY_get_bits(key);
        if (bits < kMinRsaBits || bits > kMaxRsaBits) return fail(errors::kPolicyForbids, "RSA of " + std::to_string(bits) + " bits");
        return "RSA " + std::to_string(bits);
    }
    char group[64] = {};
    std::size_t length = 0;
    if (EVP_PKEY_get_group_name(key, group, sizeof group, &length) == 1) {
        const std::string_view name(group, length);
        if (name == "SM2") return std::string("SM2");
        if (name == "prime256v1" || name == "P-256") return std::string("EC P-256");
    }
    openssl_error();
    const char* type = EVP_PKEY_get0_type_name(key);
    return fail(errors::kPolicyForbids, std::string(type ? type : "unknown key type") + " " + group);
}

Result<PublicKey> wrap_public(OwnedPkey key) {
    MD_ASSIGN(std::string algorithm, allowed_algorithm(key.get()));
    PublicKey out;
    out.impl = std::make_shared<PublicKey::Impl>(PublicKey::Impl{std::move(key), std::move(algorithm)});
    return out;
}

OwnedDigestContext start_signature(EVP_PKEY* key, bool sign) {
    OwnedDigestContext context(EVP_MD_CTX_new());
    const bool sm2 = EVP_PKEY_is_a(key, "SM2"), ed25519 = EVP_PKEY_is_a(key, "ED25519");
    const char* digest = ed25519 ? nullptr : sm2 ? "SM3" : "SHA256";
    std::string identity(kSm2Identity);
    const OSSL_PARAM sm2_parameters[] = {OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_DIST_ID, identity.data(), identity.size()),
                                         OSSL_PARAM_construct_end()};
    const auto start = sign ? EVP_DigestSignInit_ex : EVP_DigestVerifyInit_ex;
    require(context && start(context.get(), nullptr, digest, library(), kProperties, key, sm2 ? sm2_parameters : nullptr) == 1,
            "EVP_DigestSignInit_ex");
    return context;
}

Result<PublicKey> PublicKey::from_spki(ByteView der) {
    const unsigned char* at = der.data();
    OwnedPkey key(d2i_PUBKEY_ex(nullptr, &at, static_cast<long>(der.size()), library(), kProperties));
    if (!key) return fail(errors::kKeyMalformed, openssl_error());
    if (at != der.data() + der.size()) return fail(errors::kKeyMalformed, "trailing bytes");
    return wrap_public(std::move(key));
}

Result<PublicKey> PublicKey::from_ec_point(std::string_view curve, ByteView x, ByteView y) {
    if ((curve != "P-256" && curve != "SM2") || x.size() != 32 || y.size() != 32)
        return fail(errors::kKeyMalformed, "curve or coordinates");
    Writer point;
    point.u8(4).raw(x).raw(y);  // SEC 1, uncompressed; OpenSSL refuses points that are not on the curve
    std::string group(curve);
    Bytes encoded = point.bytes();
    OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, group.data(), 0),
                               OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, encoded.data(), encoded.size()),
                               OSSL_PARAM_construct_end()};
    return from_parameters(curve == "SM2" ? "SM2" : "EC", parameters);
}

Result<PublicKey> PublicKey::from_rsa(ByteView modulus, ByteView exponent) {
    if (modulus.size() > kMaxRsaBits / 8 || exponent.size() > 8) return fail(errors::kPolicyForbids, "RSA key too large");
    Owned<BIGNUM, BN_free> n(BN_bin2bn(modulus.data(), static_cast<int>(modulus.size()), nullptr));
    Owned<BIGNUM, BN_free> e(BN_bin2bn(exponent.data(), static_cast<int>(exponent.size()), nullptr));
    if (!n || !e || !BN_is_odd(n.get()) || !BN_is_odd(e.get()) || BN_is_one(e.get())) return fail(errors::kKeyMalformed, "RSA numbers");
    OwnedParamBuilder builder(OSSL_PARAM_BLD_new());
    require(builder && OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_N, n.get()) &&
                OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_RSA_E, e.get()),
            "OSSL_PARAM_BLD");
    OwnedParams parameters(OSSL_PARAM_BLD_to_param(builder.get()));
    require(parameters != nullptr, "OSSL_PARAM_BLD_to_param");
    return from_parameters("RSA", parameters.get());
}

Result<PublicKey> PublicKey::from_ed25519(ByteView raw) {
    OwnedPkey key(EVP_PKEY_new_raw_public_key_ex(library(), "ED25519", kProperties, raw.data(), raw.size()));
    if (!key) return fail(errors::kKeyMalformed, openssl_error());
    return wrap_public(std::move(key));
}

Bytes PublicKey::spki() const { return encode_der(impl->key.get(), i2d_PUBKEY); }

std::string PublicKey::algorithm() const { return impl->algorithm; }

Status PublicKey::verify(ByteView message, ByteView signature) const {
    const OwnedDigestContext context = start_signature(impl->key.get(), false);
    if (EVP_DigestVerify(context.get(), signature.data(), signature.size(), message.data(), message.size()) == 1) return {};
    ERR_clear_error();
    return fail(errors::kSignatureInvalid);
}

PrivateKey PrivateKey::generate(Profile profile) {
    const bool cii = profile == Profile::cii;
    OwnedPkey key(cii ? EVP_PKEY_Q_keygen(library(), kProperties, "SM2") : EVP_PKEY_Q_keygen(library(), kProperties, "EC", "P-256"));
    require(key != nullptr, "EVP_PKEY_Q_keygen");
    PrivateKey out;
    out.impl = std::make_shared<Impl>(Impl{std::move(key), cii ? "SM2" : "EC P-256"});
    return out;
}

Result<PrivateKey> PrivateKey::from_pkcs8(ByteView der) {
    const unsigned char* at = der.data();
    Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> info(d2i_PKCS8_PRIV_KEY_INFO(nullptr, &at, static_cast<long>(der.size())));
    if (!info || at != der.data() + der.size()) return fail(errors::kKeyMalformed, openssl_error());
    OwnedPkey key(EVP_PKCS82PKEY_ex(info.get(), library(), kProperties));
    if (!key) return fail(errors::kKeyMalformed, openssl_error());
    MD_ASSIGN(std::string algorithm, allowed_algorithm(key.get()));
    PrivateKey out;
    out.impl = std::make_shared<Impl>(Impl{std::move(key), std::move(algorithm)});
    return out;
}

SecretBytes PrivateKey::pkcs8() const {
    Owned<PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free> info(EVP_PKEY2PKCS8(impl->key.get()));
    require(info != nullptr, "EVP_PKEY2PKCS8");
    return SecretBytes(encode_der(info.get(), i2d_PKCS8_PRIV_KEY_INFO));
}

PublicKey PrivateKey::public_key() const { return must(PublicKey::from_spki(encode_der(impl->key.get(), i2d_PUBKEY))); }

Bytes PrivateKey::sign(ByteView message) const {
    const OwnedDigestContext context = start_signature(impl->key.get(), true);
    std::size_t length = static_cast<std::size_t>(EVP_PKEY_get_size(impl->key.get()));
    Bytes out(length);
    require(EVP_DigestSign(context.get(), out.data(), &length, message.data(), message.size()) == 1, "EVP_DigestSign");
    out.resize(length);
    return out;
}

}  // namespace md::crypto
