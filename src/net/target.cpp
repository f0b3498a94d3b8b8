#include "net/target.h"

#include "net/errors.h"

namespace md::net {
namespace {

int hex_digit(char c) {
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    if (c >= 'A' && c <= 'F') return c - 'A' + 10;
    return -1;
}

// Escapes become bytes; in a query '+' is a blank. False: a broken escape or a control character, raw or escaped.
bool decode(std::string_view text, bool in_query, std::string& out) {
    out.clear();
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        char c = text[i];
        if (c == '%') {
            if (i + 2 >= text.size()) return false;
            const int high = hex_digit(text[i + 1]), low = hex_digit(text[i + 2]);
            if (high < 0 || low < 0) return false;
            c = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (in_query && c == '+') {
            c = ' ';
        }
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
        out += c;
    }
    return valid_utf8(out);
}

Result<std::string> decode_path(std::string_view text) {
    std::string path = "/", segment;
    std::size_t begin = 1;
    while (begin < text.size()) {
        const auto slash = text.find('/', begin);
        const auto raw = text.substr(begin, slash == std::string_view::npos ? slash : slash - begin);
        if (raw.empty()) return fail(errors::kMalformedRequest, "empty path segment");
        if (!decode(raw, false, segment)) return fail(errors::kMalformedRequest, "bad escape in path");
        // A slash or backslash that was hidden in an escape would make the segments another path than the one that was sent.
        if (segment == "." || segment == ".." || segment.find_first_of("/\\") != std::string::npos)
            return fail(errors::kMalformedRequest, "path traversal");
        if (path.size() > 1) path += '/';
        path += segment;
        if (slash == std::string_view::npos) break;
        begin = slash + 1;
    }
    return path;
}

}  // namespace

bool valid_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<unsigned char>(text[i]);
        const std::size_t length = lead < 0x80 ? 1 : lead >> 5 == 0x6 ? 2 : lead >> 4 == 0xe ? 3 : lead >> 3 == 0x1e ? 4 : 0;
        if (length == 0 || i + length > text.size()) return false;
        std::uint32_t point = length == 1 ? lead : lead & (0x7fu >> length);
        for (std::size_t k = 1; k < length; ++k) {
            const auto next = static_cast<unsigned char>(text[i + k]);
            if (next >> 6 != 0x2) return false;
            point = point << 6 | (next & 0x3fu);
        }
        constexpr std::uint32_t kSmallest[] = {0, 0, 0x80, 0x800, 0x10000};  // anything below is overlong
        if (point < kSmallest[length] || point > 0x10ffff || (point >= 0xd800 && point <= 0xdfff)) return false;
        i += length;
    }
    return true;
}

std::vector<std::string> split_path(std::string_view path) {
    std::vector<std::string> segments;
    for (std::size_t begin = 1; begin < path.size();) {
        const auto slash = std::min(path.find('/', begin), path.size());
        segments.emplace_back(path.substr(begin, slash - begin));
        begin = slash + 1;
    }
    return segments;
}

Result<Target> parse_target(std::string_view text) {
    if (text.empty() || text.front() != '/') return fail(errors::kMalformedRequest, "target is not a path");
    if (text.find('#') != std::string_view::npos) return fail(errors::kMalformedRequest, "fragment in target");
    const auto mark = text.find('?');
    Target target;
    MD_ASSIGN(target.path, decode_path(text.substr(0, mark)));
    if (mark == std::string_view::npos) return target;
    auto rest = text.substr(mark + 1);
    std::string key, value;
    while (!rest.empty()) {
        const auto end = std::min(rest.find('&'), rest.size());
        const auto pair = rest.substr(0, end);
        const auto equals = std::min(pair.find('='), pair.size());
        if (!decode(pair.substr(0, equals), true, key) || !decode(pair.substr(std::min(equals + 1, pair.size())), true, value)) {
            return fail(errors::kMalformedRequest, "bad escape in query");
        }
        if (key.empty()) return fail(errors::kMalformedRequest, "query key missing");
        if (!target.query.emplace(key, value).second) return fail(errors::kMalformedRequest, "query key given twice");
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return target;
}

}  // namespace md::net
