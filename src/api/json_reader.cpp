#include "api/json_reader.h"

#include <charconv>

#include "net/target.h"

namespace md::api {
namespace {

void append_utf8(SecretString& out, std::uint32_t point) {
    const auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((point >> shift) & 0x3f)); };
    if (point < 0x80) {
        out += static_cast<char>(point);
    } else if (point < 0x800) {
        out += static_cast<char>(0xc0 | (point >> 6));
        tail(0);
    } else if (point < 0x10000) {
        out += static_cast<char>(0xe0 | (point >> 12));
        tail(6);
        tail(0);
    } else {
        out += static_cast<char>(0xf0 | (point >> 18));
        tail(12);
        tail(6);
        tail(0);
    }
}

class JsonReader {
public:
    explicit JsonReader(std::string_view text) : rest_(text) {}

    std::optional<Json> document() {
        Json value;
        if (!read(value, 0)) return std::nullopt;
        skip_blanks();
        if (!rest_.empty()) return std::nullopt;
        return value;
    }

private:
    // True and past it when `token` comes next.
    bool take(std::string_view token) {
        if (!rest_.starts_with(token)) return false;
        rest_.remove_prefix(token.size());
        return true;
    }
    void skip_blanks() { rest_.remove_prefix(std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size())); }

    bool read(Json& value, int depth) {
        skip_blanks();
        if (depth > kDeepestJson || rest_.empty() || ++values_ > kMostJsonValues) return false;
        switch (rest_.front()) {
            case '{':
                return read_object(value, depth);
            case '[':
                return read_array(value, depth);
            case '"': {
                SecretString text;
                if (!read_string(text)) return false;
                value = std::move(text);
                return true;
            }
            case 't':
                value = true;
                return take("true");
            case 'f':
                value = false;
                return take("false");
            case 'n':
                value = nullptr;
                return take("null");
            default:
                return read_number(value);
        }
    }

    bool read_object(Json& value, int depth) {
        value = Json::object();
        take("{");
        skip_blanks();
        if (take("}")) return true;
        do {
            skip_blanks();
            SecretString name;
            if (!read_string(name)) return false;
            skip_blanks();
            if (!take(":") || value.contains(name)) return false;
            if (!read(value[name], depth + 1)) return false;
            skip_blanks();
        } while (take(","));
        return take("}");
    }

    bool read_array(Json& value, int depth) {
        value = Json::array();
        take("[");
        skip_blanks();
        if (take("]")) return true;
        do {
            value.push_back(nullptr);
            if (!read(value.back(), depth + 1)) return false;
            skip_blanks();
        } while (take(","));
        return take("]");
    }

    bool read_string(SecretString& out) {
        if (!take("\"")) return false;
        std::size_t end = 0;
        while (end < rest_.size() && rest_[end] != '"') end += rest_[end] == '\\' ? 2 : 1;
        if (end >= rest_.size()) return false;
        auto raw = rest_.substr(0, end);
        rest_.remove_prefix(end + 1);
        out.reserve(raw.size());
        while (!raw.empty()) {
            const auto plain = std::min(raw.find('\\'), raw.size());
            for (std::size_t i = 0; i < plain; ++i) {
                if (static_cast<unsigned char>(raw[i]) < 0x20) return false;
            }
            out.append(raw.substr(0, plain));
            raw.remove_prefix(plain);
            if (!raw.empty() && !read_escape(raw, out)) return false;
        }
        return net::valid_utf8(out);
    }

    static bool read_escape(std::string_view& raw, SecretString& out) {
        constexpr std::string_view kNames = "\"\\/bfnrt", kValues = "\"\\/\b\f\n\r\t";
        const char kind = raw[1];
        raw.remove_prefix(2);
        if (const auto index = kNames.find(kind); index != std::string_view::npos) {
            out += kValues[index];
            return true;
        }
        std::uint32_t point = 0, low = 0;
        if (kind != 'u' || !read_hex(raw, point)) return false;
        if (point >= 0xdc00 && point < 0xe000) return false;
        if (point >= 0xd800 && point < 0xdc00) {  // a pair stands for one character
            if (!raw.starts_with("\\u")) return false;
            raw.remove_prefix(2);
            if (!read_hex(raw, low) || low < 0xdc00 || low >= 0xe000) return false;
            point = 0x10000 + ((point - 0xd800) << 10) + (low - 0xdc00);
        }
        append_utf8(out, point);
        return true;
    }

    static bool read_hex(std::string_view& raw, std::uint32_t& value) {
        if (raw.size() < 4) return false;
        const auto [end, error] = std::from_chars(raw.data(), raw.data() + 4, value, 16);
        if (error != std::errc() || end != raw.data() + 4) return false;
        raw.remove_prefix(4);
        return true;
    }

    // -?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?
    bool read_number(Json& value) {
        const auto begin = rest_;
        take("-");
        const bool zero = rest_.starts_with('0');
        const auto digits = skip_digits();
        if (digits == 0 || (zero && digits > 1)) return false;
        bool whole = true;
        if (take(".")) {
            whole = false;
            if (skip_digits() == 0) return false;
        }
        if (take("e") || take("E")) {
            whole = false;
            if (!take("+")) take("-");
            if (skip_digits() == 0) return false;
        }
        const auto text = begin.substr(0, begin.size() - rest_.size());
        const auto* last = text.data() + text.size();
        if (std::int64_t integer = 0; whole && std::from_chars(text.data(), last, integer).ec == std::errc()) {
            value = integer;
            return true;
        }
        double number = 0;
        if (std::from_chars(text.data(), last, number).ec != std::errc()) return false;  // beyond what a double holds
        value = number;
        return true;
    }
    std::size_t skip_digits() {
        const auto count = std::min(rest_.find_first_not_of("0123456789"), rest_.size());
        rest_.remove_prefix(count);
        return count;
    }

    std::string_view rest_;
    int values_ = 0;
};

}  // namespace

std::optional<Json> read_json(std::string_view text) { return JsonReader(text).document(); }

}  // namespace md::api
