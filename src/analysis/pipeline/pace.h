#pragma once
// When a camera's picture is looked at, and when it is searched for faces. Pure.
#include <chrono>

#include "base/clock.h"

namespace md::analysis {

struct PaceOptions {
    std::chrono::milliseconds look{115};   // between two looks at the picture: more than eight searches a second while something goes on
    std::chrono::milliseconds idle{1000};  // between two searches of a still picture with nobody in it
};

// How many frames a second a source has to decode for it; an even pattern of what a codec can leave out gives a few more.
inline double frames_a_second(const PaceOptions& options) { return 1.1 / std::chrono::duration<double>(options.look).count(); }

class Pace {
public:
    explicit Pace(const PaceOptions& options = {}) : options_(options) {}
    // Whether a frame of this time is looked at. Frames come at any rate; the mean of the looks is kept.
    bool look(SteadyTime at) {
        const bool turned_back = at + 2 * options_.look < next_look_;
        if (!turned_back && at < next_look_) return false;
        const bool in_step = !turned_back && at < next_look_ + options_.look;
        next_look_ = (in_step ? next_look_ : at) + options_.look;
        return true;
    }
    // Whether the picture looked at is searched: always while somebody is there or something moves, else now and then.
    bool search(SteadyTime at, bool moved, bool anybody) {
        if (!moved && !anybody && searched_ && at < last_search_ + options_.idle && at >= last_search_) return false;
        last_search_ = at;
        searched_ = true;
        return true;
    }
    SteadyTime next_look() const { return next_look_; }

private:
    PaceOptions options_;
    SteadyTime next_look_{}, last_search_{};
    bool searched_ = false;
};

}  // namespace md::analysis
