#pragma once
// Time-based one-time codes, RFC 6238.
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace md::access {

struct TotpParameters {
    std::string algorithm = "SHA256";  // "SHA1" (old phone programs), "SHA256", "SM3"
    unsigned digits = 6;               // 6 to 8
    std::chrono::seconds period{30};
};
// What the user's phone needs; shown once.
struct TotpEnrolment {
    std::string secret;  // base32
    std::string uri;     // otpauth://totp/...
    std::string qr_svg;  // the URI as a QR code, one <svg> element without script
};

std::int64_t totp_step(WallTime time, const TotpParameters& parameters);
// The step whose code this is, of the current one and one on either side; nullopt if none. Constant time over the three.
std::optional<std::int64_t> match_totp(ByteView secret, std::string_view code, WallTime now, const TotpParameters& parameters);
TotpEnrolment totp_enrolment(ByteView secret, std::string_view issuer, std::string_view account, const TotpParameters& parameters);
std::string qr_svg(std::string_view text);

}  // namespace md::access
