#pragma once
// Byte strings and the one cursor through which all bytes from outside are read.
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace md {

using Bytes = std::vector<std::uint8_t>;
using ByteView = std::span<const std::uint8_t>;

inline ByteView as_bytes(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }
inline std::string_view as_text(ByteView bytes) { return {reinterpret_cast<const char*>(bytes.data()), bytes.size()}; }
inline Bytes to_bytes(std::string_view text) { return {text.begin(), text.end()}; }
inline Bytes to_bytes(ByteView bytes) { return {bytes.begin(), bytes.end()}; }

// Lower-case hexadecimal. from_hex accepts both cases and nothing else; odd length is an error.
std::string to_hex(ByteView bytes);
std::optional<Bytes> from_hex(std::string_view text);

// RFC 4648. base64: section 4 with padding; base64url: section 5 without padding. base32: section 6 without padding (TOTP secrets).
// The decoders accept padding or none and refuse every other stray character.
std::string to_base64(ByteView bytes);
std::string to_base64url(ByteView bytes);
std::string to_base32(ByteView bytes);
std::optional<Bytes> from_base64(std::string_view text);
std::optional<Bytes> from_base64url(std::string_view text);
std::optional<Bytes> from_base32(std::string_view text);

// Takes time that depends on the length alone. For secrets, codes and tags.
bool equal_constant_time(ByteView a, ByteView b);

// Reads big-endian fields off a byte string and never past its end. After the first short read every further read fails too, so a parser may
// read a whole structure and ask ok() once. Parsers end with done(): trailing bytes are an error.
class Reader {
public:
    explicit Reader(ByteView bytes) : rest_(bytes) {}
    std::uint8_t u8() { return static_cast<std::uint8_t>(big_endian(1)); }
    std::uint16_t u16() { return static_cast<std::uint16_t>(big_endian(2)); }
    std::uint32_t u32() { return static_cast<std::uint32_t>(big_endian(4)); }
    std::uint64_t u64() { return big_endian(8); }
    ByteView take(std::size_t count);
    ByteView take_u16_prefixed() { return take(u16()); }
    ByteView take_u32_prefixed() { return take(u32()); }
    std::size_t left() const { return rest_.size(); }
    bool ok() const { return ok_; }
    bool done() const { return ok_ && rest_.empty(); }

private:
    std::uint64_t big_endian(std::size_t width);
    ByteView rest_;
    bool ok_ = true;
};

// Writes what Reader reads.
class Writer {
public:
    Writer& u8(std::uint8_t value) { return big_endian(value, 1); }
    Writer& u16(std::uint16_t value) { return big_endian(value, 2); }
    Writer& u32(std::uint32_t value) { return big_endian(value, 4); }
    Writer& u64(std::uint64_t value) { return big_endian(value, 8); }
    Writer& raw(ByteView bytes);
    Writer& text(std::string_view value) { return raw(as_bytes(value)); }
    // Length first, so that neighbouring fields cannot be confused. Needed wherever fields are hashed or authenticated together.
    Writer& u32_prefixed(ByteView bytes) { return u32(static_cast<std::uint32_t>(bytes.size())).raw(bytes); }
    Writer& u32_prefixed(std::string_view value) { return u32_prefixed(as_bytes(value)); }
    const Bytes& bytes() const& { return out_; }
    Bytes bytes() && { return std::move(out_); }

private:
    Writer& big_endian(std::uint64_t value, std::size_t width);
    Bytes out_;
};

}  // namespace md
