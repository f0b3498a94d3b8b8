// The server over TLS, in both profiles: what is negotiated, who is let in, and that nothing a client says before or instead of TLS holds
// it up.
#include <gtest/gtest.h>

#include "base/errors.h"
#include "crypto/certificate.h"
#include "net/errors.h"
#include "net/http.h"
#include "net/raw_client.h"
#include "profile.h"

namespace md::net {
namespace {

using md::test::profile;
using test::RawClient;
using namespace std::chrono_literals;

struct Authority {
    Authority() : key(crypto::PrivateKey::generate(profile())) {
        auto request = basics("Test root");
        request.authority = true;
        certificate = must(crypto::issue_certificate(request, key.public_key(), key, {}));
    }
    crypto::CertificateRequest basics(const std::string& name) const {
        SystemRandom random;
        crypto::CertificateRequest request;
        request.common_name = name;
        request.organisation = "Test";
        request.serial = random.bytes(16);
        request.serial[0] = 0x11;
        request.not_before = SystemClock().wall() - std::chrono::hours(1);
        request.not_after = SystemClock().wall() + std::chrono::hours(24);
        return request;
    }
    crypto::TlsIdentity identity(const std::string& name, bool server) const {
        auto request = basics(name);
        request.for_server = server;
        request.for_client = !server;
        if (server) {
            request.dns_names = {"localhost"};
            request.ip_addresses = {"127.0.0.1"};
        }
        const auto own = crypto::PrivateKey::generate(profile());
        return {{must(crypto::issue_certificate(request, own.public_key(), key, certificate))}, own.pkcs8()};
    }
    crypto::PrivateKey key;
    Bytes certificate;
};

class TlsServerTest : public ::testing::Test {
protected:
    void start(crypto::PeerAuth peer_auth = crypto::PeerAuth::optional) {
        crypto::TlsContext::Options options;
        options.identities.push_back(authority_.identity("server", true));
        options.trusted = {authority_.certificate};
        options.peer_auth = peer_auth;
        options.accept_peer = [this](ByteView leaf) { return must(crypto::read_certificate(leaf)).common_name != refused_; };
        ServerOptions server;
        server.address = "127.0.0.1";
        server.port = 0;
        server.tls = must(crypto::TlsContext::make(crypto::TlsPolicy::of(profile()), std::move(options)));
        server.header_timeout = 300ms;
        auto router = std::make_shared<Router>();
        router->add("GET", "/who", [](Request& request) {
            return Response::text(
                request.tls.peer_certificate ? must(crypto::read_certificate(*request.tls.peer_certificate)).common_name : "nobody",
                "text/plain");
        });
        router->add(
            "POST", "/size", [](Request& request) { return Response::text(std::to_string(request.body.size()), "text/plain"); }, 8u << 20);
        server_ = must(Server::start(server, router));
    }
    std::shared_ptr<crypto::TlsContext> client(const std::string& name = {}, bool trusting = true) {
        crypto::TlsContext::Options options;
        options.server = false;
        if (!name.empty()) options.identities.push_back(authority_.identity(name, false));
        options.trusted = {trusting ? authority_.certificate : Authority().certificate};
        options.peer_auth = crypto::PeerAuth::required;
        return must(crypto::TlsContext::make(crypto::TlsPolicy::of(profile()), std::move(options)));
    }
    ClientRequest request(const std::string& path, std::shared_ptr<crypto::TlsContext> tls) {
        ClientRequest request;
        request.url = "https://127.0.0.1:" + std::to_string(server_->port()) + path;
        request.tls = std::move(tls);
        return request;
    }
    Authority authority_;
    std::string refused_ = "revoked";
    std::unique_ptr<Server> server_;
};

TEST_F(TlsServerTest, NegotiatesWhatThePolicyNames) {  // D2, D3, D17
    start();
    const auto answer = must(fetch(request("/who", client())));
    EXPECT_EQ(as_text(answer.body), "nobody");
    EXPECT_EQ(answer.tls.version, "1.3");
    EXPECT_EQ(answer.tls.suite, profile() == Profile::cii ? "TLS_SM4_GCM_SM3" : "TLS_AES_256_GCM_SHA384");
    EXPECT_EQ(answer.headers.at("strict-transport-security"), "max-age=31536000; includeSubDomains");
}

TEST_F(TlsServerTest, KnowsItsPeerByCertificate) {  // D9
    start();
    EXPECT_EQ(as_text(must(fetch(request("/who", client("terminal 7")))).body), "terminal 7");
    EXPECT_FALSE(fetch(request("/who", client("revoked"))));
    EXPECT_FALSE(fetch(request("/who", client({}, false)))) << "a client that does not trust the root";
    EXPECT_GE(server_->counters().tls_failures, 1u);
    start(crypto::PeerAuth::required);
    EXPECT_FALSE(fetch(request("/who", client())));
    EXPECT_TRUE(fetch(request("/who", client("terminal 7"))));
}

TEST_F(TlsServerTest, CarriesLargeBodies) {
    start();
    auto large = request("/size", client());
    large.method = "POST";
    large.body = Bytes(5'000'000, 'x');
    EXPECT_EQ(as_text(must(fetch(large)).body), "5000000");
}

TEST_F(TlsServerTest, TellsAPlainClientToUseTls) {
    start();
    RawClient plain(server_->port());
    plain.send("GET /who HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto answer = plain.read_all();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 "));
    EXPECT_NE(answer.find("net.plain_http"), std::string::npos);
}

TEST_F(TlsServerTest, EndsHandshakesThatDoNotCome) {
    start();
    RawClient silent(server_->port()), half(server_->port()), garbage(server_->port());
    half.send(std::string("\x16\x03\x01\x02\x00\x01", 6));
    garbage.send(std::string("\x16\x03\x01\x00\x05zzzzz", 10));
    silent.read_all();
    half.read_all();
    garbage.read_all();
    EXPECT_TRUE(fetch(request("/who", client())));
}

}  // namespace
}  // namespace md::net
