#include "vision/burst.h"

#include <algorithm>
#include <cmath>
#include <opencv2/core.hpp>

#include "vision/geometry.h"
#include "vision/pose.h"

namespace md::vision {

bool motionless(std::span<const FrameFacts> frames) {
    constexpr float kNoise = 0.15f;
    return std::all_of(frames.begin(), frames.end(), [](const FrameFacts& frame) { return frame.change < kNoise; });
}

Vote texture_vote(std::span<const FrameFacts> frames, float live_at_least) {
    float sum = 0;
    int count = 0;
    for (const auto& frame : frames)
        if (frame.texture) {
            sum += *frame.texture;
            ++count;
        }
    if (count == 0) return Vote::silent;
    return sum / static_cast<float>(count) >= live_at_least ? Vote::live : Vote::attack;
}

Vote blink_vote(std::span<const FrameFacts> frames) {
    constexpr float kOpen = 0.8f, kClosed = 0.2f;
    enum { waiting, open, closed } state = waiting;
    for (const auto& frame : frames) {
        if (frame.eyes_open < kClosed && state == open)
            state = closed;
        else if (frame.eyes_open > kOpen) {
            if (state == closed) return Vote::live;
            state = open;
        }
    }
    return Vote::silent;
}

Vote recapture_vote(std::span<const FrameFacts> frames) {
    std::vector<float> strengths;
    for (const auto& frame : frames)
        if (frame.moire) strengths.push_back(*frame.moire);
    if (strengths.size() < frames.size() / 2 + 1) return Vote::silent;
    std::nth_element(strengths.begin(), strengths.begin() + static_cast<std::ptrdiff_t>(strengths.size() / 2), strengths.end());
    constexpr float kInterference = 2.2f;  // of 898 LFW faces one lies above 1.7, live clips at 1.2 to 1.5
    return strengths[strengths.size() / 2] > kInterference ? Vote::attack : Vote::silent;
}

float affine_residual(std::span<const Point> from, std::span<const Point> to) {
    const int n = static_cast<int>(from.size());
    if (n < 4 || from.size() != to.size()) return 0;
    cv::Mat left(n, 3, CV_32F), right(n, 2, CV_32F), solution;
    for (int i = 0; i < n; ++i) {
        left.at<float>(i, 0) = from[i].x;
        left.at<float>(i, 1) = from[i].y;
        left.at<float>(i, 2) = 1;
        right.at<float>(i, 0) = to[i].x;
        right.at<float>(i, 1) = to[i].y;
    }
    cv::solve(left, right, solution, cv::DECOMP_SVD);
    const cv::Mat rest = left * solution - right;
    float sum = 0;
    for (int i = 0; i < n; ++i) sum += std::hypot(rest.at<float>(i, 0), rest.at<float>(i, 1));
    return sum / static_cast<float>(n);
}

Vote motion_vote(std::span<const FrameFacts> frames) {
    // The two frames whose heads differ most in yaw.
    const auto yaw = [](const FrameFacts& frame) { return estimate_pose(frame.face.landmarks).yaw; };
    const auto [least, most] =
        std::minmax_element(frames.begin(), frames.end(), [&](const FrameFacts& a, const FrameFacts& b) { return yaw(a) < yaw(b); });
    constexpr float kTurn = 12;  // degrees; landmark noise moves the estimate by 3
    if (least == frames.end() || least->face.contour.empty() || yaw(*most) - yaw(*least) < kTurn) return Vote::silent;
    const float eyes = distance(most->face.landmarks[0], most->face.landmarks[1]);
    const float residual = affine_residual(least->face.contour, most->face.contour) / std::max(eyes, 1.f);
    constexpr float kBody = 0.05f, kPlane = 0.02f;
    if (residual > kBody) return Vote::live;
    return residual < kPlane ? Vote::attack : Vote::silent;
}

}  // namespace md::vision
