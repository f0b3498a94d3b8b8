#pragma once
// TLS by policy. A policy is data: printed by `miandun config tls-policy`, checked after every handshake, checked again by the acceptance
// tool. D2, D3, D17.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/profile.h"
#include "base/result.h"
#include "base/secret.h"

struct ssl_ctx_st;  // OpenSSL's SSL_CTX and SSL, for net's stream alone
struct ssl_st;

namespace md::crypto {

struct TlsPolicy {
    std::string name;                       // "general", "cii"
    std::string min_version, max_version;   // "1.2", "1.3"
    std::vector<std::string> tls13_suites;  // TLS_AES_256_GCM_SHA384, ... or TLS_SM4_GCM_SM3 alone
    std::vector<std::string> tls12_suites;  // ECDHE with AES-GCM; empty for cii
    std::vector<std::string> groups;        // X25519, P-256 or curveSM2 alone
    std::vector<std::string> signatures;    // ecdsa_secp256r1_sha256, rsa_pss_rsae_sha256 ... or sm2sig_sm3 alone
    static const TlsPolicy& of(Profile profile);
    // For one listener of a cii installation: the console. Browsers know no SM2, so this is TLS 1.3 with AES-256-GCM and P-256 and says so
    // in its name ("browser"); programs and devices still meet only TlsPolicy::of(Profile::cii). Its identity needs a key of
    // PrivateKey::generate(Profile::general).
    static const TlsPolicy& browser();
    std::string json() const;
};

enum class PeerAuth { none, optional, required };

// Certificate chain (leaf first) and key, DER.
struct TlsIdentity {
    std::vector<Bytes> chain;
    SecretBytes private_key_pkcs8;
};

// What was negotiated, taken from the connection after the handshake. Goes to the ledger.
struct TlsFacts {
    std::string version, suite, group, signature;
    std::optional<Bytes> peer_certificate;  // DER
};

// Owns an SSL_CTX bound to a policy. Identities can be replaced while serving (new connections use the new one). Thread-safe.
class TlsContext {
public:
    struct Options {
        bool server = true;
        // More than one identity may be given (for a browser that knows no SM2 beside an SM2 client, general profile only).
        std::vector<TlsIdentity> identities;
        std::vector<Bytes> trusted;  // CA certificates, DER
        PeerAuth peer_auth = PeerAuth::none;
        std::vector<std::string> alpn = {"http/1.1"};
        // Called with the peer's leaf (DER) after the chain verified; false refuses it (revocation).
        std::function<bool(ByteView)> accept_peer;
    };
    static Result<std::shared_ptr<TlsContext>> make(const TlsPolicy& policy, Options options);
    virtual ~TlsContext() = default;
    // New connections use the new identities, open ones stay. On failure the old ones stay.
    virtual Status replace_identities(std::vector<TlsIdentity> identities) = 0;
    // For a client before its handshake: the server's certificate must name this host (DNS name or IP address); DNS names also go into SNI.
    virtual Status expect_host(ssl_st* connection, const std::string& host) const = 0;
    virtual ssl_ctx_st* native() const = 0;
    virtual const TlsPolicy& policy() const = 0;
    // Facts of a finished handshake; kPolicyForbids if anything negotiated is outside the policy (never trust the suite name alone).
    virtual Result<TlsFacts> inspect(ssl_st* connection) const = 0;
};

// Refuses to go on without SM2/SM3/SM4 in TLS when the profile needs it: called once at start. kSuiteUnavailable.
Status probe_suites(Profile profile);

}  // namespace md::crypto
