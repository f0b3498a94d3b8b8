#include "net/http.h"

#include <nlohmann/json.hpp>

#include "base/errors.h"
#include "net/errors.h"
#include "net/target.h"

namespace md::net {

std::string Request::header(std::string_view name) const {
    const auto found = headers.find(std::string(name));
    return found == headers.end() ? std::string() : found->second;
}

std::string Request::cookie(std::string_view name) const {
    const auto all = header("cookie");
    std::string_view rest = all;
    while (!rest.empty()) {
        const auto end = std::min(rest.find(';'), rest.size());
        auto pair = rest.substr(0, end);
        pair.remove_prefix(std::min(pair.find_first_not_of(' '), pair.size()));
        const auto equals = pair.find('=');
        if (equals != std::string_view::npos && pair.substr(0, equals) == name) return std::string(pair.substr(equals + 1));
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return {};
}

Response Response::json(std::string text, int status) { return Response::text(std::move(text), "application/json", status); }

Response Response::text(std::string text, std::string_view type, int status) {
    Response response;
    response.status = status;
    response.headers.emplace_back("Content-Type", type);
    response.body = SecretBytes(as_bytes(text));
    wipe(text.data(), text.size());
    return response;
}

Response Response::empty(int status) {
    Response response;
    response.status = status;
    return response;
}

Response problem(const Error& error, std::string_view request_id, std::string_view members_json) {
    const auto& kind = error.kind();
    nlohmann::ordered_json body{{"type", "urn:miandun:error:" + std::string(kind.code)},
                                {"title", kind.en},
                                {"status", kind.http_status},
                                {"code", kind.code},
                                {"detail_zh", kind.zh},
                                {"detail_en", kind.en},
                                {"request_id", request_id}};
    if (!members_json.empty()) body.update(nlohmann::ordered_json::parse(members_json));
    return Response::text(body.dump(), "application/problem+json", kind.http_status);
}

void Router::add(std::string method, std::string pattern, Handler handler, std::size_t max_body_bytes, Gate gate) {
    for (const auto& route : routes_) {
        if (route.method == method && route.pattern == pattern)
            throw Fatal(Error(errors::kInternal, "route given twice: " + method + " " + pattern));
    }
    segments_.push_back(split_path(pattern));
    routes_.push_back({std::move(method), std::move(pattern), std::move(handler), max_body_bytes, std::move(gate)});
}

void Router::fallback(Handler handler) { fallback_ = std::move(handler); }

namespace {

bool is_capture(const std::string& segment) { return segment.starts_with('{'); }

bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    if (pattern.size() != path.size()) return false;
    for (std::size_t i = 0; i < path.size(); ++i) {
        if (!is_capture(pattern[i]) && pattern[i] != path[i]) return false;
    }
    return true;
}

// Of two patterns that fit one path: the one that is literal where they first differ.
bool more_literal(const std::vector<std::string>& a, const std::vector<std::string>& b) {
    for (std::size_t i = 0; i < a.size(); ++i) {
        if (is_capture(a[i]) != is_capture(b[i])) return is_capture(b[i]);
    }
    return false;
}

}  // namespace

const Router::Route* Router::find(Request& request, Response& refusal) const {
    const auto path = split_path(request.path);
    const std::vector<std::string>* best = nullptr;
    for (const auto& pattern : segments_) {
        if (fits(pattern, path) && (!best || more_literal(pattern, *best))) best = &pattern;
    }
    if (!best) {
        refusal = problem(errors::kNoSuchPath, request.id);
        return nullptr;
    }
    const std::string_view wanted = request.method == "HEAD" ? "GET" : std::string_view(request.method);
    std::string allowed = "OPTIONS";
    for (std::size_t i = 0; i < routes_.size(); ++i) {
        if (segments_[i] != *best) continue;
        if (routes_[i].method == wanted) {
            for (std::size_t k = 0; k < path.size(); ++k) {
                if (is_capture((*best)[k])) request.captures[(*best)[k].substr(1, (*best)[k].size() - 2)] = path[k];
            }
            return &routes_[i];
        }
        allowed += ", " + routes_[i].method + (routes_[i].method == "GET" ? ", HEAD" : "");
    }
    refusal = request.method == "OPTIONS" ? Response::empty() : problem(errors::kMethodNotAllowed, request.id);
    refusal.headers.emplace_back("Allow", allowed);
    return nullptr;
}

}  // namespace md::net
