#include "media/timeline.h"

namespace md::media {

Timeline::Micros Timeline::next(std::optional<Micros> stamp, Micros step) {
    const Micros follows = any_ ? last_ + step : Micros(0);
    Micros time = follows;
    if (stamp) {
        const Micros gap = *stamp - zero_ - last_;
        if (fresh_ || gap <= -kJitter || gap > kGap) {
            zero_ = *stamp - follows;
            fresh_ = false;
        } else if (gap <= Micros(0)) {
            time = last_ + Micros(1);
        } else {
            time = last_ + gap;
        }
    }
    any_ = true;
    return last_ = time;
}

}  // namespace md::media
