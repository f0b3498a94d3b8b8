#include "net/response_fields.h"

#include "base/log.h"

namespace md::net {
namespace {

// Answers are for one caller and hold personal data; pages and scripts come from nowhere unless a handler (the console's) says otherwise.
constexpr std::pair<std::string_view, std::string_view> kDefaults[] = {
    {"Cache-Control", "no-store"},
    {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"X-Frame-Options", "DENY"},
};
constexpr std::string_view kTransportSecurity = "max-age=31536000; includeSubDomains";

boost::beast::string_view as_beast(std::string_view text) { return {text.data(), text.size()}; }

bool safe(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
    }
    return true;
}

}  // namespace

void fill_fields(http::response_header<>& head, const Request& request, const Response& response, bool over_tls) {
    head.result(static_cast<unsigned>(response.status));
    head.version(11);
    for (const auto& [name, value] : kDefaults) head.set(as_beast(name), as_beast(value));
    if (over_tls) head.set("Strict-Transport-Security", as_beast(kTransportSecurity));
    head.set("X-Request-Id", as_beast(request.id));
    bool cookie = false;
    for (const auto& [name, value] : response.headers) {
        if (!safe(name) || !safe(value)) {  // would split the answer in two
            log::error("net", "field {} of an answer to {} held a control character and was left out", safe(name) ? name : "?",
                       request.path);
            continue;
        }
        if (beast::iequals(as_beast(name), "set-cookie") && cookie)
            head.insert(as_beast(name), as_beast(value));
        else
            head.set(as_beast(name), as_beast(value));
        cookie = cookie || beast::iequals(as_beast(name), "set-cookie");
    }
}

}  // namespace md::net
