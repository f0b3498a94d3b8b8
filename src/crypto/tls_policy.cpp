#include <fmt/format.h>

#include "base/errors.h"
#include "crypto/errors.h"
#include "crypto/keys.h"
#include "crypto/suite.h"
#include "crypto/tls.h"

namespace md::crypto {

namespace {

// 7.1: AES with GCM, ECDHE, ECDSA or RSA, SHA-256 and longer. Nothing else is offered, so nothing else can be negotiated. D3
TlsPolicy general_policy() {
    return {.name = "general",
            .min_version = "1.2",
            .max_version = "1.3",
            .tls13_suites = {"TLS_AES_256_GCM_SHA384", "TLS_AES_128_GCM_SHA256"},
            .tls12_suites = {"ECDHE-ECDSA-AES256-GCM-SHA384", "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-ECDSA-AES128-GCM-SHA256",
                             "ECDHE-RSA-AES128-GCM-SHA256"},
            .groups = {"X25519", "P-256"},
            .signatures = {"ecdsa_secp256r1_sha256", "rsa_pss_rsae_sha256", "rsa_pss_rsae_sha384", "rsa_pss_rsae_sha512",
                           "rsa_pkcs1_sha256", "rsa_pkcs1_sha384", "rsa_pkcs1_sha512"}};
}

// RFC 8998. All four are pinned: with a default left open the same certificates negotiate AES or X25519. D17
TlsPolicy cii_policy() {
    return {.name = "cii",
            .min_version = "1.3",
            .max_version = "1.3",
            .tls13_suites = {"TLS_SM4_GCM_SM3"},
            .tls12_suites = {},
            .groups = {"curveSM2"},
            .signatures = {"sm2sig_sm3"}};
}

TlsPolicy browser_policy() {
    TlsPolicy policy = general_policy();
    policy.name = "browser";
    policy.min_version = "1.3";
    policy.tls12_suites.clear();
    policy.signatures = {"ecdsa_secp256r1_sha256"};
    return policy;
}

std::string json_list(const std::vector<std::string>& items) {
    std::string out = "[";
    for (const auto& item : items) out += (out.size() > 1 ? ",\"" : "\"") + item + "\"";
    return out + "]";
}

}  // namespace

const TlsPolicy& TlsPolicy::of(Profile profile) {
    static const TlsPolicy general = general_policy(), cii = cii_policy();
    return profile == Profile::cii ? cii : general;
}

const TlsPolicy& TlsPolicy::browser() {
    static const TlsPolicy browser = browser_policy();
    return browser;
}

std::string TlsPolicy::json() const {  // names of algorithms need no escaping
    return fmt::format(
        R"({{"name":"{}","min_version":"{}","max_version":"{}","tls13_suites":{},"tls12_suites":{},"groups":{},"signatures":{}}})", name,
        min_version, max_version, json_list(tls13_suites), json_list(tls12_suites), json_list(groups), json_list(signatures));
}

Status probe_suites(Profile profile) {
    try {
        const Suite& suite = Suite::of(profile);
        const Bytes key(suite.key_bytes(), 1), nonce(kNonceBytes, 2);
        MD_TRY(suite.open(key, nonce, {}, suite.seal(key, nonce, {}, key)));
        Keystream::make(profile, key);
        const PrivateKey signer = PrivateKey::generate(profile);
        MD_TRY(signer.public_key().verify(key, signer.sign(key)));
        MD_TRY(TlsContext::make(TlsPolicy::of(profile), {.server = false}));
    } catch (const Fatal& fatal) {
        return fail(errors::kSuiteUnavailable, fatal.error().text());
    }
    return {};
}

}  // namespace md::crypto
