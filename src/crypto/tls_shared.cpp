#include "crypto/tls_shared.h"

#include <openssl/err.h>

#include <algorithm>

#include "crypto/errors.h"
#include "crypto/x509_parts.h"

namespace md::crypto {

namespace {

// Pinning the signature algorithms of the handshake does not bind the links of the chain, so each is looked at. D17
bool chain_link_allowed(const TlsPolicy& policy, const X509* certificate) {
    if (!signature_allowed(certificate)) return false;
    const EVP_PKEY* key = X509_get0_pubkey(certificate);
    if (policy.signatures != std::vector<std::string>{"sm2sig_sm3"}) return key && allowed_algorithm(key).has_value();
    return key && EVP_PKEY_is_a(key, "SM2") && X509_get_signature_nid(certificate) == NID_SM2_with_SM3;
}

int select_alpn(SSL*, const unsigned char** out, unsigned char* length, const unsigned char* in, unsigned in_length, void* self) {
    const Bytes& ours = static_cast<TlsShared*>(self)->alpn;
    unsigned char* chosen = nullptr;
    const int result = SSL_select_next_proto(&chosen, length, ours.data(), static_cast<unsigned>(ours.size()), in, in_length);
    *out = chosen;
    return result == OPENSSL_NPN_NEGOTIATED ? SSL_TLSEXT_ERR_OK : SSL_TLSEXT_ERR_ALERT_FATAL;
}

int choose_identity(SSL* connection, void* self) {
    auto* shared = static_cast<TlsShared*>(self);
    std::shared_ptr<const Identities> identities;
    {
        const std::lock_guard lock(shared->mutex);
        identities = shared->identities;
    }
    for (const auto& identity : *identities) {
        if (SSL_use_certificate(connection, identity.leaf.get()) != 1 || SSL_use_PrivateKey(connection, identity.key.impl->key.get()) != 1)
            return 0;
        SSL_clear_chain_certs(connection);
        for (const auto& other : identity.others)
            if (SSL_add1_chain_cert(connection, other.get()) != 1) return 0;
    }
    return 1;
}

int verify_peer(X509_STORE_CTX* store, void* self) {
    const auto* shared = static_cast<TlsShared*>(self);
    if (shared->options.peer_auth == PeerAuth::none) return 1;
    if (X509_verify_cert(store) != 1) return 0;
    const STACK_OF(X509)* chain = X509_STORE_CTX_get0_chain(store);
    for (int i = 0; i < sk_X509_num(chain); ++i) {
        if (chain_link_allowed(shared->policy, sk_X509_value(chain, i))) continue;
        X509_STORE_CTX_set_error(store, X509_V_ERR_UNSUPPORTED_SIGNATURE_ALGORITHM);
        return 0;
    }
    if (!shared->options.accept_peer) return 1;
    if (shared->options.accept_peer(encode_der(X509_STORE_CTX_get0_cert(store), i2d_X509))) return 1;
    X509_STORE_CTX_set_error(store, X509_V_ERR_CERT_REVOKED);
    return 0;
}

void release_share(void*, void* share, CRYPTO_EX_DATA*, int, long, void*) { delete static_cast<std::shared_ptr<TlsShared>*>(share); }

}  // namespace

Result<Identities> load_identities(const TlsPolicy& policy, const std::vector<TlsIdentity>& identities) {
    Identities out;
    for (const auto& identity : identities) {
        if (identity.chain.empty()) return fail(errors::kKeyMalformed, "an identity without a certificate");
        LoadedIdentity loaded;
        MD_ASSIGN(loaded.key, PrivateKey::from_pkcs8(identity.private_key_pkcs8.view()));
        for (const auto& der : identity.chain) {
            MD_ASSIGN(OwnedX509 certificate, parse_certificate(der));
            if (!chain_link_allowed(policy, certificate.get()))
                return fail(errors::kPolicyForbids, "certificate outside policy " + policy.name);
            if (!loaded.leaf) {
                loaded.leaf = std::move(certificate);
            } else {
                loaded.others.push_back(std::move(certificate));
            }
        }
        if (X509_check_private_key(loaded.leaf.get(), loaded.key.impl->key.get()) != 1) {
            ERR_clear_error();
            return fail(errors::kKeyMalformed, "certificate and key do not belong together");
        }
        out.push_back(std::move(loaded));
    }
    return out;
}

void TlsShared::attach(const std::shared_ptr<TlsShared>& shared, SSL_CTX* context) {
    static const int index = SSL_CTX_get_ex_new_index(0, nullptr, nullptr, nullptr, release_share);
    auto share = std::make_unique<std::shared_ptr<TlsShared>>(shared);
    require(index >= 0 && SSL_CTX_set_ex_data(context, index, share.get()) == 1, "SSL_CTX_set_ex_data");
    (void)share.release();
    SSL_CTX_set_cert_cb(context, choose_identity, shared.get());
    SSL_CTX_set_cert_verify_callback(context, verify_peer, shared.get());
    if (shared->options.server && !shared->alpn.empty()) SSL_CTX_set_alpn_select_cb(context, select_alpn, shared.get());
}

}  // namespace md::crypto
