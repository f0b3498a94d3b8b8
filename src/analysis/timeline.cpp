#include "analysis/timeline.h"

#include <algorithm>

namespace md::analysis {

Moment Timeline::aligned(Progress& progress, WallTime time) {
    Moment moment = time.time_since_epoch() + progress.offset;
    if (newest_ != Moment::min() && moment < newest_ - kLag) {
        progress.offset += newest_ - moment;
        moment = newest_;
    }
    progress.last = std::max({moment, progress.last, settled_});
    newest_ = std::max(newest_, progress.last);
    return progress.last;
}

void Timeline::settle() {
    Moment reached = newest_;
    for (const auto& [name, progress] : cameras_)
        if (progress.last >= newest_ - kLag) reached = std::min(reached, progress.last);
    settled_ = std::max(settled_, reached);
}

Moment Timeline::at(const std::string& camera, WallTime time) {
    const Moment moment = aligned(cameras_[camera], time);
    settle();
    return moment;
}

void Timeline::pass(WallTime time) {
    aligned(clock_, time);
    settle();
}

}  // namespace md::analysis
