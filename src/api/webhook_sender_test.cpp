// Deliveries against a real HTTPS server that fails, stalls and comes back.
#include "api/webhook_sender.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <set>

#include "analysis/errors.h"
#include "api/delivery_words.h"
#include "base/files.h"
#include "crypto/certificate.h"
#include "face_world.h"
#include "net/http.h"

namespace md::api {
namespace {

using namespace std::chrono_literals;
using analysis::EndpointSettings;

constexpr std::string_view kSecret = "a shared secret of 32 characters";

// A receiver with a certificate of its own root.
class Receiver {
public:
    struct Received {
        std::string event, delivery, timestamp, signature, body;
    };
    Receiver() : key_(crypto::PrivateKey::generate(test::profile())) {
        auto request = basics("Receiver's root");
        request.authority = true;
        root_ = must(crypto::issue_certificate(request, key_.public_key(), key_, {}));
    }
    ~Receiver() { stop(); }
    void start(std::uint16_t port = 0) {
        crypto::TlsContext::Options options;
        auto request = basics("receiver");
        request.for_server = true;
        request.ip_addresses = {"127.0.0.1"};
        const auto own = crypto::PrivateKey::generate(test::profile());
        options.identities.push_back({{must(crypto::issue_certificate(request, own.public_key(), key_, root_))}, own.pkcs8()});
        net::ServerOptions server;
        server.address = "127.0.0.1";
        server.port = port;
        server.tls = must(crypto::TlsContext::make(crypto::TlsPolicy::of(test::profile()), std::move(options)));
        auto router = std::make_shared<net::Router>();
        router->add("POST", "/hook", [this](net::Request& call) { return receive(call); });
        server_ = must(net::Server::start(server, router));
        port_ = server_->port();
    }
    void stop() { server_.reset(); }
    std::string url() const { return "https://127.0.0.1:" + std::to_string(port_) + "/hook"; }
    std::uint16_t port() const { return port_; }
    std::string root_pem() const { return crypto::to_pem("CERTIFICATE", root_); }
    std::vector<Received> taken() {
        const std::lock_guard lock(mutex_);
        return taken_;
    }
    bool wait_for(std::size_t count) {
        for (int i = 0; i < 3000; ++i) {
            if (taken().size() >= count) return true;
            std::this_thread::sleep_for(10ms);
        }
        return false;
    }
    std::atomic<int> answer{200}, calls{0};
    std::atomic<bool> stalls{false};

private:
    static crypto::CertificateRequest basics(const std::string& name) {
        SystemRandom random;
        crypto::CertificateRequest request;
        request.common_name = name;
        request.organisation = "Test";
        request.serial = random.bytes(16);
        request.serial[0] = 0x11;
        request.not_before = SystemClock().wall() - 1h;
        request.not_after = SystemClock().wall() + 24h;
        return request;
    }
    net::Response receive(net::Request& call) {
        ++calls;
        while (stalls) std::this_thread::sleep_for(10ms);
        if (answer != 200) return net::Response::empty(answer);
        const std::lock_guard lock(mutex_);
        taken_.push_back({call.header("x-miandun-event"), call.header("x-miandun-delivery"), call.header("x-miandun-timestamp"),
                          call.header("x-miandun-signature"), std::string(as_text(call.body.view()))});
        return net::Response::empty(204);
    }
    crypto::PrivateKey key_;
    Bytes root_;
    std::unique_ptr<net::Server> server_;
    std::uint16_t port_ = 0;
    std::mutex mutex_;
    std::vector<Received> taken_;
};

WebhookOptions quick() {
    WebhookOptions options;
    options.profile = test::profile();
    options.timeout = 1000ms;
    options.back_off = {0s, 0s, 0s};
    return options;
}

class WebhookSenderTest : public ::testing::Test {
protected:
    WebhookSenderTest() { outbox_ = must(analysis::Outbox::open({world_.stores, world_.ledger.get(), &clock_, &world_.random, nullptr})); }
    analysis::Endpoint endpoint(const Receiver& receiver, std::vector<std::string> events = {"alert.raised"}) {
        return must(
            outbox_->add({"receiver " + std::to_string(receiver.port()), receiver.url(), std::move(events), true, receiver.root_pem()},
                         SecretBytes(as_bytes(kSecret)), "admin"));
    }
    void queue(const std::string& body, const std::string& event = "alert.raised") {
        must((*world_.stores)[store::Store::events].transaction([&](store::Queries& db) { return outbox_->queue(db, event, body); }));
        outbox_->announce();
    }
    bool wait_until(const std::function<bool()>& holds) {
        for (int i = 0; i < 3000 && !holds(); ++i) std::this_thread::sleep_for(10ms);
        return holds();
    }
    test::FaceWorld world_;
    SystemClock clock_;
    std::unique_ptr<analysis::Outbox> outbox_;
};

TEST_F(WebhookSenderTest, DeliversInOrderAndSigned) {
    Receiver receiver;
    receiver.start();
    endpoint(receiver, {"alert.raised", "capture"});
    WebhookSender sender(*outbox_, clock_, quick());
    sender.start();
    for (int i = 0; i < 20; ++i) queue("{\"n\":" + std::to_string(i) + "}", i % 2 ? "capture" : "alert.raised");
    queue("{}", "alert.closed");  // not asked for
    ASSERT_TRUE(receiver.wait_for(20));
    const auto taken = receiver.taken();
    ASSERT_EQ(taken.size(), 20u);
    for (std::size_t i = 0; i < taken.size(); ++i) {
        EXPECT_EQ(taken[i].body, "{\"n\":" + std::to_string(i) + "}");
        EXPECT_EQ(taken[i].event, i % 2 ? "capture" : "alert.raised");
        EXPECT_EQ(taken[i].signature,
                  webhook_signature(test::profile(), as_bytes(kSecret), taken[i].timestamp, taken[i].delivery, taken[i].body));
    }
    EXPECT_TRUE(wait_until([&] { return must(outbox_->list())[0].waiting == 0; }));
}

// D17: the digest of the profile. The value comes from `openssl dgst -hmac`.
TEST_F(WebhookSenderTest, TheSignatureIsOfTheProfile) {
    EXPECT_TRUE(webhook_signature(Profile::cii, as_bytes(kSecret), "1", "a", "{}").starts_with("hmac-sm3="));
    EXPECT_EQ(webhook_signature(Profile::general, as_bytes("key"), "1", "a", "{}"),
              "hmac-sha256=2feff09a49c6bdbe325c6ba6184fd6c062b2673e7a7540878df8ddd237343792");
}

TEST_F(WebhookSenderTest, AReceiverThatFailsGetsEverythingWhenItRecovers) {
    Receiver receiver;
    receiver.start();
    receiver.answer = 500;
    const auto id = endpoint(receiver).id;
    auto options = quick();
    options.back_off.assign(100'000, 0s);
    WebhookSender sender(*outbox_, clock_, options);
    sender.start();
    for (int i = 0; i < 5; ++i) queue(std::to_string(i));
    ASSERT_TRUE(wait_until([&] { return receiver.calls > 3; }));
    EXPECT_EQ(must(outbox_->get(id)).last_error, "http 500");
    receiver.stop();
    ASSERT_TRUE(wait_until([&] { return must(outbox_->get(id)).last_error == "net.connect_failed"; }));
    receiver.answer = 200;
    receiver.start(receiver.port());
    ASSERT_TRUE(receiver.wait_for(5));
    const auto taken = receiver.taken();
    for (std::size_t i = 0; i < 5; ++i) EXPECT_EQ(taken[i].body, std::to_string(i)) << "in order";
    EXPECT_TRUE(wait_until([&] { return must(outbox_->get(id)).last_error.empty(); }));
}

// Dead letters are seen, and sent again by hand; the ones behind them go on.
TEST_F(WebhookSenderTest, DeadLettersAreShownAndSentAgain) {
    Receiver receiver;
    receiver.start();
    receiver.answer = 400;
    const auto id = endpoint(receiver).id;
    WebhookSender sender(*outbox_, clock_, quick());
    sender.start();
    queue("first");
    ASSERT_TRUE(wait_until([&] { return must(outbox_->get(id)).dead == 1; }));
    EXPECT_EQ(receiver.calls, 4) << "one attempt and three more";
    receiver.answer = 200;
    queue("second");
    ASSERT_TRUE(receiver.wait_for(1));
    EXPECT_EQ(receiver.taken()[0].body, "second");
    const auto dead = must(outbox_->find(id, true, "", 10));
    ASSERT_EQ(dead.items.size(), 1u);
    EXPECT_EQ(dead.items[0].last_error, "http 400");
    EXPECT_EQ(dead.items[0].attempts, 4);
    must(outbox_->resend(dead.items[0].id, "admin"));
    ASSERT_TRUE(receiver.wait_for(2));
    EXPECT_EQ(receiver.taken()[1].body, "first");
    EXPECT_FALSE(outbox_->resend(dead.items[0].id, "admin")) << "delivered";
    ledger::Filter filter;
    filter.action_prefix = "webhook.dead_letter";
    EXPECT_EQ(must(world_.ledger->search(filter)).size(), 1u);
}

// One that stalls holds up neither the others nor whoever raises alerts.
TEST_F(WebhookSenderTest, ASlowReceiverHoldsUpNobodyElse) {
    Receiver slow, quick_one;
    slow.start();
    quick_one.start();
    slow.stalls = true;
    const auto id = endpoint(slow).id;
    endpoint(quick_one);
    auto options = quick();
    options.timeout = 300ms;
    options.back_off.assign(100'000, 0s);
    WebhookSender sender(*outbox_, clock_, options);
    sender.start();
    for (int i = 0; i < 30; ++i) queue(std::to_string(i));
    EXPECT_TRUE(quick_one.wait_for(30));
    EXPECT_TRUE(slow.taken().empty());
    ASSERT_TRUE(wait_until([&] { return must(outbox_->get(id)).last_error == "net.timed_out"; }));
    slow.stalls = false;
    EXPECT_TRUE(wait_until([&] {
        std::set<std::string> bodies;
        for (const auto& one : slow.taken()) bodies.insert(one.body);
        return bodies.size() == 30;
    }));
}

TEST_F(WebhookSenderTest, AStrangersCertificateGetsNothing) {
    Receiver receiver, stranger;
    receiver.start();
    const auto id =
        must(outbox_->add({"r", receiver.url(), {"alert.raised"}, true, stranger.root_pem()}, SecretBytes(as_bytes(kSecret)), "admin")).id;
    WebhookSender sender(*outbox_, clock_, quick());
    sender.start();
    queue("secret news");
    ASSERT_TRUE(wait_until([&] { return must(outbox_->get(id)).dead == 1; }));
    EXPECT_EQ(receiver.calls, 0);
    EXPECT_EQ(must(outbox_->get(id)).last_error, "net.tls_failed");
    EndpointSettings settings = must(outbox_->get(id));
    settings.ca_pem = receiver.root_pem();
    must(outbox_->update(id, settings, nullptr, std::nullopt, "admin"));
    must(outbox_->resend(must(outbox_->find(id, true, "", 1)).items[0].id, "admin"));
    EXPECT_TRUE(receiver.wait_for(1)) << "the change holds for the running sender";
}

// Every code that is stored has words of its own: an operator is to know where to look.
TEST_F(WebhookSenderTest, WhatIsWrongOnThisSideIsToldToo) {
    Receiver receiver;
    receiver.start();
    const test::TempDir folder;
    must(write_file_atomically(folder / "empty.pem", as_bytes("no certificate")));
    must(write_file_atomically(folder / "broken.pem", as_bytes("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")));
    auto options = quick();
    const auto told = [&](const std::string& authorities, const std::string& root_pem, bool secret_broken) {
        options.ca_file = folder / authorities;
        const EndpointSettings settings{"r", receiver.url(), {"alert.raised"}, true, root_pem};
        const auto id = must(outbox_->add(settings, SecretBytes(as_bytes(kSecret)), "admin")).id;
        if (secret_broken) must((*world_.stores)[store::Store::events].execute("UPDATE analysis_endpoints SET secret = ?", {Bytes(64, 1)}));
        WebhookSender sender(*outbox_, clock_, options);
        sender.start();
        queue("{}");
        EXPECT_TRUE(wait_until([&] { return must(outbox_->get(id)).dead == 1; }));
        const auto code = must(outbox_->get(id)).last_error;
        EXPECT_FALSE(words_of_failure(code)["en"].get<std::string>().starts_with("The delivery failed for a reason")) << code;
        must(outbox_->remove(id, "admin"));
        return code;
    };
    EXPECT_EQ(told("not-there.pem", "", false), "base.file_unreadable");
    EXPECT_EQ(told("empty.pem", "", false), "analysis.endpoint_invalid");
    EXPECT_EQ(told("broken.pem", "", false), "crypto.key_malformed");
    EXPECT_EQ(told("", receiver.root_pem(), true), "crypto.seal_broken");
    EXPECT_EQ(receiver.calls, 0);
}

TEST_F(WebhookSenderTest, EndpointsComeGoAndPause) {
    Receiver receiver;
    receiver.start();
    WebhookSender sender(*outbox_, clock_, quick());
    sender.start();
    auto made = endpoint(receiver);
    must(outbox_->ping(made.id, "admin"));
    ASSERT_TRUE(receiver.wait_for(1));
    EXPECT_EQ(receiver.taken()[0].event, "ping");
    EndpointSettings settings = made;
    settings.enabled = false;
    must(outbox_->update(made.id, settings, nullptr, std::nullopt, "admin"));
    must(outbox_->ping(made.id, "admin"));
    settings.enabled = true;
    must(outbox_->update(made.id, settings, nullptr, std::nullopt, "admin"));
    ASSERT_TRUE(receiver.wait_for(2)) << "what waited goes when it is enabled again";
    must(outbox_->remove(made.id, "admin"));
    queue("nobody is told");
    EXPECT_EQ(must(outbox_->list()).size(), 0u);
    EXPECT_FALSE(outbox_->get(made.id));
}

// kill -9 of the sending side at many moments: everything queued arrives, in order; what came twice says so by its id.
TEST(WebhookCrash, NothingQueuedIsLost) {
    const test::TempDir temp;
    int queued[2];
    std::vector<pid_t> children;
    Receiver receiver;
    const auto root = receiver.root_pem();
    // Children are made before any thread is; each waits for its turn.
    constexpr int kRounds = 4;
    int turns[kRounds][2];
    for (auto& turn : turns) ASSERT_EQ(::pipe(turn), 0);
    ASSERT_EQ(::pipe(queued), 0);
    for (int round = 0; round < kRounds; ++round) {
        const pid_t child = ::fork();
        if (child != 0) {
            children.push_back(child);
            continue;
        }
        std::uint16_t port = 0;
        if (::read(turns[round][0], &port, sizeof port) != sizeof port) ::_exit(2);
        test::FaceWorld world({}, temp.path());
        SystemClock clock;
        const auto outbox = must(analysis::Outbox::open({world.stores, world.ledger.get(), &clock, &world.random, nullptr}));
        if (must(outbox->list()).empty()) {
            must(outbox->add({"r", "https://127.0.0.1:" + std::to_string(port) + "/hook", {"alert.raised"}, true, root},
                             SecretBytes(as_bytes(kSecret)), "admin"));
        }
        auto options = quick();
        options.back_off.assign(100'000, 0s);
        WebhookSender sender(*outbox, clock, options);
        sender.start();
        for (int i = 0;; ++i) {
            const int number = round * 100'000 + i;
            must((*world.stores)[store::Store::events].transaction(
                [&](store::Queries& db) { return outbox->queue(db, "alert.raised", std::to_string(number)); }));
            outbox->announce();
            if (::write(queued[1], &number, sizeof number) != sizeof number) ::_exit(1);
            if (round == kRounds - 1 && i == 20) break;
        }
        while (must(outbox->list())[0].waiting > 0) std::this_thread::sleep_for(10ms);
        sender.stop();
        ::_exit(0);
    }
    receiver.start();
    const std::uint16_t port = receiver.port();
    std::set<int> promised;
    for (int round = 0; round < kRounds; ++round) {
        ASSERT_EQ(::write(turns[round][1], &port, sizeof port), static_cast<ssize_t>(sizeof port));
        for (int i = 0; i < 10 + round; ++i) {
            int number = 0;
            ASSERT_EQ(::read(queued[0], &number, sizeof number), static_cast<ssize_t>(sizeof number));
            promised.insert(number);
        }
        const auto child = children[static_cast<std::size_t>(round)];
        if (round < kRounds - 1) ::kill(child, SIGKILL);
        int status = 0;
        ::waitpid(child, &status, 0);
        EXPECT_TRUE(round < kRounds - 1 || (WIFEXITED(status) && WEXITSTATUS(status) == 0)) << status;
    }
    ::close(queued[1]);
    int number = 0;
    while (::read(queued[0], &number, sizeof number) == static_cast<ssize_t>(sizeof number)) promised.insert(number);
    std::vector<int> in_order;
    std::set<std::string> deliveries;
    for (const auto& one : receiver.taken()) {
        if (deliveries.insert(one.delivery).second) in_order.push_back(std::stoi(one.body));
    }
    EXPECT_TRUE(std::is_sorted(in_order.begin(), in_order.end()));
    for (const int each : promised) EXPECT_TRUE(std::binary_search(in_order.begin(), in_order.end(), each)) << each;
}

}  // namespace
}  // namespace md::api
