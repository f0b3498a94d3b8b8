#pragma once
// Opening what FFmpeg demultiplexes, with the doors closed that a hostile address or file could use.
#include "media/feed.h"

namespace md::media {

// The opened container with its one video stream; all other streams are left out.
struct Container {
    AvPtr<AVFormatContext> format;
    AVStream* video = nullptr;
};
Result<Container> open_input(const FeedContext& context);

}  // namespace md::media
