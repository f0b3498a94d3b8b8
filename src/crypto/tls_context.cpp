#include <arpa/inet.h>
#include <openssl/err.h>

#include <algorithm>

#include "base/errors.h"
#include "crypto/errors.h"
#include "crypto/tls_shared.h"
#include "crypto/x509_parts.h"

namespace md::crypto {

namespace {

using OwnedSslContext = Owned<SSL_CTX, SSL_CTX_free>;

bool contains(const std::vector<std::string>& items, std::string_view item) {
    return std::find(items.begin(), items.end(), item) != items.end();
}

std::string joined(const std::vector<std::string>& items) {
    std::string out;
    for (const auto& item : items) out += (out.empty() ? "" : ":") + item;
    return out;
}

// OpenSSL's spelling of a group or signature, in the words of our policies.
std::string group_word(const char* name) {
    const std::string_view text(name ? name : "");
    if (text == "x25519") return "X25519";
    if (text == "secp256r1" || text == "prime256v1") return "P-256";
    return std::string(text);
}

int version_number(std::string_view version) { return version == "1.2" ? TLS1_2_VERSION : TLS1_3_VERSION; }

std::string version_word(const SSL* connection) {
    switch (SSL_version(connection)) {
        case TLS1_2_VERSION:
            return "1.2";
        case TLS1_3_VERSION:
            return "1.3";
        default:
            return SSL_get_version(connection);
    }
}

class Context final : public TlsContext {
public:
    Context(const TlsPolicy& policy, Options options)
        : shared_(std::make_shared<TlsShared>()), policy_(shared_->policy), options_(shared_->options) {
        shared_->policy = policy;
        shared_->options = std::move(options);
    }

    Status set_up() {
        context_.reset(SSL_CTX_new_ex(library(), kProperties, options_.server ? TLS_server_method() : TLS_client_method()));
        require(context_ != nullptr, "SSL_CTX_new_ex");
        MD_TRY(pin_policy());
        set_modes();
        MD_TRY(set_trust());
        set_alpn();
        TlsShared::attach(shared_, context_.get());
        if (options_.server && options_.identities.empty()) return fail(errors::kKeyMalformed, "a TLS server needs an identity");
        return replace_identities(std::exchange(options_.identities, {}));
    }

    Status replace_identities(std::vector<TlsIdentity> identities) override {
        MD_ASSIGN(Identities loaded, load_identities(policy_, identities));
        auto shared = std::make_shared<const Identities>(std::move(loaded));
        const std::lock_guard lock(shared_->mutex);
        shared_->identities = std::move(shared);
        return {};
    }

    Status expect_host(ssl_st* connection, const std::string& host) const override {
        unsigned char address[16];
        const bool numeric = inet_pton(AF_INET, host.c_str(), address) == 1 || inet_pton(AF_INET6, host.c_str(), address) == 1;
        X509_VERIFY_PARAM* parameters = SSL_get0_param(connection);
        X509_VERIFY_PARAM_set_hostflags(parameters, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
        const bool ok = numeric ? X509_VERIFY_PARAM_set1_ip_asc(parameters, host.c_str()) == 1
                                : X509_VERIFY_PARAM_set1_host(parameters, host.c_str(), host.size()) == 1 &&
                                      SSL_set_tlsext_host_name(connection, host.c_str()) == 1;
        if (!ok) return fail(errors::kBadInput, openssl_error());
        return {};
    }

    ssl_ctx_st* native() const override { return context_.get(); }
    const TlsPolicy& policy() const override { return policy_; }

    // D2, D3: what goes to the ledger is what was negotiated, and nothing outside the policy passes.
    Result<TlsFacts> inspect(ssl_st* connection) const override {
        if (!SSL_is_init_finished(connection)) return fail(errors::kPolicyForbids, "the handshake is not finished");
        TlsFacts facts;
        facts.version = version_word(connection);
        const char* suite = SSL_get_cipher_name(connection);
        facts.suite = suite ? suite : "";
        facts.group = group_word(SSL_get0_group_name(connection));
        const char *own = nullptr, *peer = nullptr;
        const bool have_own = SSL_get0_signature_name(connection, &own) == 1 && own;
        const bool have_peer = SSL_get0_peer_signature_name(connection, &peer) == 1 && peer;
        ERR_clear_error();
        facts.signature = options_.server ? (have_own ? own : "") : (have_peer ? peer : "");
        if (X509* certificate = SSL_get0_peer_certificate(connection)) facts.peer_certificate = encode_der(certificate, i2d_X509);
        MD_TRY(check(connection, facts));
        if (have_own && have_peer && !contains(policy_.signatures, options_.server ? peer : own))
            return fail(errors::kPolicyForbids, "signature of the client");
        return facts;
    }

private:
    Status pin_policy() {
        const std::string suites = joined(policy_.tls13_suites), groups = joined(policy_.groups), signatures = joined(policy_.signatures);
        SSL_CTX* context = context_.get();
        SSL_CTX_set_security_level(context, 2);
        const bool pinned = SSL_CTX_set_min_proto_version(context, version_number(policy_.min_version)) == 1 &&
                            SSL_CTX_set_max_proto_version(context, version_number(policy_.max_version)) == 1 &&
                            SSL_CTX_set_ciphersuites(context, suites.c_str()) == 1 &&
                            SSL_CTX_set1_groups_list(context, groups.c_str()) == 1 &&
                            SSL_CTX_set1_sigalgs_list(context, signatures.c_str()) == 1 &&
                            SSL_CTX_set1_client_sigalgs_list(context, signatures.c_str()) == 1;
        // With TLS 1.3 alone the list for 1.2 is not used, but its default must not stay.
        const bool old_suites = policy_.tls12_suites.empty() || SSL_CTX_set_cipher_list(context, joined(policy_.tls12_suites).c_str()) == 1;
        if (!pinned || !old_suites) return fail(errors::kSuiteUnavailable, policy_.name + ": " + openssl_error());
        return {};
    }

    // No resumption: every connection proves itself with its certificate against today's revocations and gets its own keys. D4
    void set_modes() {
        SSL_CTX_set_options(context_.get(), SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION | SSL_OP_CIPHER_SERVER_PREFERENCE |
                                                SSL_OP_NO_TICKET | SSL_OP_NO_RX_CERTIFICATE_COMPRESSION |
                                                SSL_OP_NO_TX_CERTIFICATE_COMPRESSION);
        SSL_CTX_set_num_tickets(context_.get(), 0);
        SSL_CTX_set_session_cache_mode(context_.get(), SSL_SESS_CACHE_OFF);
        SSL_CTX_set_mode(context_.get(), SSL_MODE_RELEASE_BUFFERS);  // a thousand idle tunnels keep no buffers
    }

    Status set_trust() {
        X509_STORE* store = SSL_CTX_get_cert_store(context_.get());
        for (const auto& der : options_.trusted) {
            MD_ASSIGN(const OwnedX509 certificate, parse_certificate(der));
            require(X509_STORE_add_cert(store, certificate.get()) == 1, "X509_STORE_add_cert");
            if (options_.server) SSL_CTX_add_client_CA(context_.get(), certificate.get());
        }
        if (options_.peer_auth != PeerAuth::none && options_.trusted.empty())
            return fail(errors::kKeyMalformed, "nothing to check peers against");
        X509_STORE_set_flags(store, X509_V_FLAG_PARTIAL_CHAIN);  // an intermediate authority may be the anchor
        int mode = SSL_VERIFY_NONE;
        if (options_.peer_auth != PeerAuth::none) mode = SSL_VERIFY_PEER;
        if (options_.peer_auth == PeerAuth::required) mode |= SSL_VERIFY_FAIL_IF_NO_PEER_CERT;
        SSL_CTX_set_verify(context_.get(), mode, nullptr);
        return {};
    }

    void set_alpn() {
        Writer wire;
        for (const auto& name : options_.alpn) wire.u8(static_cast<std::uint8_t>(name.size())).text(name);
        shared_->alpn = std::move(wire).bytes();
        if (shared_->alpn.empty() || options_.server) return;  // a server chooses in its callback
        require(SSL_CTX_set_alpn_protos(context_.get(), shared_->alpn.data(), static_cast<unsigned>(shared_->alpn.size())) == 0,
                "SSL_CTX_set_alpn_protos");
    }

    Status check(SSL* connection, const TlsFacts& facts) const {
        const auto refuse = [&](const std::string& what) { return fail(errors::kPolicyForbids, policy_.name + ": " + what); };
        if (facts.version < policy_.min_version || facts.version > policy_.max_version || facts.version.size() != 3)
            return refuse("version " + facts.version);
        if (!contains(facts.version == "1.3" ? policy_.tls13_suites : policy_.tls12_suites, facts.suite))
            return refuse("suite " + facts.suite);
        if (!contains(policy_.groups, facts.group)) return refuse("group " + facts.group);
        if (!contains(policy_.signatures, facts.signature)) return refuse("signature " + facts.signature);
        if (options_.peer_auth == PeerAuth::required && (!facts.peer_certificate || SSL_get_verify_result(connection) != X509_V_OK))
            return refuse("the peer is not authenticated");
        return {};
    }

    std::shared_ptr<TlsShared> shared_;
    const TlsPolicy& policy_;
    Options& options_;
    OwnedSslContext context_;
};

}  // namespace

Result<std::shared_ptr<TlsContext>> TlsContext::make(const TlsPolicy& policy, Options options) {
    auto context = std::make_shared<Context>(policy, std::move(options));
    MD_TRY(context->set_up());
    return context;
}

}  // namespace md::crypto
