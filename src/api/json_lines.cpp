#include "api/json_lines.h"

#include <charconv>

namespace md::api {
namespace {

// Follows what dump(1) does: every member and every item begins a line, and so does every closing bracket of what is not empty.
void add_lines(const Out& value, const std::string& pointer, std::vector<std::string>& pointers) {
    if (value.empty() || !value.is_structured()) return;
    for (const auto& [key, item] : value.items()) {
        auto escaped = key;
        for (std::size_t at = 0; (at = escaped.find_first_of("~/", at)) != std::string::npos; at += 2)
            escaped.replace(at, 1, escaped[at] == '~' ? "~0" : "~1");
        const auto own = pointer + "/" + escaped;
        pointers.push_back(own);
        add_lines(item, own, pointers);
    }
    pointers.push_back(pointer);
}

}  // namespace

JsonLines lines_of(const Out& document) {
    JsonLines lines{document.dump(1, ' ', false, Out::error_handler_t::replace), {""}};
    add_lines(document, "", lines.pointers);
    return lines;
}

std::string pointer_in(const JsonLines& lines, std::string_view detail) {
    const auto colon = detail.find(':');
    if (colon == std::string_view::npos) return {};
    std::size_t line = 0;
    std::from_chars(detail.data() + colon + 1, detail.data() + detail.size(), line);
    return line >= 1 && line <= lines.pointers.size() ? lines.pointers[line - 1] : std::string();
}

}  // namespace md::api
