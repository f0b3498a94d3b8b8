#include "base/bytes.h"

#include <algorithm>
#include <array>

namespace md {
namespace {

// Most of what is written is a few short fields: room for them at once, instead of growing field by field.
constexpr std::size_t kUsualBytes = 192;

constexpr std::string_view kHex = "0123456789abcdef";
constexpr std::string_view kBase64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase64Url = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
constexpr std::string_view kBase32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

// One coder for all alphabets of 2^bits letters.
std::string encode(ByteView bytes, std::string_view alphabet, unsigned bits) {
    std::string out;
    out.reserve((bytes.size() * 8 + bits - 1) / bits);
    unsigned buffer = 0, held = 0;
    for (std::uint8_t byte : bytes) {
        buffer = (buffer << 8) | byte;
        held += 8;
        while (held >= bits) {
            held -= bits;
            out += alphabet[(buffer >> held) & ((1u << bits) - 1)];
        }
        buffer &= (1u << held) - 1;
    }
    if (held > 0) out += alphabet[(buffer << (bits - held)) & ((1u << bits) - 1)];
    return out;
}

std::optional<Bytes> decode(std::string_view text, std::string_view alphabet, unsigned bits) {
    while (!text.empty() && text.back() == '=') text.remove_suffix(1);
    constexpr std::uint8_t kNoLetter = 255;
    std::array<std::uint8_t, 256> values;  // a look a letter: pictures come in by the megabyte
    values.fill(kNoLetter);
    for (std::size_t i = 0; i < alphabet.size(); ++i) values[static_cast<std::uint8_t>(alphabet[i])] = static_cast<std::uint8_t>(i);
    Bytes out;
    out.reserve(text.size() * bits / 8);
    unsigned buffer = 0, held = 0;
    for (char letter : text) {
        const auto value = values[static_cast<std::uint8_t>(letter)];
        if (value == kNoLetter) return std::nullopt;
        buffer = (buffer << bits) | value;
        held += bits;
        if (held >= 8) {
            held -= 8;
            out.push_back(static_cast<std::uint8_t>(buffer >> held));
            buffer &= (1u << held) - 1;
        }
    }
    // Left-over bits are padding: fewer than a letter, and zero; else two texts would name the same bytes.
    if (held >= bits || buffer != 0) return std::nullopt;
    return out;
}

int hex_value(char letter) {
    if (letter >= '0' && letter <= '9') return letter - '0';
    if (letter >= 'a' && letter <= 'f') return letter - 'a' + 10;
    if (letter >= 'A' && letter <= 'F') return letter - 'A' + 10;
    return -1;
}

}  // namespace

std::string to_hex(ByteView bytes) {
    std::string out;
    out.reserve(bytes.size() * 2);
    for (std::uint8_t byte : bytes) {
        out += kHex[byte >> 4];
        out += kHex[byte & 15];
    }
    return out;
}

std::optional<Bytes> from_hex(std::string_view text) {
    if (text.size() % 2 != 0) return std::nullopt;
    Bytes out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const int high = hex_value(text[i]), low = hex_value(text[i + 1]);
        if (high < 0 || low < 0) return std::nullopt;
        out.push_back(static_cast<std::uint8_t>(high << 4 | low));
    }
    return out;
}

std::string to_base64(ByteView bytes) {
    std::string out = encode(bytes, kBase64, 6);
    while (out.size() % 4 != 0) out += '=';
    return out;
}
std::string to_base64url(ByteView bytes) { return encode(bytes, kBase64Url, 6); }
std::string to_base32(ByteView bytes) { return encode(bytes, kBase32, 5); }
std::optional<Bytes> from_base64(std::string_view text) { return decode(text, kBase64, 6); }
std::optional<Bytes> from_base64url(std::string_view text) { return decode(text, kBase64Url, 6); }
std::optional<Bytes> from_base32(std::string_view text) { return decode(text, kBase32, 5); }

bool equal_constant_time(ByteView a, ByteView b) {
    if (a.size() != b.size()) return false;
    volatile std::uint8_t difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<std::uint8_t>(difference | (a[i] ^ b[i]));
    return difference == 0;
}

ByteView Reader::take(std::size_t count) {
    if (!ok_ || count > rest_.size()) {
        ok_ = false;
        return {};
    }
    const ByteView out = rest_.first(count);
    rest_ = rest_.subspan(count);
    return out;
}

std::uint64_t Reader::big_endian(std::size_t width) {
    std::uint64_t value = 0;
    for (std::uint8_t byte : take(width)) value = value << 8 | byte;
    return value;
}

Writer& Writer::raw(ByteView bytes) {
    if (out_.capacity() == 0) out_.reserve(std::max(kUsualBytes, bytes.size()));
    out_.insert(out_.end(), bytes.begin(), bytes.end());
    return *this;
}

Writer& Writer::big_endian(std::uint64_t value, std::size_t width) {
    std::array<std::uint8_t, sizeof value> bytes;
    for (std::size_t i = 0; i < width; ++i) bytes[i] = static_cast<std::uint8_t>(value >> (8 * (width - 1 - i)));
    return raw(ByteView(bytes).first(width));
}

}  // namespace md
