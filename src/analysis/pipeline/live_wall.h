#pragma once
// What the live wall shows of one camera: the newest frame and the boxes on it. Frames are held and encoded only while somebody watches.
// Thread-safe.
#include <condition_variable>
#include <map>
#include <mutex>

#include "analysis/pipeline/live_analysis.h"

namespace md::analysis {

class LiveWall {
public:
    // The newest frame with what was seen on it.
    void show(media::FramePtr frame, LiveOverlay overlay);
    void go_dark();  // no picture any more
    // A frame other than `after`, waited for; null when none came. Encoded once a frame and width.
    LivePicturePtr picture(int width, std::uint64_t after, std::chrono::milliseconds wait);
    LiveOverlay overlay() const;
    void close();  // wakes all who wait

private:
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    media::FramePtr frame_;
    LiveOverlay overlay_;
    std::chrono::steady_clock::time_point asked_{};
    bool closed_ = false;
    std::mutex encoding_;                    // taken before mutex_: who comes second finds the picture ready
    std::map<int, LivePicturePtr> encoded_;  // of the newest frame, by width
};

}  // namespace md::analysis
