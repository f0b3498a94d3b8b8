#pragma once
// How a head is turned, estimated from landmarks. Internal to this module.
#include "vision/engine.h"

namespace md::vision {

// Degrees. yaw > 0: towards the picture's right; pitch > 0: looking up; roll > 0: clockwise in the picture. Estimates: a few degrees of
// error near the front, worse beyond 40.
struct Pose {
    float yaw = 0, pitch = 0, roll = 0;
};
Pose estimate_pose(const std::array<Point, 5>& landmarks);

}  // namespace md::vision
