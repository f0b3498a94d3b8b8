#pragma once
// What a source's thread reads from: one connection, one pass through a file, one walk through a folder.
#include <atomic>
#include <optional>

#include "media/address.h"
#include "media/av.h"
#include "media/watch.h"

namespace md::media {

// One decoded picture on its way out.
struct Decoded {
    AvPtr<AVFrame> picture;
    int turns = 0;                                   // quarter turns clockwise that make it upright
    std::optional<std::chrono::microseconds> stamp;  // on the file's own zero
    std::chrono::microseconds step;                  // how long it lasts, as far as known; > 0
    SteadyTime arrived;
};

class Feed {
public:
    virtual ~Feed() = default;
    // The next picture; none at the end. kStalled when the watch's time ran out.
    virtual Result<std::optional<Decoded>> read() = 0;
    virtual std::string_view codec() const = 0;  // FFmpeg's name, lives for ever
    virtual double progress() const = 0;         // 0..1, 0 where the end is not known
};

struct FeedContext {
    const Address& address;
    const SourceOptions& options;
    Watch& watch;
    std::atomic<std::uint64_t>& corrupt;
};

// Opens a container, stream or device ...
Result<std::unique_ptr<Feed>> open_container(const FeedContext& context);
// ... or a folder of pictures.
Result<std::unique_ptr<Feed>> open_folder(const FeedContext& context);

// Largest picture that is decoded.
inline constexpr int kMaxSide = 8192;
inline constexpr std::int64_t kMaxPixels = 50'000'000;

}  // namespace md::media
