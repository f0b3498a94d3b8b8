#pragma once
// Opening what FFmpeg demultiplexes, with the doors closed that a hostile address or file could use.
#include "media/feed.h"

namespace md::media {

// Looks on while a playlist opens its parts, so that "cannot be decrypted" is not told as "is not a video".
struct Onlooker {
    decltype(AVFormatContext::io_open) open = nullptr;  // FFmpeg's own, which keeps to the allowed protocols
    bool met_encryption = false;
};

// The opened container with its one video stream; all other streams are left out.
struct Container {
    AvPtr<AVIOContext> file;                                            // of a local file; outlives the format
    std::unique_ptr<Onlooker> onlooker = std::make_unique<Onlooker>();  // the format points here
    AvPtr<AVFormatContext> format;
    AVStream* video = nullptr;
};
Result<Container> open_input(const FeedContext& context);

}  // namespace md::media
