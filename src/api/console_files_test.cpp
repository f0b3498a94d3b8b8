#include "api/console_files.h"

#include <gtest/gtest.h>

#include "profile.h"

namespace md::api {
namespace {

net::Request get(const std::string& path) {
    net::Request request;
    request.method = "GET";
    request.path = path;
    return request;
}
std::string header(const net::Response& response, const std::string& name) {
    for (const auto& [key, value] : response.headers) {
        if (key == name) return value;
    }
    return {};
}

const std::vector<EmbeddedFile> kFiles{
    {"index.html", as_bytes("<html>")}, {"index.html.gz", as_bytes("packed")}, {"assets/app-1a2b.js", as_bytes("code")}};

TEST(ConsoleFiles, ServesFilesAndPages) {
    const ConsoleFiles console(kFiles, test::profile());
    const auto page = console.serve(get("/persons/list"));
    EXPECT_EQ(as_text(page.body.view()), "<html>") << "the console's own paths all begin at index.html";
    EXPECT_EQ(header(page, "Cache-Control"), "no-cache");
    const auto policy = header(page, "Content-Security-Policy");
    EXPECT_NE(policy.find("script-src 'self';"), std::string::npos);
    EXPECT_EQ(policy.find("unsafe-eval"), std::string::npos);
    const auto script = console.serve(get("/assets/app-1a2b.js"));
    EXPECT_EQ(header(script, "Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_EQ(header(script, "Cache-Control"), "public, max-age=31536000, immutable");
    EXPECT_EQ(console.serve(get("/assets/missing.js")).status, 404);
    EXPECT_EQ(console.serve(get("/api/v1/missing")).status, 404);
}

TEST(ConsoleFiles, SendsPackedFilesAndTags) {
    const ConsoleFiles console(kFiles, test::profile());
    auto request = get("/");
    request.headers["accept-encoding"] = "gzip, deflate";
    const auto packed = console.serve(request);
    EXPECT_EQ(header(packed, "Content-Encoding"), "gzip");
    EXPECT_EQ(as_text(packed.body.view()), "packed");
    request.headers["if-none-match"] = header(packed, "ETag");
    const auto same = console.serve(request);
    EXPECT_EQ(same.status, 304);
    EXPECT_TRUE(same.body.empty());
}

TEST(ConsoleFiles, SaysWhenItWasNotBuilt) {
    const ConsoleFiles console({}, test::profile());
    const auto page = console.serve(get("/"));
    EXPECT_EQ(page.status, 200);
    EXPECT_NE(as_text(page.body.view()).find("未包含管理控制台"), std::string_view::npos);
    EXPECT_EQ(console.serve(get("/app.js")).status, 404);
}

}  // namespace
}  // namespace md::api
