#include "people/text.h"

#include <algorithm>
#include <cstdint>

namespace md::people {
namespace {

// Length of the well-formed UTF-8 sequence at the front (Unicode table 3-7), 0 when there is none.
std::size_t sequence_length(std::string_view text) {
    const auto at = [&](std::size_t i) { return i < text.size() ? static_cast<std::uint8_t>(text[i]) : std::uint8_t{0}; };
    const auto tail = [&](std::size_t i) { return (at(i) & 0xC0) == 0x80; };
    const std::uint8_t lead = at(0);
    if (lead < 0x80) return 1;
    if (lead >= 0xC2 && lead <= 0xDF) return tail(1) ? 2 : 0;
    if (lead >= 0xE0 && lead <= 0xEF) {
        if (!tail(1) || !tail(2)) return 0;
        if (lead == 0xE0 && at(1) < 0xA0) return 0;
        return lead == 0xED && at(1) > 0x9F ? 0 : 3;
    }
    if (lead >= 0xF0 && lead <= 0xF4) {
        if (!tail(1) || !tail(2) || !tail(3)) return 0;
        if (lead == 0xF0 && at(1) < 0x90) return 0;
        return lead == 0xF4 && at(1) > 0x8F ? 0 : 4;
    }
    return 0;
}

bool left_out(std::string_view character) {
    return character == " " || character == "\u3000" || character == "\u00B7" || character == "\u2022" || character == "\u30FB";
}

}  // namespace

bool is_clean_text(std::string_view text) {
    while (!text.empty()) {
        const std::size_t length = sequence_length(text);
        const auto lead = static_cast<std::uint8_t>(text[0]);
        if (length == 0 || lead < 0x20 || lead == 0x7F) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::vector<std::string> characters(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        const std::size_t length = std::max<std::size_t>(1, sequence_length(text));
        out.emplace_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return out;
}

std::string folded(std::string_view text) {
    std::string out;
    for (const auto& character : characters(text)) {
        if (left_out(character)) continue;
        if (character.size() == 1 && character[0] >= 'A' && character[0] <= 'Z') {
            out += static_cast<char>(character[0] - 'A' + 'a');
        } else {
            out += character;
        }
    }
    return out;
}

std::string trimmed(std::string_view text) {
    constexpr std::string_view kBlanks = " \t\r\n";
    const auto first = text.find_first_not_of(kBlanks);
    if (first == std::string_view::npos) return {};
    return std::string(text.substr(first, text.find_last_not_of(kBlanks) - first + 1));
}

}  // namespace md::people
