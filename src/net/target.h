#pragma once
// The request target (RFC 9112, origin-form) taken apart, strictly: what two programs could read differently is refused.
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace md::net {

struct Target {
    std::string path;                          // decoded; begins with '/'
    std::map<std::string, std::string> query;  // decoded
};
// kMalformedRequest: not origin-form, bad or overlong escapes, "." or ".." or empty segments, an encoded slash, backslash or control
// character, text that is not UTF-8, a query key twice or empty.
Result<Target> parse_target(std::string_view text);

// "/a/b" -> {"a", "b"}; "/" -> {}.
std::vector<std::string> split_path(std::string_view path);

bool valid_utf8(std::string_view text);

}  // namespace md::net
