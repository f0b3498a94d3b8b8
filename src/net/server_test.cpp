// The server over real sockets: what it serves, what it refuses, and that nothing a client does or leaves undone holds it up.
#include <gtest/gtest.h>

#include <atomic>
#include <future>

#include "base/errors.h"
#include "net/errors.h"
#include "net/http.h"
#include "net/raw_client.h"

namespace md::net {
namespace {

using test::RawClient;
using namespace std::chrono_literals;

class ServerTest : public ::testing::Test {
protected:
    void start(ServerOptions options = {}) {
        auto router = std::make_shared<Router>();
        router->add("GET", "/hello", [](Request& request) { return Response::text("hello " + request.query["name"], "text/plain"); });
        router->add(
            "POST", "/echo", [](Request& request) { return Response::text(std::string(as_text(request.body.view())), "text/plain"); },
            1000);
        router->add(
            "POST", "/large", [](Request& request) { return Response::text(std::to_string(request.body.size()), "text/plain"); },
            64u << 20);
        router->add(
            "POST", "/gated", [](Request& request) { return Response::text(request.let_in ? "asked" : "not asked", "text/plain"); },
            64u << 20,
            [](Request& request) -> std::optional<Response> {
                if (request.header("authorization") == "yes") return std::nullopt;
                if (request.header("authorization") == "throw") throw std::runtime_error("broken");
                return Response::text("stranger", "text/plain", 401);
            });
        router->add("GET", "/throws", [](Request&) -> Response { throw std::runtime_error("broken"); });
        router->add("GET", "/split", [](Request&) {
            auto response = Response::text("ok", "text/plain");
            response.headers.emplace_back("X-Bad", "a\r\nSet-Cookie: b=c");
            return response;
        });
        router->add("GET", "/blocked", [this](Request&) {
            ++blocked_;
            gate_.wait();
            return Response::text("released", "text/plain");
        });
        router->add("GET", "/events", [this](Request& request) {
            Response response;
            response.stream = [this, last = request.header("last-event-id")](std::shared_ptr<EventSink> sink) {
                sink->send("start", "1", "from " + last);
                std::lock_guard lock(mutex_);
                sinks_.push_back(std::move(sink));
            };
            return response;
        });
        options.address = "127.0.0.1";
        options.port = 0;
        server_ = must(Server::start(options, router));
    }
    void TearDown() override {
        open_gate();
        server_.reset();
    }
    void open_gate() {
        if (!gate_open_.exchange(true)) release_.set_value();
    }
    std::string ask(const std::string& request) {
        RawClient client(server_->port());
        EXPECT_TRUE(client.send(request));
        return client.read_all();
    }
    static int status_of(const std::string& answer) {
        return answer.size() > 12 && answer.starts_with("HTTP/1.1 ") ? std::stoi(answer.substr(9, 3)) : 0;
    }
    Result<ClientResponse> get(const std::string& path) {
        ClientRequest request;
        request.url = "http://127.0.0.1:" + std::to_string(server_->port()) + path;
        return fetch(request);
    }
    std::shared_ptr<EventSink> sink(std::size_t index) {
        std::lock_guard lock(mutex_);
        return index < sinks_.size() ? sinks_[index] : nullptr;
    }
    template <class Condition>
    static bool eventually(Condition condition) {
        for (int i = 0; i < 2000; ++i) {
            if (condition()) return true;
            std::this_thread::sleep_for(5ms);
        }
        return false;
    }

    std::unique_ptr<Server> server_;
    std::promise<void> release_;
    std::shared_future<void> gate_ = release_.get_future().share();
    std::atomic<bool> gate_open_ = false;
    std::atomic<int> blocked_ = 0;
    std::mutex mutex_;
    std::vector<std::shared_ptr<EventSink>> sinks_;
};

constexpr auto kClose = "Host: a\r\nConnection: close\r\n\r\n";

TEST_F(ServerTest, ServesWithSafeDefaultFields) {
    start();
    const auto answer = must(get("/hello?name=%E5%BC%A0"));
    EXPECT_EQ(answer.status, 200);
    EXPECT_EQ(as_text(answer.body), "hello 张");
    EXPECT_EQ(answer.headers.at("cache-control"), "no-store");
    EXPECT_EQ(answer.headers.at("x-content-type-options"), "nosniff");
    EXPECT_EQ(answer.headers.at("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
    EXPECT_EQ(answer.headers.at("x-request-id").size(), 32u);
    EXPECT_FALSE(answer.headers.contains("strict-transport-security")) << "only TLS promises TLS";
}

TEST_F(ServerTest, EchoesASaneRequestIdOnly) {
    start();
    EXPECT_NE(ask(std::string("GET /hello HTTP/1.1\r\nX-Request-Id: abc-1\r\n") + kClose).find("X-Request-Id: abc-1\r\n"),
              std::string::npos);
    EXPECT_EQ(ask(std::string("GET /hello HTTP/1.1\r\nX-Request-Id: a b<c>\r\n") + kClose).find("<c>"), std::string::npos);
}

TEST_F(ServerTest, AnswersHeadAndOptionsWithoutABody) {
    start();
    const auto head = ask(std::string("HEAD /hello?name=x HTTP/1.1\r\n") + kClose);
    EXPECT_EQ(status_of(head), 200);
    EXPECT_NE(head.find("Content-Length: 7\r\n"), std::string::npos);
    EXPECT_TRUE(head.ends_with("\r\n\r\n"));
    const auto options = ask(std::string("OPTIONS /echo HTTP/1.1\r\n") + kClose);
    EXPECT_EQ(status_of(options), 204);
    EXPECT_NE(options.find("Allow: OPTIONS, POST\r\n"), std::string::npos);
    EXPECT_EQ(options.find("Content-Length"), std::string::npos);
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
    start();
    const auto answers =
        ask("GET /hello?name=1 HTTP/1.1\r\nHost: a\r\n\r\nPOST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\ntwoGET /hello?name=3 "
            "HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    const auto one = answers.find("hello 1"), two = answers.find("\r\n\r\ntwo"), three = answers.find("hello 3");
    ASSERT_NE(three, std::string::npos);
    EXPECT_LT(one, two);
    EXPECT_LT(two, three);
}

TEST_F(ServerTest, RefusesWithAProblem) {
    start();
    const auto answer = ask(std::string("GET /nowhere HTTP/1.1\r\n") + kClose);
    EXPECT_EQ(status_of(answer), 404);
    EXPECT_NE(answer.find("Content-Type: application/problem+json"), std::string::npos);
    EXPECT_NE(answer.find("\"code\":\"net.no_such_path\""), std::string::npos);
    EXPECT_EQ(status_of(ask(std::string("DELETE /hello HTTP/1.1\r\n") + kClose)), 405);
    EXPECT_EQ(status_of(ask(std::string("GET /a/../hello HTTP/1.1\r\n") + kClose)), 400);
    EXPECT_EQ(status_of(ask(std::string("GET /hello?a=1&a=2 HTTP/1.1\r\n") + kClose)), 400);
    EXPECT_EQ(status_of(ask(std::string("GET http://a/hello HTTP/1.1\r\n") + kClose)), 400);
    EXPECT_EQ(status_of(ask("GET /hello HTTP/1.1\r\nConnection: close\r\n\r\n")), 400) << "no Host";
    EXPECT_EQ(status_of(ask("GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n")), 400) << "two Hosts";
}

TEST_F(ServerTest, RefusesRequestsThatTwoProgramsWouldReadDifferently) {
    start();
    const std::string smuggled = "GET /hello?name=smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    for (const std::string framing :
         {"Content-Length: 4\r\nTransfer-Encoding: chunked\r\n", "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n",
          "Content-Length: 4\r\nContent-Length: 5\r\n", "Content-Length: +4\r\n", "Content-Length: 4,4\r\n", "Content-Length: -1\r\n",
          "Content-Length: 99999999999999999999\r\n", "Transfer-Encoding: xchunked\r\n", "Transfer-Encoding: chunked, chunked\r\n",
          "Transfer-Encoding: identity\r\n", "Transfer-Encoding : chunked\r\n", "Transfer-Encoding: gzip, chunked\r\n"}) {
        const auto answer = ask("POST /echo HTTP/1.1\r\nHost: a\r\n" + framing + "\r\n0\r\n\r\n" + smuggled);
        EXPECT_TRUE(status_of(answer) == 400 || status_of(answer) == 501) << framing << answer;
        EXPECT_EQ(answer.find("hello smuggled"), std::string::npos) << framing;
    }
    EXPECT_EQ(status_of(ask("POST /echo HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")), 400);
}

TEST_F(ServerTest, TakesChunkedBodiesWithinTheLimit) {
    start();
    const auto answer =
        ask(std::string("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n") + kClose + "3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
    EXPECT_TRUE(answer.ends_with("abcde")) << answer;
    EXPECT_EQ(status_of(ask(std::string("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n") + kClose + "1000\r\n" +
                            std::string(0x1000, 'x') + "\r\n0\r\n\r\n")),
              413);
    EXPECT_EQ(status_of(ask(std::string("POST /echo HTTP/1.1\r\nTransfer-Encoding: chunked\r\n") + kClose + "zz\r\n")), 400);
}

TEST_F(ServerTest, RefusesALargeBodyBeforeReadingIt) {
    start();
    RawClient client(server_->port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");  // and not one byte of it
    EXPECT_EQ(status_of(client.read_all()), 413);
}

TEST_F(ServerTest, AsksForTheBodyWhenTheClientWaits) {
    start();
    RawClient client(server_->port());
    client.send("POST /echo HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\n");
    EXPECT_TRUE(client.read_until("\r\n\r\n").starts_with("HTTP/1.1 100 "));
    client.send("ok");
    EXPECT_TRUE(client.read_all().ends_with("ok"));
}

TEST_F(ServerTest, RefusesGiantHeadersAndGarbage) {
    start();
    EXPECT_EQ(status_of(ask("GET /hello HTTP/1.1\r\nHost: a\r\nX: " + std::string(20'000, 'x') + "\r\n\r\n")), 431);
    EXPECT_EQ(status_of(ask("GET /" + std::string(20'000, 'a') + " HTTP/1.1\r\n\r\n")), 431);
    EXPECT_EQ(status_of(ask("\x01\x02\x03 nonsense\r\n\r\n")), 400);
    EXPECT_EQ(status_of(ask("GET /hello HTTP/2.0\r\nHost: a\r\n\r\n")), 400);
    EXPECT_EQ(must(get("/hello")).status, 200) << "still serving";
}

TEST_F(ServerTest, EndsSlowClientsWithAnAnswer) {
    ServerOptions options;
    options.header_timeout = 150ms;
    options.body_timeout = 150ms;
    options.idle_timeout = 150ms;
    start(options);
    RawClient half_head(server_->port()), half_body(server_->port()), silent(server_->port());
    half_head.send("GET /hello HT");
    half_body.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    EXPECT_EQ(status_of(half_head.read_all()), 408);
    EXPECT_EQ(status_of(half_body.read_all()), 408);
    EXPECT_EQ(silent.read_all(), "");
    EXPECT_TRUE(eventually([&] { return server_->counters().open_connections == 0; }));
}

TEST_F(ServerTest, SurvivesClientsThatLeaveInTheMiddle) {
    start();
    for (const std::string part : {"", "GET", "GET /hello HTTP/1.1\r\n", "POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc",
                                   "GET /hello HTTP/1.1\r\nHost: a\r\n\r\n"}) {
        RawClient client(server_->port());
        client.send(part);
    }
    EXPECT_TRUE(eventually([&] { return server_->counters().open_connections == 0; }));
    EXPECT_EQ(must(get("/hello")).status, 200);
}

TEST_F(ServerTest, HidesWhatAHandlerThrows) {
    start();
    const auto answer = must(get("/throws"));
    EXPECT_EQ(answer.status, 500);
    EXPECT_EQ(as_text(answer.body).find("broken"), std::string_view::npos);
    EXPECT_EQ(ask(std::string("GET /split HTTP/1.1\r\n") + kClose).find("Set-Cookie"), std::string::npos);
}

TEST_F(ServerTest, RefusesWhenTheHandlersAreBusy) {
    ServerOptions options;
    options.handler_threads = 1;
    options.handler_queue = 1;
    start(options);
    std::vector<std::future<int>> waiting;
    waiting.push_back(std::async(std::launch::async, [&] { return must(get("/blocked")).status; }));
    ASSERT_TRUE(eventually([&] { return blocked_ == 1; }));
    waiting.push_back(std::async(std::launch::async, [&] { return must(get("/hello")).status; }));
    ASSERT_TRUE(eventually([&] { return server_->counters().requests == 2; }));
    std::this_thread::sleep_for(50ms);  // until it is in the queue
    const auto refused = must(get("/hello"));
    EXPECT_EQ(refused.status, 503);
    EXPECT_EQ(refused.headers.at("retry-after"), "1");
    EXPECT_EQ(server_->counters().refused_busy, 1u);
    open_gate();
    for (auto& status : waiting) EXPECT_EQ(status.get(), 200);
}

TEST_F(ServerTest, BoundsTheBodiesInMemory) {
    ServerOptions options;
    options.max_bodies_in_flight_bytes = 32u << 20;
    start(options);
    RawClient slow(server_->port());
    slow.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\nx");
    ASSERT_TRUE(eventually([&] { return server_->counters().requests == 1; }));
    EXPECT_EQ(status_of(ask(std::string("POST /large HTTP/1.1\r\nContent-Length: 30000000\r\n") + kClose)), 503);
    EXPECT_EQ(must(get("/hello")).status, 200) << "small requests go on";
}

TEST_F(ServerTest, StrangersTakeUpNoRoomForBodies) {
    ServerOptions options;
    options.max_bodies_in_flight_bytes = 32u << 20;
    start(options);
    RawClient stranger(server_->port()), chunked(server_->port()), polite(server_->port());
    stranger.send("POST /gated HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\n");  // and not one byte of it
    chunked.send("POST /gated HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
    polite.send("POST /gated HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 30000000\r\n\r\n");
    for (auto* client : {&stranger, &chunked, &polite}) EXPECT_EQ(status_of(client->read_until("stranger")), 401);
    EXPECT_EQ(status_of(ask("POST /gated HTTP/1.1\r\nAuthorization: throw\r\nContent-Length: 30000000\r\nHost: a\r\n\r\n")), 500);
    const std::string body(100'000, 'x');
    EXPECT_TRUE(ask("POST /gated HTTP/1.1\r\nAuthorization: yes\r\nContent-Length: 100000\r\n" + std::string(kClose) + body)
                    .ends_with("\r\nasked"));
    EXPECT_TRUE(ask(std::string("POST /gated HTTP/1.1\r\nContent-Length: 1\r\n") + kClose + "x").ends_with("not asked")) << "a small body";
}

TEST_F(ServerTest, BoundsTheBodiesOfOneAddress) {
    ServerOptions options;
    options.max_bodies_per_peer_bytes = 32u << 20;
    start(options);
    RawClient slow(server_->port());
    slow.send("POST /large HTTP/1.1\r\nHost: a\r\nContent-Length: 30000000\r\n\r\nx");
    ASSERT_TRUE(eventually([&] { return server_->counters().requests == 1; }));
    EXPECT_EQ(status_of(ask(std::string("POST /large HTTP/1.1\r\nContent-Length: 30000000\r\n") + kClose)), 503);
}

TEST_F(ServerTest, BoundsConnections) {
    ServerOptions options;
    options.max_connections_per_peer = 2;
    start(options);
    RawClient one(server_->port()), two(server_->port());
    ASSERT_TRUE(eventually([&] { return server_->counters().open_connections == 2; }));
    RawClient three(server_->port());
    EXPECT_EQ(three.read_all(), "");
    one.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(status_of(one.read_until("hello ")), 200);
}

TEST_F(ServerTest, StreamsEventsWithHeartbeats) {
    ServerOptions options;
    options.heartbeat = 50ms;
    start(options);
    RawClient client(server_->port());
    client.send("GET /events HTTP/1.1\r\nHost: a\r\nLast-Event-ID: 7\r\n\r\n");
    auto text = client.read_until("from 7\n\n");
    EXPECT_NE(text.find("Content-Type: text/event-stream"), std::string::npos);
    EXPECT_NE(text.find("event: start\nid: 1\ndata: from 7\n\n"), std::string::npos);
    EXPECT_NE(client.read_until(": heartbeat\n\n", 2).find(": heartbeat\n\n"), std::string::npos);
    EXPECT_TRUE(sink(0)->send("alert", "2\nevent: forged", "line 1\nline 2"));
    EXPECT_NE(client.read_until("line 2\n\n").find("event: alert\nid: 2event: forged\ndata: line 1\ndata: line 2\n\n"), std::string::npos);
    EXPECT_EQ(server_->counters().open_streams, 1u);
    sink(0)->close();
    client.read_all();
    EXPECT_TRUE(eventually([&] { return server_->counters().open_streams == 0; }));
    EXPECT_FALSE(sink(0)->send("late", "", ""));
}

TEST_F(ServerTest, NoticesAStreamClientThatLeaves) {
    start();
    {
        RawClient client(server_->port());
        client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
        client.read_until("data:");
    }
    EXPECT_TRUE(eventually([&] { return server_->counters().open_streams == 0; }));
    EXPECT_FALSE(sink(0)->open());
}

TEST_F(ServerTest, EndsAStreamWhoseClientReadsTooSlowly) {
    start();
    RawClient client(server_->port());
    client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    client.read_until("data:");
    const std::string large(1u << 20, 'x');
    EXPECT_TRUE(eventually([&] { return !sink(0)->send("x", "", large); }));
}

TEST_F(ServerTest, BoundsStreams) {
    ServerOptions options;
    options.max_streams = 1;
    start(options);
    RawClient client(server_->port());
    client.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    client.read_until("data:");
    EXPECT_EQ(status_of(ask(std::string("GET /events HTTP/1.1\r\n") + kClose)), 503);
}

TEST_F(ServerTest, DrainsWhatRunsAndClosesWhatWaits) {
    start();
    RawClient idle(server_->port()), stream(server_->port());
    idle.send("GET /hello HTTP/1.1\r\nHost: a\r\n\r\n");
    idle.read_until("hello ");
    stream.send("GET /events HTTP/1.1\r\nHost: a\r\n\r\n");
    stream.read_until("data:");
    auto running = std::async(std::launch::async, [&] { return must(get("/blocked")); });
    ASSERT_TRUE(eventually([&] { return blocked_ == 1; }));
    auto stopping = std::async(std::launch::async, [&] { server_->stop(20s); });
    EXPECT_EQ(idle.read_all(), "");
    stream.read_all();
    open_gate();
    EXPECT_EQ(as_text(running.get().body), "released");
    stopping.get();
    EXPECT_FALSE(RawClient(server_->port()).connected());
}

TEST_F(ServerTest, GivesUpOnWhatDoesNotEnd) {
    start();
    RawClient stuck(server_->port());
    stuck.send("POST /echo HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nabc");
    ASSERT_TRUE(eventually([&] { return server_->counters().requests == 1; }));
    server_->stop(20ms);
    EXPECT_EQ(stuck.read_all(), "");
}

TEST_F(ServerTest, SaysThatAPortIsTaken) {
    start();
    ServerOptions options;
    options.address = "127.0.0.1";
    options.port = server_->port();
    const auto second = Server::start(options, std::make_shared<Router>());
    ASSERT_FALSE(second);
    EXPECT_TRUE(second.error().is(errors::kAddressInUse));
    options.address = "nonsense";
    EXPECT_TRUE(Server::start(options, std::make_shared<Router>()).error().is(errors::kListenFailed));
}

TEST_F(ServerTest, AClientTakesInNoMoreThanItWants) {
    start();
    ClientRequest request;
    request.url = "http://127.0.0.1:" + std::to_string(server_->port()) + "/hello?name=" + std::string(100, 'x');
    request.max_answer_bytes = 50;
    const auto cut = fetch(request);
    ASSERT_FALSE(cut) << cut->status << " " << as_text(cut->body);
    EXPECT_TRUE(cut.error().is(errors::kConnectFailed));
    request.max_answer_bytes = 200;
    EXPECT_TRUE(fetch(request));
}

TEST(Client, NamesWhatWentWrong) {
    ClientRequest request;
    request.url = "ftp://127.0.0.1/";
    EXPECT_TRUE(fetch(request).error().is(errors::kConnectFailed));
    request.url = "https://127.0.0.1/";
    EXPECT_TRUE(fetch(request).error().is(errors::kTlsFailed));
    request.url = "http://127.0.0.1:1/";
    EXPECT_TRUE(fetch(request).error().is(errors::kConnectFailed));
}

}  // namespace
}  // namespace md::net
