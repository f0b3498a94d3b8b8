#include "net/target.h"

#include <gtest/gtest.h>

#include "net/errors.h"
#include "net/http.h"

namespace md::net {
namespace {

TEST(Target, DecodesPathAndQuery) {
    const auto target = must(parse_target("/api/v1/persons/%E5%BC%A0%E4%B8%89?text=a+b%26c&limit=5&flag"));
    EXPECT_EQ(target.path, "/api/v1/persons/张三");
    EXPECT_EQ(target.query.at("text"), "a b&c");
    EXPECT_EQ(target.query.at("limit"), "5");
    EXPECT_EQ(target.query.at("flag"), "");
}

TEST(Target, KeepsTheRootAndDropsATrailingSlash) {
    EXPECT_EQ(must(parse_target("/")).path, "/");
    EXPECT_EQ(must(parse_target("/a/")).path, "/a");
    EXPECT_EQ(must(parse_target("/?a=1")).path, "/");
}

TEST(Target, RefusesWhatCouldBeReadTwoWays) {
    for (const std::string text :
         {"",       "a",          "*",      "http://host/a", "//a",         "/a//b",  "/a/../b", "/a/./b",   "/..",   "/a/%2e%2e/b",
          "/a%2fb", "/a%5cb",     "/a%00b", "/a%0d%0ab",     "/a%",         "/a%4",   "/a%zz",   "/a%c0%af", "/a%ff", "/a%ed%a0%80",
          "/a#b",   "/a?x=1&x=2", "/a?=1",  "/a?x=%00",      "/a?x=%e5%bc", "/a?x=%2"}) {
        const auto target = parse_target(text);
        ASSERT_FALSE(target) << text;
        EXPECT_TRUE(target.error().is(errors::kMalformedRequest)) << text;
    }
}

Handler named(const std::string& name) {
    return [name](Request& request) {
        std::string text = name;
        for (const auto& [key, value] : request.captures) text += " " + key + "=" + value;
        return Response::text(text, "text/plain");
    };
}

std::string route_of(const Router& router, const std::string& method, const std::string& path, Response* refusal = nullptr) {
    Request request;
    request.method = method;
    request.path = path;
    Response response;
    const auto* route = router.find(request, response);
    if (!route) {
        const auto status = std::to_string(response.status);
        if (refusal) *refusal = std::move(response);
        return status;
    }
    return std::string(as_text(route->handler(request).body.view()));
}

TEST(Router, PrefersLiteralsAndFillsCaptures) {
    Router router;
    router.add("GET", "/users/{user_id}", named("one"));
    router.add("PATCH", "/users/me", named("me"));
    router.add("GET", "/users/{user_id}/factors/{factor_id}", named("factor"));
    router.add("GET", "/users/me/factors/{factor_id}", named("my factor"));
    EXPECT_EQ(route_of(router, "GET", "/users/7"), "one user_id=7");
    EXPECT_EQ(route_of(router, "HEAD", "/users/7"), "one user_id=7");
    EXPECT_EQ(route_of(router, "PATCH", "/users/me"), "me");
    EXPECT_EQ(route_of(router, "GET", "/users/7/factors/8"), "factor factor_id=8 user_id=7");
    EXPECT_EQ(route_of(router, "GET", "/users/me/factors/8"), "my factor factor_id=8");
    EXPECT_EQ(route_of(router, "GET", "/users"), "404");
    EXPECT_EQ(route_of(router, "GET", "/users/7/factors"), "404");
}

TEST(Router, NamesTheMethodsAPathTakes) {
    Router router;
    router.add("GET", "/a", named("get"));
    router.add("POST", "/a", named("post"));
    Response refusal;
    EXPECT_EQ(route_of(router, "DELETE", "/a", &refusal), "405");
    EXPECT_EQ(refusal.headers.back(), (std::pair<std::string, std::string>("Allow", "OPTIONS, GET, HEAD, POST")));
    EXPECT_EQ(route_of(router, "OPTIONS", "/a", &refusal), "204");
    EXPECT_EQ(route_of(router, "OPTIONS", "/b", &refusal), "404");
}

TEST(Router, RefusesTheSameRouteTwice) {
    Router router;
    router.add("GET", "/a", named("one"));
    EXPECT_THROW(router.add("GET", "/a", named("two")), Fatal);
}

TEST(Request, FindsCookiesByWholeName) {
    Request request;
    request.headers["cookie"] = "a=1; md_session=xyz; xmd_session=no";
    EXPECT_EQ(request.cookie("md_session"), "xyz");
    EXPECT_EQ(request.cookie("session"), "");
}

}  // namespace
}  // namespace md::net
