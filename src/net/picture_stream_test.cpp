// Streams of pictures over real sockets: what a viewer gets, and that one who does not keep up costs nothing.
#include <gtest/gtest.h>

#include <algorithm>

#include "net/http.h"
#include "net/part_queue.h"
#include "net/raw_client.h"

namespace md::net {
namespace {

using test::RawClient;
using namespace std::chrono_literals;

std::shared_ptr<const SecretBytes> picture(std::string_view bytes) { return std::make_shared<const SecretBytes>(as_bytes(bytes)); }
Part part_of(std::string slot, std::string_view bytes) { return {std::move(slot), {{"X-Time", "now"}}, "image/jpeg", picture(bytes)}; }

class PictureStreamTest : public ::testing::Test {
protected:
    void start(ServerOptions options = {}) {
        auto router = std::make_shared<Router>();
        router->add("GET", "/pictures", [this](Request&) {
            Response response;
            response.parts = [this](std::shared_ptr<PartSink> sink) {
                std::lock_guard lock(mutex_);
                sink_ = std::move(sink);
            };
            return response;
        });
        router->add("GET", "/hello", [](Request&) { return Response::text("hello", "text/plain"); });
        options.address = "127.0.0.1";
        options.port = 0;
        server_ = must(Server::start(options, router));
    }
    std::shared_ptr<PartSink> watch(RawClient& client) {
        client.send("GET /pictures HTTP/1.1\r\nHost: a\r\n\r\n");
        EXPECT_TRUE(eventually([this] {
            std::lock_guard lock(mutex_);
            return sink_ != nullptr;
        }));
        std::lock_guard lock(mutex_);
        return std::move(sink_);
    }
    template <class Condition>
    static bool eventually(Condition condition) {
        for (int i = 0; i < 2000; ++i) {
            if (condition()) return true;
            std::this_thread::sleep_for(5ms);
        }
        return false;
    }
    std::mutex mutex_;
    std::shared_ptr<PartSink> sink_;
    std::unique_ptr<Server> server_;
};

TEST_F(PictureStreamTest, FollowsEveryPictureWithTheNextBoundary) {
    ServerOptions options;
    options.heartbeat = 50ms;
    start(options);
    RawClient client(server_->port());
    const auto sink = watch(client);
    EXPECT_TRUE(sink->send(part_of("a", "JPEG 1")));
    const auto text = client.read_until("JPEG 1\r\n--miandun-frame\r\n");
    EXPECT_NE(text.find("Content-Type: multipart/x-mixed-replace; boundary=miandun-frame\r\n"), std::string::npos);
    EXPECT_NE(
        text.find(
            "\r\n\r\n--miandun-frame\r\nContent-Type: image/jpeg\r\nContent-Length: 6\r\nX-Time: now\r\n\r\nJPEG 1\r\n--miandun-frame\r\n"),
        std::string::npos)
        << text;
    EXPECT_NE(client.read_until("X-Heartbeat: 1\r\n").find("X-Heartbeat"), std::string::npos);
    EXPECT_TRUE(sink->send({"a", {{"X-State", "stalled\r\nX-Forged: 1"}}, "image/jpeg", nullptr}));
    EXPECT_NE(client.read_until("\r\n--miandun-frame\r\n").find("Content-Length: 0\r\nX-State: stalledX-Forged: 1\r\n\r\n\r\n--"),
              std::string::npos);
    EXPECT_EQ(server_->counters().open_picture_streams, 1u);
    EXPECT_EQ(server_->counters().open_streams, 0u);
    sink->close();
    client.read_all();
    EXPECT_TRUE(eventually([&] { return server_->counters().open_picture_streams == 0; }));
    EXPECT_FALSE(sink->send(part_of("a", "late")));
}

TEST(PartQueue, KeepsTheNewestOfEverySlotInTurn) {
    PartQueue queue;
    for (const char* bytes : {"1", "2", "3"}) {
        EXPECT_TRUE(queue.send(part_of("a", bytes)));
        EXPECT_TRUE(queue.send(part_of("b", bytes)));
    }
    const auto first = queue.take(), second = queue.take();
    EXPECT_EQ(as_text(first.bytes->view()), "3");
    EXPECT_EQ(as_text(second.bytes->view()), "3");
    EXPECT_TRUE(queue.take().empty()) << "the older ones are gone";
    queue.close();
    EXPECT_FALSE(queue.send(part_of("a", "4")));
}

TEST_F(PictureStreamTest, GivesASlowViewerFewerPicturesAndKeepsOne) {
    start();
    RawClient slow(server_->port());
    const auto sink = watch(slow);
    const std::string large(1u << 20, 'x');
    std::vector<std::weak_ptr<const SecretBytes>> sent;
    for (int i = 0; i < 200; ++i) {
        const auto bytes = picture(large + std::to_string(i));
        sent.push_back(bytes);
        ASSERT_TRUE(sink->send({"a", {}, "image/jpeg", bytes})) << "a slow viewer is not thrown out";
    }
    const auto held = std::ranges::count_if(sent, [](const auto& one) { return !one.expired(); });
    EXPECT_LE(held, 2) << "one being written, one waiting";
    EXPECT_TRUE(sink->send({"b", {}, "image/jpeg", picture("the end")}));
    const auto text = slow.read_until("the end");
    std::size_t pictures = 0;
    for (auto at = text.find("Content-Length: "); at != std::string::npos; at = text.find("Content-Length: ", at + 1)) ++pictures;
    EXPECT_LE(pictures, 4u);
    EXPECT_NE(text.find("x199\r\n"), std::string::npos) << "the newest picture arrived";
}

TEST_F(PictureStreamTest, EndsAViewerWhoTakesNothing) {
    ServerOptions options;
    options.write_timeout = 100ms;
    start(options);
    RawClient stuck(server_->port());
    const auto sink = watch(stuck);
    const auto bytes = picture(std::string(16u << 20, 'x'));
    EXPECT_TRUE(eventually([&] { return !sink->send({"a", {}, "image/jpeg", bytes}); }));
    EXPECT_TRUE(eventually([&] { return server_->counters().open_picture_streams == 0; }));
    EXPECT_TRUE(eventually([&] { return bytes.use_count() == 1; })) << "nothing is kept for who is gone";
}

TEST_F(PictureStreamTest, NoticesAViewerWhoLeaves) {
    start();
    std::shared_ptr<PartSink> sink;
    {
        RawClient client(server_->port());
        sink = watch(client);
    }
    EXPECT_TRUE(eventually([&] { return server_->counters().open_picture_streams == 0; }));
    EXPECT_FALSE(sink->open());
}

TEST_F(PictureStreamTest, BoundsPictureStreamsAlone) {
    ServerOptions options;
    options.max_picture_streams = 1;
    start(options);
    RawClient first(server_->port()), second(server_->port()), other(server_->port());
    const auto sink = watch(first);
    second.send("GET /pictures HTTP/1.1\r\nHost: a\r\n\r\n");
    const auto refused = second.read_all();
    EXPECT_TRUE(refused.starts_with("HTTP/1.1 503")) << refused;
    EXPECT_NE(refused.find("Retry-After: 1"), std::string::npos);
    other.send("GET /hello HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    EXPECT_TRUE(other.read_all().starts_with("HTTP/1.1 200"));
}

TEST_F(PictureStreamTest, EndsWithTheServer) {
    start();
    RawClient client(server_->port());
    const auto sink = watch(client);
    EXPECT_TRUE(sink->send(part_of("a", "JPEG")));
    client.read_until("JPEG");
    server_->stop(20s);
    client.read_all();
    EXPECT_FALSE(sink->open());
}

}  // namespace
}  // namespace md::net
