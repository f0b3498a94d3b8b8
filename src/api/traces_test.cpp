// Event streams, and that nothing of a picture is left in memory once a request is answered. B3, B4, B10.
#include "api/api_world.h"
#include "memory_search.h"
#include "net/raw_client.h"

namespace md::api {
namespace {

TEST(EventStream, TellsWhatHappensAndResumes) {  // B10
    ApiWorld world;
    const auto clerk = world.user(access::Role::operator_);
    const auto follow = [&](const std::string& last_id, const std::string& mark) {
        net::test::RawClient client(world.server->port());
        client.send("GET /api/v1/events/stream HTTP/1.1\r\nHost: a\r\nCookie: md_session=" + clerk.cookie + "\r\n" +
                    (last_id.empty() ? "" : "Last-Event-ID: " + last_id + "\r\n") + "\r\n");
        auto seen = client.read_until(": heartbeat");
        if (mark.empty()) return seen;
        EXPECT_EQ(world.ask("POST", "/api/v1/identifications", {{"frames", ApiWorld::frames(5)}}, clerk).status, 200);
        return seen + client.read_until(mark);
    };
    EXPECT_NE(follow("", "event: recognition\nid: 1\n").find("event: recognition\nid: 1\n"), std::string::npos);
    EXPECT_NE(follow("0", "").find("id: 1\n"), std::string::npos) << "what was missed is told again";
    EXPECT_EQ(follow("1", "").find("id: 1\n"), std::string::npos);
    EXPECT_NE(follow("999", "").find("id: 1\n"), std::string::npos) << "an id of an earlier run of the process";
}

// Kept inverted, so that the search does not find the searcher.
Bytes inverted(std::string_view text) {
    Bytes out;
    for (const char c : text) out.push_back(static_cast<std::uint8_t>(~c));
    return out;
}

TEST(Traces, LeavesNothingOfAPictureInMemory) {  // B3, B4
    ApiWorld world;
    const auto clerk = world.user(access::Role::operator_);
    // A picture with 600 random bytes behind its pixels: text that occurs nowhere else. Kept inverted; sent in pieces too short to be taken
    // for it.
    Bytes body;
    std::vector<test::Needle> file_needle, text_needle;
    {
        auto picture = test::picture_of(5);
        Bytes file(picture.view().begin(), picture.view().end());
        file.resize(file.size() - file.size() % 3 + 3);
        const auto tail = world.world.random.secret(600);
        file.insert(file.end(), tail.view().begin(), tail.view().end());
        auto encoded = to_base64(file);
        std::string whole;
        whole.reserve(encoded.size() + 32);  // no copy is left behind by growing
        whole.append("{\"frames\": [\"").append(encoded).append("\"]}");
        body = inverted(whole);
        file_needle.emplace_back(tail.view().first(64));
        text_needle.emplace_back(as_bytes(std::string_view(encoded).substr(encoded.size() - 400, 64)));
        wipe(file.data(), file.size());
        wipe(encoded.data(), encoded.size());
        wipe(whole.data(), whole.size());
    }
    net::test::RawClient client(world.server->port());
    client.send("POST /api/v1/identifications HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nCookie: md_session=" + clerk.cookie +
                "\r\nX-CSRF-Token: " + clerk.csrf + "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n");
    for (std::size_t at = 0; at < body.size(); at += 32) {
        std::array<char, 32> piece;
        const auto count = std::min(piece.size(), body.size() - at);
        for (std::size_t i = 0; i < count; ++i) piece[i] = static_cast<char>(~body[at + i]);
        client.send({piece.data(), count});
    }
    const auto answer = client.read_until("\"reasons\"");
    ASSERT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
    world.ask("GET", "/healthz");  // the worker has gone on to something else
    EXPECT_EQ(test::count_in_memory(text_needle), 0) << "base64 text";
    EXPECT_EQ(test::count_in_memory(file_needle), 0) << "picture file";
    // The search does find what is there.
    const auto planted = text_needle.front().plain();
    EXPECT_GE(test::count_in_memory(text_needle), 1);
}

}  // namespace
}  // namespace md::api
