#include "crypto/tls.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "crypto/certificate.h"
#include "crypto/errors.h"
#include "profile.h"
#include "tls_pair.h"

namespace md::crypto {
namespace {

using std::chrono::hours;

// Certificates for both ends under one root; times are the machine's, because OpenSSL checks against the machine's clock.
class Pki {
public:
    explicit Pki(Profile profile) : profile_(profile), root_key_(PrivateKey::generate(profile)) {
        CertificateRequest request = ask("Test root");
        request.authority = true;
        root_ = must(issue_certificate(request, root_key_.public_key(), root_key_, {}));
    }
    TlsIdentity identity(bool server, hours from = hours(-1), hours to = hours(1)) {
        CertificateRequest request = ask(server ? "server" : "client");
        request.not_before = now() + from;
        request.not_after = now() + to;
        request.for_server = server;
        request.for_client = !server;
        request.dns_names = {"server.example"};
        request.ip_addresses = {"192.0.2.1"};
        const PrivateKey key = PrivateKey::generate(profile_);
        return {{must(issue_certificate(request, key.public_key(), root_key_, root_))}, key.pkcs8()};
    }
    const Bytes& root() const { return root_; }

private:
    static WallTime now() { return SystemClock().wall(); }
    CertificateRequest ask(const std::string& name) {
        Bytes serial = SystemRandom().bytes(16);
        serial[0] = 1;
        return {.common_name = name, .serial = serial, .not_before = now() - hours(1), .not_after = now() + hours(1)};
    }
    Profile profile_;
    PrivateKey root_key_;
    Bytes root_;
};

std::shared_ptr<TlsContext> server_of(Pki& pki, const TlsPolicy& policy, PeerAuth auth = PeerAuth::required,
                                      std::function<bool(ByteView)> accept = {}) {
    TlsContext::Options options{.server = true, .trusted = {pki.root()}, .peer_auth = auth, .accept_peer = std::move(accept)};
    options.identities.push_back(pki.identity(true));
    return must(TlsContext::make(policy, std::move(options)));
}

std::shared_ptr<TlsContext> client_of(Pki& pki, const TlsPolicy& policy, std::optional<TlsIdentity> identity) {
    TlsContext::Options options{.server = false, .trusted = {pki.root()}, .peer_auth = PeerAuth::required};
    if (identity) options.identities.push_back(std::move(*identity));
    return must(TlsContext::make(policy, std::move(options)));
}

const TlsPolicy& policy() { return TlsPolicy::of(test::profile()); }

TEST(Tls, MutualHandshakeNegotiatesOnlyThePolicy) {  // D2, D3, D9, D17
    Pki pki(test::profile());
    const auto server = server_of(pki, policy()), client = client_of(pki, policy(), pki.identity(false));
    test::TlsPair pair(*server, *client);
    ASSERT_TRUE(client->expect_host(pair.client(), "server.example"));
    ASSERT_TRUE(pair.shake());
    const auto at_server = must(server->inspect(pair.server())), at_client = must(client->inspect(pair.client()));
    const bool cii = test::profile() == Profile::cii;
    for (const auto& facts : {at_server, at_client}) {
        EXPECT_EQ(facts.version, "1.3");
        EXPECT_EQ(facts.suite, cii ? "TLS_SM4_GCM_SM3" : "TLS_AES_256_GCM_SHA384");
        EXPECT_EQ(facts.group, cii ? "curveSM2" : "X25519");
        EXPECT_EQ(facts.signature, cii ? "sm2sig_sm3" : "ecdsa_secp256r1_sha256");
        EXPECT_TRUE(facts.peer_certificate);
    }
    EXPECT_EQ(must(read_certificate(*at_server.peer_certificate)).common_name, "client");
    const unsigned char* protocol = nullptr;
    unsigned length = 0;
    SSL_get0_alpn_selected(pair.client(), &protocol, &length);
    EXPECT_EQ(as_text({protocol, length}), "http/1.1");
}

TEST(Tls, DataOfAllSizesArrivesWhole) {
    Pki pki(test::profile());
    const auto server = server_of(pki, policy()), client = client_of(pki, policy(), pki.identity(false));
    test::TlsPair pair(*server, *client);
    ASSERT_TRUE(pair.shake());
    SeededRandom random(1);
    for (const std::size_t size : {1u, 15u, 16u, 17u, 255u, 1000u, 16'383u, 16'384u, 100'000u}) {
        const Bytes sent = random.bytes(size);
        ASSERT_EQ(SSL_write(pair.client(), sent.data(), static_cast<int>(size)), static_cast<int>(size));
        Bytes received(size);
        for (std::size_t at = 0; at < size;) {
            const int count = SSL_read(pair.server(), received.data() + at, static_cast<int>(size - at));
            ASSERT_GT(count, 0);
            at += static_cast<std::size_t>(count);
        }
        EXPECT_EQ(received, sent);
    }
}

TEST(Tls, PeersWithoutAValidCertificateAreRefused) {  // D9
    Pki pki(test::profile()), stranger(test::profile());
    const auto server = server_of(pki, policy());
    EXPECT_FALSE(test::TlsPair(*server, *client_of(pki, policy(), std::nullopt)).shake()) << "no certificate";
    EXPECT_FALSE(test::TlsPair(*server, *client_of(pki, policy(), stranger.identity(false))).shake()) << "another root";
    EXPECT_FALSE(test::TlsPair(*server, *client_of(pki, policy(), pki.identity(false, hours(-3), hours(-2)))).shake()) << "expired";
    EXPECT_FALSE(test::TlsPair(*server, *client_of(pki, policy(), pki.identity(false, hours(2), hours(3)))).shake()) << "not yet valid";
    EXPECT_FALSE(test::TlsPair(*server, *client_of(pki, policy(), pki.identity(true))).shake())
        << "a server's certificate used as a client's";
    EXPECT_FALSE(test::TlsPair(*server_of(stranger, policy()), *client_of(pki, policy(), stranger.identity(false))).shake())
        << "server of another root";
    EXPECT_TRUE(test::TlsPair(*server, *client_of(pki, policy(), pki.identity(false))).shake());
}

TEST(Tls, RevokedPeersAreRefusedDuringTheHandshake) {  // D9
    Pki pki(test::profile());
    bool revoked = false;
    Bytes seen;
    const auto server = server_of(pki, policy(), PeerAuth::required, [&](ByteView leaf) {
        seen = to_bytes(leaf);
        return !revoked;
    });
    auto identity = pki.identity(false);
    const Bytes leaf = identity.chain[0];
    const auto client = client_of(pki, policy(), std::move(identity));
    EXPECT_TRUE(test::TlsPair(*server, *client).shake());
    EXPECT_EQ(seen, leaf);
    revoked = true;
    test::TlsPair pair(*server, *client);
    EXPECT_FALSE(pair.shake());
    EXPECT_EQ(SSL_get_verify_result(pair.server()), X509_V_ERR_CERT_REVOKED);
    EXPECT_FALSE(server->inspect(pair.server()));
}

TEST(Tls, OptionalPeersMayStayUnknownButNotLie) {
    Pki pki(test::profile()), stranger(test::profile());
    const auto server = server_of(pki, policy(), PeerAuth::optional);
    test::TlsPair pair(*server, *client_of(pki, policy(), std::nullopt));
    EXPECT_TRUE(pair.shake());
    EXPECT_FALSE(must(server->inspect(pair.server())).peer_certificate);
    EXPECT_FALSE(test::TlsPair(*server, *client_of(pki, policy(), stranger.identity(false))).shake());
}

TEST(Tls, AWrongHostNameIsRefused) {
    Pki pki(test::profile());
    const auto server = server_of(pki, policy(), PeerAuth::none), client = client_of(pki, policy(), std::nullopt);
    const auto connects = [&](const std::string& host) {
        test::TlsPair pair(*server, *client);
        return client->expect_host(pair.client(), host).has_value() && pair.shake();
    };
    EXPECT_TRUE(connects("server.example"));
    EXPECT_TRUE(connects("192.0.2.1"));
    EXPECT_FALSE(connects("other.example"));
    EXPECT_FALSE(connects("192.0.2.2"));
}

TEST(Tls, EndsOfDifferentPoliciesShareNothing) {  // D3, D17
    Pki sm(Profile::cii), ec(Profile::general);
    const auto& cii = TlsPolicy::of(Profile::cii);
    const auto& general = TlsPolicy::of(Profile::general);
    EXPECT_FALSE(test::TlsPair(*server_of(sm, cii), *client_of(ec, general, ec.identity(false))).shake());
    EXPECT_FALSE(test::TlsPair(*server_of(ec, general), *client_of(sm, cii, sm.identity(false))).shake());
    EXPECT_TRUE(test::TlsPair(*server_of(ec, TlsPolicy::browser()), *client_of(ec, general, ec.identity(false))).shake());
}

TEST(Tls, IdentitiesOutsideThePolicyAreRefusedAtOnce) {  // D17
    Pki ec(Profile::general), sm(Profile::cii);
    TlsContext::Options options{.server = true};
    options.identities.push_back(ec.identity(true));
    EXPECT_EQ(TlsContext::make(TlsPolicy::of(Profile::cii), std::move(options)).error().code(), errors::kPolicyForbids.code);
    auto mixed = sm.identity(true);
    mixed.private_key_pkcs8 = sm.identity(true).private_key_pkcs8.copy();
    TlsContext::Options other{.server = true};
    other.identities.push_back(std::move(mixed));
    EXPECT_EQ(TlsContext::make(TlsPolicy::of(Profile::cii), std::move(other)).error().code(), errors::kKeyMalformed.code);
}

// A server that pins only the suite would settle on X25519 with these certificates; inspect must not be content with the suite's name.
TEST(Tls, InspectFindsWhatLiesOutsideThePolicy) {  // D3
    Pki pki(Profile::general);
    TlsPolicy loose = TlsPolicy::of(Profile::general), strict = loose;
    strict.groups = {"P-256"};
    const auto server = server_of(pki, loose), client = client_of(pki, loose, pki.identity(false)),
               judge = client_of(pki, strict, std::nullopt);
    test::TlsPair pair(*server, *client);
    ASSERT_TRUE(pair.shake());
    EXPECT_TRUE(client->inspect(pair.client()));
    EXPECT_EQ(judge->inspect(pair.client()).error().code(), errors::kPolicyForbids.code);
    EXPECT_FALSE(client->inspect(test::TlsPair(*server, *client).client())) << "no handshake yet";
}

TEST(Tls, NewIdentitiesServeNewConnections) {
    Pki pki(test::profile());
    const auto server = server_of(pki, policy()), client = client_of(pki, policy(), pki.identity(false));
    auto next = pki.identity(true);
    const Bytes leaf = next.chain[0];
    std::vector<TlsIdentity> identities;
    identities.push_back(std::move(next));
    ASSERT_TRUE(server->replace_identities(std::move(identities)));
    test::TlsPair pair(*server, *client);
    ASSERT_TRUE(pair.shake());
    EXPECT_EQ(must(client->inspect(pair.client())).peer_certificate, leaf);
}

TEST(Tls, OldVersionsAreRefused) {  // D2: 1.1 only by an explicit policy, 1.2
                                    // never in cii
    Pki pki(test::profile());
    const auto server = server_of(pki, policy(), PeerAuth::none), client = client_of(pki, policy(), std::nullopt);
    SSL_CTX_set_min_proto_version(client->native(), TLS1_1_VERSION);
    SSL_CTX_set_max_proto_version(client->native(), TLS1_1_VERSION);
    EXPECT_FALSE(test::TlsPair(*server, *client).shake());
    SSL_CTX_set_max_proto_version(client->native(), TLS1_2_VERSION);
    SSL_CTX_set_cipher_list(client->native(), "DEFAULT");
    test::TlsPair pair(*server, *client);
    const bool cii = test::profile() == Profile::cii;
    EXPECT_EQ(pair.shake(), !cii);
    if (cii) return;
    const auto facts = must(server->inspect(pair.server()));
    EXPECT_EQ(facts.version, "1.2");
    EXPECT_EQ(facts.suite, "ECDHE-ECDSA-AES256-GCM-SHA384");
}

TEST(Tls, PoliciesNameNothingThatTheRuleForbids) {  // D3
    for (const auto* each : {&TlsPolicy::of(Profile::general), &TlsPolicy::of(Profile::cii), &TlsPolicy::browser()}) {
        const std::string json = each->json();
        for (const char* forbidden : {"DES", "RC4", "RC2", "MD5", "SHA1\"", "-SHA\"", "sha1", "CBC", "NULL", "ECB"})
            EXPECT_EQ(json.find(forbidden), std::string::npos) << each->name << " " << forbidden;
    }
}

TEST(Tls, ProbeFindsEverythingTheProfileNeeds) { EXPECT_TRUE(probe_suites(test::profile())); }

}  // namespace
}  // namespace md::crypto
