#include "vision/pose.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "vision/geometry.h"

namespace md::vision {
namespace {

constexpr float kDegrees = 180 / std::numbers::pi_v<float>;
// Of an average head, in distances between the eyes: how far the nose tip stands out, how far the mouth lies below the eyes, and where
// between them the nose tip projects when the head is level.
constexpr float kNoseDepth = 0.55f;
constexpr float kLevelNose = 0.56f;
constexpr float kMouthDrop = 1.05f;

Point turned(const Point& p, float cosine, float sine) { return {p.x * cosine + p.y * sine, -p.x * sine + p.y * cosine}; }

}  // namespace

Pose estimate_pose(const std::array<Point, 5>& points) {
    const auto& [right_eye, left_eye, nose_tip, right_mouth, left_mouth] = points;
    const float eyes = distance(right_eye, left_eye);
    const Point eye_middle{(right_eye.x + left_eye.x) / 2, (right_eye.y + left_eye.y) / 2};
    const Point mouth_middle{(right_mouth.x + left_mouth.x) / 2, (right_mouth.y + left_mouth.y) / 2};
    if (!(eyes > 0)) return {};
    const float roll = std::atan2(left_eye.y - right_eye.y, left_eye.x - right_eye.x);
    const auto level = [&](const Point& p) { return turned({p.x - eye_middle.x, p.y - eye_middle.y}, std::cos(roll), std::sin(roll)); };
    const Point nose = level(nose_tip), mouth = level(mouth_middle);
    const float drop = std::max(mouth.y, 0.2f * eyes);
    // Sideways: the nose tip leaves the line from the eyes' middle to the mouth's middle. Measured against the drop, which a turn does not
    // shorten.
    const float aside = (nose.x - mouth.x * nose.y / drop) / drop * kMouthDrop;
    const float up = kLevelNose - nose.y / drop;
    Pose pose;
    pose.yaw = std::atan2(aside, kNoseDepth) * kDegrees;
    pose.pitch = std::atan2(up * kMouthDrop, kNoseDepth) * kDegrees;
    pose.roll = roll * kDegrees;
    return pose;
}

}  // namespace md::vision
