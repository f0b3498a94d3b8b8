#include "vision/quality.h"

#include <algorithm>
#include <cmath>

#include "vision/face_texture.h"
#include "vision/pose.h"

namespace md::vision {
namespace {

// What a use still accepts. Sizes: research measured cosines to the full-size face of .98 at 64 px, .95 at 48, .78 at 32. The rest stands
// so that ordinary press pictures (LFW) pass for verify and search, and enrolment asks for more because it is done once.
struct Limits {
    float height_px, sharpness, yaw, pitch, roll, darkest, brightest, contrast, occlusion, eye_ratio;
};
constexpr Limits limits_of(Use use) {
    switch (use) {
        case Use::enrol:
            return {96, 0.36f, 26, 28, 20, 55, 215, 15, 0.50f, 0.22f};
        case Use::verify:
            return {48, 0.30f, 44, 44, 34, 40, 230, 10, 0.62f, 0.14f};
        case Use::search:
            return {32, 0.27f, 44, 44, 34, 35, 235, 10, 0.62f, 0.14f};
        case Use::track:
            return {24, 0.10f, 60, 60, 60, 20, 245, 5, 1.01f, 0};
    }
    return {};
}

// Height of the eye's opening over its width, mean of both.
float eye_ratio(std::span<const Point> contour) {
    float sum = 0;
    for (const std::size_t eye : {36u, 42u}) {
        const float width = distance(contour[eye], contour[eye + 3]);
        sum += (distance(contour[eye + 1], contour[eye + 5]) + distance(contour[eye + 2], contour[eye + 4])) / (2 * std::max(width, 1e-3f));
    }
    return sum / 2;
}

bool cut_off(const Box& box, const std::array<Point, 5>& landmarks, const cv::Mat& picture) {
    const auto outside = [&](const Point& p) {
        return p.x < 0 || p.y < 0 || p.x >= static_cast<float>(picture.cols) || p.y >= static_cast<float>(picture.rows);
    };
    const Box frame{0, 0, static_cast<float>(picture.cols), static_cast<float>(picture.rows)};
    constexpr float kVisible = 0.75f;
    return std::any_of(landmarks.begin(), landmarks.end(), outside) || intersection_area(box, frame) < kVisible * box.width * box.height;
}

float within(float value, float limit) { return std::clamp(1 - std::abs(value) / (2 * limit), 0.f, 1.f); }

// For choosing the better of two pictures of one person: every part may spoil the whole.
float overall_of(const Quality& q, const Face& face) {
    const Limits good = limits_of(Use::enrol);
    const float size = std::clamp(q.face_height_px / 160, 0.f, 1.f);
    const float light = within(q.brightness - 130, 130);
    return face.score * std::cbrt(size) * (0.3f + 0.7f * q.sharpness) * within(q.yaw, good.yaw * 1.5f) *
           within(q.pitch, good.pitch * 1.5f) * light * (1 - 0.7f * q.occlusion) * (0.8f + 0.2f * q.eyes_open);
}

}  // namespace

Quality assess_quality(const ModelSet& models, const cv::Mat& picture, const Face& face, Use use) {
    WipedMat aligned;
    models.recogniser->align(picture, face.landmarks, aligned);
    const auto texture = measure_texture(aligned.mat);
    const auto pose = estimate_pose(face.landmarks);
    EyeNet::Openness eyes{1, 1};
    if (models.eyes && !face.contour.empty()) eyes = models.eyes->openness(picture, face.contour).value_or(eyes);

    Quality q{face.box.height,
              texture.sharpness,
              texture.brightness,
              texture.contrast,
              pose.yaw,
              pose.pitch,
              pose.roll,
              eyes.smaller,
              texture.occlusion,
              0,
              {}};
    q.overall = overall_of(q, face);

    const Limits limit = limits_of(use);
    const auto object = [&q](bool bad, Reason reason) {
        if (bad) q.reasons.push_back(reason);
    };
    object(q.face_height_px < limit.height_px, Reason::too_small);
    object(use != Use::track && cut_off(face.box, face.landmarks, picture), Reason::face_cut_off);
    object(std::abs(q.roll) > limit.roll, Reason::tilted);
    object(std::abs(q.yaw) > limit.yaw || std::abs(q.pitch) > limit.pitch, Reason::turned);
    object(q.occlusion > limit.occlusion, Reason::occluded);
    object(q.sharpness < limit.sharpness, Reason::blurred);
    object(q.brightness < limit.darkest, Reason::too_dark);
    object(q.brightness > limit.brightest, Reason::too_bright);
    object(q.contrast < limit.contrast, Reason::low_contrast);
    // The eye model alone calls one LFW face in ten closed, the landmarks alone one in seven; both together hardly any.
    constexpr float kClosed = 0.1f;
    object(eyes.larger < kClosed && !face.contour.empty() && eye_ratio(face.contour) < limit.eye_ratio, Reason::eyes_closed);
    return q;
}

}  // namespace md::vision
