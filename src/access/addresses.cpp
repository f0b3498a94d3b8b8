#include "access/addresses.h"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <cstring>

#include "access/errors.h"
#include "base/bytes.h"

namespace md::access {
namespace {

constexpr std::array<std::uint8_t, 12> kMappedPrefix{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff};
constexpr unsigned kMappedBits = 96;

bool is_v4(const std::array<std::uint8_t, 16>& bytes) { return std::equal(kMappedPrefix.begin(), kMappedPrefix.end(), bytes.begin()); }

bool same_prefix(const std::array<std::uint8_t, 16>& a, const std::array<std::uint8_t, 16>& b, unsigned bits) {
    if (std::memcmp(a.data(), b.data(), bits / 8) != 0) return false;
    if (bits % 8 == 0) return true;
    const auto mask = static_cast<std::uint8_t>(0xff << (8 - bits % 8));
    return ((a[bits / 8] ^ b[bits / 8]) & mask) == 0;
}

bool host_bits_zero(const std::array<std::uint8_t, 16>& bytes, unsigned bits) {
    for (unsigned i = bits; i < 128; ++i) {
        if (bytes[i / 8] & (0x80 >> (i % 8))) return false;
    }
    return true;
}

}  // namespace

Result<Address> Address::parse(std::string_view text) {
    const std::string terminated(text);
    if (terminated.find('\0') != std::string::npos) return fail(errors::kAddressInvalid);  // inet_pton would stop there
    Address address;
    if (inet_pton(AF_INET6, terminated.c_str(), address.bytes_.data()) == 1) return address;
    std::copy(kMappedPrefix.begin(), kMappedPrefix.end(), address.bytes_.begin());
    if (inet_pton(AF_INET, terminated.c_str(), address.bytes_.data() + kMappedPrefix.size()) == 1) return address;
    return fail(errors::kAddressInvalid);
}

std::string Address::bucket() const { return to_hex(ByteView(bytes_).first(is_v4(bytes_) ? 16 : 8)); }

Result<AddressRange> AddressRange::parse(std::string_view text) {
    const auto slash = text.find('/');
    AddressRange range;
    range.text_ = std::string(text);
    MD_ASSIGN(range.network_, Address::parse(text.substr(0, slash)));
    if (slash == std::string_view::npos) return range;
    const auto digits = text.substr(slash + 1);
    const unsigned offset = text.find(':') == std::string_view::npos ? kMappedBits : 0;
    unsigned bits = 0;
    const auto [end, status] = std::from_chars(digits.data(), digits.data() + digits.size(), bits);
    if (digits.empty() || status != std::errc() || end != digits.data() + digits.size() || bits > 128 - offset)
        return fail(errors::kAddressInvalid);
    range.prefix_bits_ = bits + offset;
    if (!host_bits_zero(range.network_.bytes_, range.prefix_bits_)) return fail(errors::kAddressInvalid);
    return range;
}

bool AddressRange::contains(const Address& address) const { return same_prefix(network_.bytes_, address.bytes_, prefix_bits_); }

}  // namespace md::access
