#include <gtest/gtest.h>

#include <cmath>

#include "vision/burst.h"
#include "vision/recapture.h"

namespace md::vision {
namespace {

// A head of 68 points as a body: turning it moves near points against far ones. Yaw in degrees.
Face turned_head(float degrees, bool flat) {
    const float angle = degrees * 3.14159265f / 180;
    Face face;
    for (int i = 0; i < 68; ++i) {
        const float x = 40 * std::cos(0.7f * static_cast<float>(i)), y = 55 * std::sin(1.3f * static_cast<float>(i));
        const float depth = flat ? 0 : 30 * std::cos(x / 30) * std::cos(y / 40);
        face.contour.push_back({200 + x * std::cos(angle) + depth * std::sin(angle), 200 + y});
    }
    const auto at = [&](float x, float y, float depth) {
        return Point{200 + x * std::cos(angle) + (flat ? 0 : depth) * std::sin(angle), 200 + y};
    };
    face.landmarks = {at(-30, -20, 10), at(30, -20, 10), at(0, 15, 45), at(-25, 45, 15), at(25, 45, 15)};
    return face;
}

std::vector<FrameFacts> frames_of(const std::vector<float>& eyes, float texture = 0.9f) {
    std::vector<FrameFacts> frames;
    for (const float open : eyes) frames.push_back({turned_head(0, false), texture, open, 1.3f, 2.f});
    return frames;
}

TEST(Burst, BlinkIsOpenClosedOpen) {  // B8
    EXPECT_EQ(blink_vote(frames_of({1, 1, 0.1f, 0.05f, 0.9f})), Vote::live);
    EXPECT_EQ(blink_vote(frames_of({1, 1, 1, 1})), Vote::silent);
    EXPECT_EQ(blink_vote(frames_of({0.1f, 0.1f, 1, 1})), Vote::silent);
    EXPECT_EQ(blink_vote(frames_of({1, 0.1f, 0.1f})), Vote::silent);
}

TEST(Burst, TextureIsDecidedOnTheMean) {  // B8
    EXPECT_EQ(texture_vote(frames_of({1, 1}, 0.35f), 0.3f), Vote::live);
    EXPECT_EQ(texture_vote(frames_of({1, 1}, 0.25f), 0.3f), Vote::attack);
    auto none = frames_of({1});
    none[0].texture.reset();
    EXPECT_EQ(texture_vote(none, 0.3f), Vote::silent);
}

TEST(Burst, IdenticalFramesAreMotionless) {  // B8
    auto frames = frames_of({1, 1, 1});
    EXPECT_FALSE(motionless(frames));
    for (auto& frame : frames) frame.change = 0;
    EXPECT_TRUE(motionless(frames));
}

TEST(Burst, ABodyTurnsUnlikeAPlane) {  // B8
    std::vector<FrameFacts> live, photo;
    for (int i = 0; i < 8; ++i) {
        live.push_back({turned_head(static_cast<float>(i * 4 - 14), false), 0.9f, 1, std::nullopt, 3});
        photo.push_back({turned_head(static_cast<float>(i * 4 - 14), true), 0.9f, 1, std::nullopt, 3});
    }
    EXPECT_EQ(motion_vote(live), Vote::live);
    EXPECT_NE(motion_vote(photo), Vote::live);  // a flat photo's nose does not leave the middle: no turn is seen at all
    EXPECT_GT(affine_residual(live.front().face.contour, live.back().face.contour), 2);  // pixels, at 60 between the eyes
    EXPECT_LT(affine_residual(photo.front().face.contour, photo.back().face.contour), 0.01f);
}

TEST(Recapture, InterferenceStandsOut) {  // B8
    cv::Mat skin(480, 640, CV_8UC3);
    cv::RNG noise(3);
    noise.fill(skin, cv::RNG::NORMAL, 128, 12);
    const Box face{220, 120, 200, 240};
    const auto plain = moire_strength(skin, face);
    ASSERT_TRUE(plain);
    for (int y = 0; y < skin.rows; ++y)
        for (int x = 0; x < skin.cols; ++x)
            for (int c = 0; c < 3; ++c) {
                auto& value = skin.at<cv::Vec3b>(y, x)[c];
                value = cv::saturate_cast<std::uint8_t>(value + 12 * std::sin(1.9 * x + 0.8 * y));
            }
    const auto grid = moire_strength(skin, face);
    ASSERT_TRUE(grid);
    EXPECT_LT(*plain, 2.2f);
    EXPECT_GT(*grid, 2.2f);
    EXPECT_FALSE(moire_strength(skin, {0, 0, 60, 60}));
    std::vector<FrameFacts> frames = frames_of({1, 1, 1});
    EXPECT_EQ(recapture_vote(frames), Vote::silent);
    for (auto& frame : frames) frame.moire = grid;
    EXPECT_EQ(recapture_vote(frames), Vote::attack);
}

}  // namespace
}  // namespace md::vision
