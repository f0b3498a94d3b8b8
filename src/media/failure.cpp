#include "media/failure.h"

#include <algorithm>
#include <array>

#include "media/av.h"
#include "media/errors.h"

namespace md::media {
namespace {

std::string words(int av_error) {
    std::array<char, AV_ERROR_MAX_STRING_SIZE> text{};
    return av_strerror(av_error, text.data(), text.size()) == 0 ? text.data() : "error " + std::to_string(av_error);
}

const ErrorKind& kind_of(int av_error, AddressKind kind) {
    switch (av_error) {
        case AVERROR_HTTP_UNAUTHORIZED:
            return errors::kWrongPassword;
        case AVERROR_HTTP_NOT_FOUND:
            return errors::kNoSuchStream;
        case AVERROR_HTTP_BAD_REQUEST:
        case AVERROR_HTTP_FORBIDDEN:
        case AVERROR_HTTP_OTHER_4XX:
            return errors::kRefusedBySource;
        case AVERROR_INVALIDDATA:
        case AVERROR_DEMUXER_NOT_FOUND:
        case AVERROR_PROTOCOL_NOT_FOUND:
        case AVERROR_STREAM_NOT_FOUND:
        case AVERROR(EINVAL):
            return kind == AddressKind::device ? errors::kNoSuchDevice : errors::kNotVideo;
        case AVERROR_DECODER_NOT_FOUND:
            return errors::kUnknownCodec;
        default:
            break;
    }
    switch (kind) {
        case AddressKind::file:
            return av_error == AVERROR_EOF ? errors::kNotVideo : errors::kNoSuchFile;
        case AddressKind::device:
            return errors::kNoSuchDevice;
        default:
            return errors::kUnreachable;
    }
}

}  // namespace

Error opening_failure(int av_error, AddressKind kind) { return {kind_of(av_error, kind), words(av_error)}; }

Error running_failure(int av_error, AddressKind kind) {
    return {kind == AddressKind::device ? errors::kNoSuchDevice : errors::kConnectionLost, words(av_error)};
}

bool needs_operator(const Error& error) {
    static constexpr std::array kinds{&errors::kWrongPassword,  &errors::kRefusedBySource, &errors::kNotVideo,     &errors::kUnknownCodec,
                                      &errors::kEncryptedVideo, &errors::kUndecodable,     &errors::kVideoTooLarge};
    return std::any_of(kinds.begin(), kinds.end(), [&](const ErrorKind* kind) { return error.is(*kind); });
}

}  // namespace md::media
