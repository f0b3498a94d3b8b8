// Small texts from requests and files: encodings, times, addresses. What is accepted means the same when it is written again.
#include <cstdlib>

#include "access/addresses.h"
#include "base/bytes.h"
#include "base/calendar.h"
#include "base/clock.h"
#include "base/config.h"
#include "media/address.h"
#include "net/http.h"

using namespace md;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void encodings(std::string_view text) {
    if (const auto bytes = from_hex(text)) require(from_hex(to_hex(*bytes)) == bytes);
    if (const auto bytes = from_base64(text)) require(from_base64(to_base64(*bytes)) == bytes);
    if (const auto bytes = from_base64url(text)) require(from_base64url(to_base64url(*bytes)) == bytes);
    if (const auto bytes = from_base32(text)) require(from_base32(to_base32(*bytes)) == bytes);
}

void times(std::string_view text) {
    if (const auto time = from_rfc3339(text)) {
        const auto written = to_rfc3339(*time);
        // An offset may carry a time out of the four-digit years.
        if (written.size() == 27 && written.front() != '-') require(*from_rfc3339(written) == *time);
    }
    if (const auto day = day_from(text)) require(to_text(*day) == text);
    if (const auto time = time_of_day_from(text)) require(time_of_day_from(to_text(*time)) == time);
    if (const auto duration = parse_duration(text)) require(duration->count() >= 0);
}

void addresses(std::string_view text) {
    if (const auto address = access::Address::parse(text)) {
        require(text.find('\0') == std::string_view::npos);
        const auto range = access::AddressRange::parse(text);
        require(range && range->contains(*address));
    }
    if (const auto range = access::AddressRange::parse(text)) {
        const auto network = access::Address::parse(text.substr(0, text.find('/')));
        require(network && range->contains(*network));
    }
    if (const auto source = media::parse_address(text)) require(!source->text.empty());
}

void cookies(std::string_view text) {
    net::Request request;
    request.headers["cookie"] = std::string(text);
    require(request.cookie("session").find(';') == std::string::npos);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = as_text({data, size});
    encodings(text);
    times(text);
    addresses(text);
    cookies(text);
    return 0;
}
