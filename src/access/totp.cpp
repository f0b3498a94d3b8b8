#include "access/totp.h"

#include <fmt/format.h>
#include <qrencode.h>

#include <memory>

#include "base/bytes.h"
#include "base/errors.h"
#include "crypto/password.h"

namespace md::access {
namespace {

constexpr int kWindowSteps = 1;

// RFC 3986 unreserved characters stay, all else is percent-encoded.
std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool plain =
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';
        out += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

}  // namespace

std::int64_t totp_step(WallTime time, const TotpParameters& parameters) {
    return std::chrono::floor<std::chrono::seconds>(time).time_since_epoch() / parameters.period;
}

// D11
std::optional<std::int64_t> match_totp(ByteView secret, std::string_view code, WallTime now, const TotpParameters& parameters) {
    const auto current = totp_step(now, parameters);
    std::optional<std::int64_t> match;
    for (auto step = current - kWindowSteps; step <= current + kWindowSteps; ++step) {
        const auto number = crypto::hotp(secret, static_cast<std::uint64_t>(step), parameters.algorithm, parameters.digits);
        const auto expected = fmt::format("{:0{}}", number, parameters.digits);
        if (equal_constant_time(as_bytes(expected), as_bytes(code))) match = step;
    }
    return match;
}

std::string qr_svg(std::string_view text) {
    const std::unique_ptr<QRcode, decltype(&QRcode_free)> code(QRcode_encodeString8bit(std::string(text).c_str(), 0, QR_ECLEVEL_M),
                                                               &QRcode_free);
    if (!code) throw Fatal(Error(errors::kInternal, "QR code: text too long"));
    constexpr int kQuietZone = 4;
    std::string path;
    for (int y = 0; y < code->width; ++y) {
        for (int x = 0; x < code->width; ++x) {
            if (code->data[y * code->width + x] & 1) path += fmt::format("M{} {}h1v1h-1z", x + kQuietZone, y + kQuietZone);
        }
    }
    const int size = code->width + 2 * kQuietZone;
    return fmt::format(
        R"(<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {0}" shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{0}v{0}H0z"/><path d="{1}"/></svg>)",
        size, path);
}

TotpEnrolment totp_enrolment(ByteView secret, std::string_view issuer, std::string_view account, const TotpParameters& parameters) {
    TotpEnrolment enrolment;
    enrolment.secret = to_base32(secret);
    enrolment.uri =
        fmt::format("otpauth://totp/{0}:{1}?secret={2}&issuer={0}&algorithm={3}&digits={4}&period={5}", percent_encoded(issuer),
                    percent_encoded(account), enrolment.secret, parameters.algorithm, parameters.digits, parameters.period.count());
    enrolment.qr_svg = qr_svg(enrolment.uri);
    return enrolment;
}

}  // namespace md::access
