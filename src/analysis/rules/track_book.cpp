#include "analysis/rules/track_book.h"

#include <cmath>

namespace md::analysis {

bool WayIn::follows(const Point01& direction, const Point01& position, bool inside) {
    constexpr double kMoved = 0.05;  // of the picture: more than a face wobbles
    if (!origin_) origin_ = position;
    const double along =
        ((position.x - origin_->x) * direction.x + (position.y - origin_->y) * direction.y) / std::hypot(direction.x, direction.y);
    if (!inside) {
        origin_ = position;
        came_from_outside_ = true;
        inside_ = wanted_ = false;
        return false;
    }
    const bool entered = !inside_ && came_from_outside_;
    inside_ = true;
    if (entered)
        wanted_ = along > 0;
    else if (!came_from_outside_ && along >= kMoved)
        wanted_ = true;
    return wanted_;
}

}  // namespace md::analysis
