#include "analysis/pipeline/live_wall.h"

#include <algorithm>
#include <cmath>

namespace md::analysis {
namespace {

constexpr std::chrono::seconds kWatchedFor{3};  // after the last request
constexpr int kWidest = 1920, kNarrowest = 160, kJpegQuality = 80;

LivePicturePtr encode(const media::Frame& frame, int width) {
    const int wide = std::min(width, frame.width()),
              high = std::max(1, static_cast<int>(std::lround(static_cast<double>(frame.height()) * wide / frame.width())));
    vision::Image pixels(wide, high);
    if (!frame.to_bgr(wide, high, pixels.data())) return nullptr;
    auto jpeg = vision::encode_jpeg(pixels, kJpegQuality);
    if (!jpeg) return nullptr;
    return std::make_shared<const LivePicture>(LivePicture{SecretBytes(std::move(*jpeg)), wide, high, frame.time(), frame.number() + 1});
}

}  // namespace

void LiveWall::show(media::FramePtr frame, LiveOverlay overlay) {
    bool watched = true;
    {
        const std::lock_guard lock(mutex_);
        watched = std::chrono::steady_clock::now() - asked_ < kWatchedFor;
        overlay_ = std::move(overlay);
        frame_ = watched ? std::move(frame) : nullptr;
    }
    arrived_.notify_all();
    if (watched) return;
    if (const std::unique_lock lock(encoding_, std::try_to_lock); lock) encoded_.clear();
}

void LiveWall::go_dark() {
    const std::lock_guard lock(mutex_);
    frame_.reset();
    overlay_.boxes.clear();
}

LivePicturePtr LiveWall::picture(int width, std::uint64_t after, std::chrono::milliseconds wait) {
    width = std::clamp(width, kNarrowest, kWidest);
    {
        std::unique_lock lock(mutex_);
        asked_ = std::chrono::steady_clock::now();
        arrived_.wait_for(lock, wait, [&] { return closed_ || (frame_ && frame_->number() + 1 != after); });
        asked_ = std::chrono::steady_clock::now();
        if (closed_ || !frame_ || frame_->number() + 1 == after) return nullptr;
    }
    const std::lock_guard one_at_a_time(encoding_);
    media::FramePtr newest;
    {
        const std::lock_guard lock(mutex_);
        newest = frame_;
    }
    if (!newest) return nullptr;
    std::erase_if(encoded_, [&](const auto& item) { return !item.second || item.second->frame != newest->number() + 1; });
    auto& made = encoded_[width];
    if (!made) made = encode(*newest, width);
    return made;
}

LiveOverlay LiveWall::overlay() const {
    const std::lock_guard lock(mutex_);
    return overlay_;
}

void LiveWall::close() {
    {
        const std::lock_guard lock(mutex_);
        closed_ = true;
        frame_.reset();
    }
    arrived_.notify_all();
}

}  // namespace md::analysis
