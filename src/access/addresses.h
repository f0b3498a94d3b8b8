#pragma once
// IP addresses and ranges, v4 and v6. An IPv4-mapped IPv6 address (::ffff:10.0.0.1) is its IPv4 address.
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace md::access {

class Address {
public:
    static Result<Address> parse(std::string_view text);  // "10.0.0.1", "fe80::1"; kAddressInvalid
    // What failed attempts are counted by: the address itself for v4, the /64 for v6 (one customer owns all of it).
    std::string bucket() const;

private:
    friend class AddressRange;
    std::array<std::uint8_t, 16> bytes_{};  // v4 in its mapped form
};

class AddressRange {
public:
    static Result<AddressRange> parse(std::string_view text);  // CIDR, or a single address; host bits must be zero
    bool contains(const Address& address) const;
    const std::string& text() const { return text_; }

private:
    Address network_;
    unsigned prefix_bits_ = 128;  // of the 128-bit form
    std::string text_;
};

}  // namespace md::access
