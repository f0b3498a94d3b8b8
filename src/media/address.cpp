#include "media/address.h"

#include <algorithm>
#include <array>

#include "media/errors.h"

namespace md::media {
namespace {

constexpr std::size_t kMaxAddress = 2048;
constexpr std::size_t kMaxCredentials = 120;  // FFmpeg's RTSP client keeps 127 characters of "user:password"

struct Scheme {
    std::string_view name;
    AddressKind kind;
};
constexpr std::array<Scheme, 4> kSchemes{
    {{"rtsp", AddressKind::rtsp}, {"rtsps", AddressKind::rtsp}, {"http", AddressKind::http}, {"https", AddressKind::http}}};

bool is_device(std::string_view path) { return path.starts_with("/dev/video") || path.starts_with("/dev/v4l/"); }

std::string lower(std::string_view text) {
    std::string out(text);
    std::transform(out.begin(), out.end(), out.begin(), [](unsigned char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : char(c); });
    return out;
}

// The part between "://" and the first '/', '?' or '#'.
std::string_view authority(std::string_view after_scheme) { return after_scheme.substr(0, after_scheme.find_first_of("/?#")); }

void append_encoded(Bytes& out, ByteView text) {
    constexpr std::string_view kHex = "0123456789ABCDEF", kPlain = "-._~";
    for (const std::uint8_t c : text) {
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (letter || kPlain.find(char(c)) != kPlain.npos) {
            out.push_back(c);
        } else {
            out.insert(out.end(), {'%', std::uint8_t(kHex[c >> 4]), std::uint8_t(kHex[c & 15])});
        }
    }
}

ByteView bytes_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

}  // namespace

Result<Address> parse_address(std::string_view text) {
    if (text.empty() || text.size() > kMaxAddress) return fail(errors::kSourceAddress, "empty or overlong");
    if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
        return fail(errors::kSourceAddress, "control characters");
    const std::size_t mark = text.find("://");
    if (mark == text.npos || text.front() == '/' || text.front() == '.') {
        return Address{is_device(text) ? AddressKind::device : AddressKind::file, std::string(text)};
    }
    const std::string scheme = lower(text.substr(0, mark));
    const std::string_view rest = text.substr(mark + 3);
    if (scheme == "file" && rest.starts_with('/')) return parse_address(rest);
    const auto known = std::find_if(kSchemes.begin(), kSchemes.end(), [&](const Scheme& s) { return s.name == scheme; });
    if (known == kSchemes.end()) return fail(errors::kSourceAddress, "unknown scheme");
    if (authority(rest).empty()) return fail(errors::kSourceAddress, "no host");
    if (authority(rest).find('@') != rest.npos) return fail(errors::kPasswordInAddress);
    return Address{known->kind, scheme + "://" + std::string(rest)};
}

Result<SecretBytes> url_with_credentials(const Address& address, std::string_view user, const SecretBytes* password) {
    const std::size_t host = address.text.find("://") + 3;
    Bytes url;
    url.reserve(address.text.size() + 3 * (user.size() + (password ? password->size() : 0)) +
                3);  // one buffer, so that no copy stays behind
    const auto append = [&](std::string_view part) { url.insert(url.end(), part.begin(), part.end()); };
    append(std::string_view(address.text).substr(0, host));
    if (!user.empty()) {
        const std::size_t before = url.size();
        append_encoded(url, bytes_of(user));
        url.push_back(':');
        if (password) append_encoded(url, password->view());
        if (url.size() - before > kMaxCredentials) {
            wipe(url.data(), url.size());
            return fail(errors::kCredentialsTooLong);
        }
        url.push_back('@');
    }
    append(std::string_view(address.text).substr(host));
    url.push_back(0);
    return SecretBytes(std::move(url));
}

}  // namespace md::media
