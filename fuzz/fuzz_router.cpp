#include "net/http.h"
#include "net/target.h"

// A target is either refused, or comes out as a path without traversal that the router can look up.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const md::net::Router router = [] {
        md::net::Router made;
        for (const char* pattern : {"/", "/a", "/a/{one}", "/a/{one}/b", "/a/me/{two}"})
            made.add("GET", pattern, [](md::net::Request&) { return md::net::Response(); });
        return made;
    }();
    const auto target = md::net::parse_target(md::as_text({data, size}));
    if (!target) return 0;
    if (!target->path.starts_with('/') || !md::net::valid_utf8(target->path)) __builtin_trap();
    for (const auto& segment : md::net::split_path(target->path)) {
        if (segment.empty() || segment == "." || segment == ".." || segment.find('\\') != std::string::npos ||
            segment.find('\0') != std::string::npos)
            __builtin_trap();
    }
    md::net::Request request;
    request.method = "GET";
    request.path = target->path;
    md::net::Response refusal;
    router.find(request, refusal);
    return 0;
}
