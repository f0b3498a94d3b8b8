#pragma once
// One time line for the cameras of a group, though frames of different cameras arrive out of order, cameras lag, and clocks are set.
//
// A moment is what durations are measured with; the times that are shown and that schedules look at stay those of the frames. While clocks
// behave a moment is the wall time. Per camera moments never go back. A frame more than kLag behind the newest of the group means that its
// clock was set back (or is wrong): the camera is aligned with the newest from then on, so what lasted goes on without a negative duration.
// A leap ahead cannot be told from time without frames and counts as such.
#include <chrono>
#include <map>
#include <string>

#include "base/clock.h"

namespace md::analysis {

using Moment = std::chrono::microseconds;

class Timeline {
public:
    static constexpr std::chrono::seconds kLag{10};

    // The moment of a camera's frame. Never before settled().
    Moment at(const std::string& camera, WallTime time);
    // Time passes without a frame.
    void pass(WallTime time);
    // Nothing earlier than this will come any more: every camera that lives has got that far. What is over by then may be closed.
    Moment settled() const { return settled_; }

private:
    struct Progress {
        std::chrono::microseconds offset{0};
        Moment last{Moment::min()};
    };
    Moment aligned(Progress& progress, WallTime time);
    void settle();

    std::map<std::string, Progress> cameras_;
    Progress clock_;  // of pass()
    Moment newest_{Moment::min()}, settled_{Moment::min()};
};

}  // namespace md::analysis
