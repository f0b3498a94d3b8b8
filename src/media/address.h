#pragma once
// What an address means, and how it is handed to FFmpeg.
#include <string>

#include "media/source.h"

namespace md::media {

enum class AddressKind { rtsp, http, file, device };  // file: also a folder, which shows when it is opened

struct Address {
    AddressKind kind;
    std::string text;  // a URL with a scheme in lower case; or a path
    bool network() const { return kind == AddressKind::rtsp || kind == AddressKind::http; }
};

// kSourceAddress for an unknown scheme, an empty or overlong text or control characters; kPasswordInAddress for "user:password@".
Result<Address> parse_address(std::string_view text);

// The URL with user and password in it, as FFmpeg's RTSP and HTTP want it. kCredentialsTooLong: FFmpeg would cut them silently.
Result<SecretBytes> url_with_credentials(const Address& address, std::string_view user, const SecretBytes* password);

}  // namespace md::media
