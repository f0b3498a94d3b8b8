#include <gtest/gtest.h>

#include <cmath>
#include <numbers>

#include "vision/align.h"
#include "vision/detector.h"
#include "vision/errors.h"
#include "vision/face_search.h"
#include "vision/pad_net.h"
#include "vision/pose.h"

namespace md::vision {
namespace {

TEST(Ultralight, TakesTheFaceColumnAndScalesCorners) {
    const std::vector<float> scores{0.9f, 0.1f, 0.2f, 0.8f, 0.6f, 0.4f}, boxes{0, 0, 1, 1, 0.25f, 0.5f, 0.75f, 1, 0, 0, 1, 1};
    const auto found = decode_ultralight({scores, boxes}, 320, 240, 0.65f);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 1u);
    EXPECT_FLOAT_EQ(found->front().box.x, 80);
    EXPECT_FLOAT_EQ(found->front().box.height, 120);
    EXPECT_FALSE(decode_ultralight({scores}, 320, 240, 0.5f));
}

// One cell set in an otherwise empty model output of 64 x 64.
struct Heads {
    std::vector<std::vector<float>> tensors;
    Outputs spans() const { return {tensors.begin(), tensors.end()}; }
};
Heads empty_heads(const std::vector<std::size_t>& widths, std::size_t anchors) {
    Heads heads;
    for (const std::size_t width : widths)
        for (const std::size_t stride : {8u, 16u, 32u}) heads.tensors.emplace_back((64 / stride) * (64 / stride) * anchors * width, 0.f);
    return heads;
}

TEST(Yunet, DecodesCentreSizeAndPoints) {
    Heads heads = empty_heads({1, 1, 4, 10}, 1);
    const std::size_t cell = 5;  // stride 16: a row holds 4 cells, so column 1, row 1
    heads.tensors[1][cell] = 0.81f;
    heads.tensors[4][cell] = 1;
    heads.tensors[7][cell * 4] = 0.5f;
    heads.tensors[7][cell * 4 + 1] = 0.25f;
    heads.tensors[7][cell * 4 + 2] = std::log(2.f);
    heads.tensors[10][cell * 10] = 0.5f;
    const auto found = decode_yunet(heads.spans(), 64, 64, 0.6f);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 1u);
    const auto& face = found->front();
    EXPECT_NEAR(face.score, 0.9f, 1e-5);
    EXPECT_NEAR(face.box.x, (1 + 0.5f) * 16 - 16, 1e-4);
    EXPECT_NEAR(face.box.y, (1 + 0.25f) * 16 - 8, 1e-4);
    EXPECT_NEAR(face.box.width, 32, 1e-4);
    EXPECT_NEAR((*face.points)[0].x, 24, 1e-4);
    EXPECT_FALSE(decode_yunet(heads.spans(), 128, 64, 0.6f));
}

TEST(Scrfd, DecodesDistancesOfTheSecondAnchor) {
    Heads heads = empty_heads({1, 4, 10}, 2);
    const std::size_t anchor = (1 * 8 + 2) * 2 + 1;  // stride 8: row 1, column 2, second anchor
    heads.tensors[0][anchor] = 0.7f;
    for (std::size_t i = 0; i < 4; ++i) heads.tensors[3][anchor * 4 + i] = static_cast<float>(i + 1);
    heads.tensors[6][anchor * 10 + 3] = 2;
    const auto found = decode_scrfd(heads.spans(), 64, 64, 0.5f);
    ASSERT_TRUE(found);
    ASSERT_EQ(found->size(), 1u);
    const auto& face = found->front();
    EXPECT_FLOAT_EQ(face.box.x, 16 - 8);
    EXPECT_FLOAT_EQ(face.box.y, 8 - 16);
    EXPECT_FLOAT_EQ(face.box.width, 32);
    EXPECT_FLOAT_EQ(face.box.height, 48);
    EXPECT_FLOAT_EQ((*face.points)[1].y, 8 + 16);
    EXPECT_FALSE(decode_scrfd({}, 64, 64, 0.5f));
}

TEST(Letterbox, GoesThereAndBack) {
    for (const auto& [w, h] : {std::pair{92, 112}, std::pair{1920, 1080}, std::pair{10, 4000}}) {
        const auto letterbox = Letterbox::fit(w, h, 320, 240, 0.7f);
        Detection corner{{letterbox.left, letterbox.top, w * letterbox.scale, h * letterbox.scale}, 1, std::nullopt};
        letterbox.back(corner);
        EXPECT_NEAR(corner.box.x, 0, 1e-2);
        EXPECT_NEAR(corner.box.width, w, 1e-2 * w);
        EXPECT_NEAR(corner.box.height, h, 1e-2 * h);
    }
}

TEST(Overlaps, TheBestOfEachClusterStays) {
    const auto kept =
        suppress_overlaps({{{0, 0, 10, 10}, 0.7f, {}}, {{1, 1, 10, 10}, 0.9f, {}}, {{30, 0, 10, 10}, 0.8f, {}}, {{3, 3, 4, 4}, 0.6f, {}}});
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_FLOAT_EQ(kept[0].score, 0.9f);
    EXPECT_FLOAT_EQ(kept[1].box.x, 30);
    EXPECT_FLOAT_EQ(overlap({0, 0, 2, 2}, {1, 0, 2, 2}), 1.f / 3);
    EXPECT_FLOAT_EQ(overlap({0, 0, 0, 0}, {0, 0, 0, 0}), 0);
}

TEST(Tiles, CoverEveryPixelAndStayInside) {
    for (const auto& [w, h] : {std::pair{640, 480}, std::pair{1920, 1080}, std::pair{300, 2000}, std::pair{321, 241}}) {
        cv::Mat covered = cv::Mat::zeros(h, w, CV_8UC1);
        for (const auto& window : tile_windows(w, h, 320, 240)) {
            ASSERT_EQ(window, window & cv::Rect(0, 0, w, h));
            covered(window).setTo(1);
        }
        EXPECT_EQ(cv::countNonZero(covered), w * h) << w << "x" << h;
    }
    EXPECT_TRUE(tile_windows(320, 240, 320, 240).empty());
}

TEST(Similarity, RecoversRotationScaleAndShift) {
    const std::array<Point, 5> from{{{38, 52}, {73, 51}, {56, 72}, {41, 92}, {71, 92}}};
    const float angle = 0.4f, scale = 1.7f;
    const Similarity truth{scale * std::cos(angle), scale * std::sin(angle), 12, -5};
    std::array<Point, 5> to;
    for (std::size_t i = 0; i < 5; ++i) to[i] = truth(from[i]);
    const auto found = fit_similarity(from, to);
    EXPECT_NEAR(found.a, truth.a, 1e-4);
    EXPECT_NEAR(found.b, truth.b, 1e-4);
    EXPECT_NEAR(found.tx, truth.tx, 1e-2);
    EXPECT_NEAR(found.scale(), scale, 1e-4);
    const std::array<Point, 5> nowhere{};
    EXPECT_FLOAT_EQ(fit_similarity(nowhere, to).a, 1);  // no extent: identity, no division by zero
}

TEST(Pose, MirroringTurnsYawAndRollRound) {
    const std::array<Point, 5> turned{{{40, 50}, {70, 54}, {62, 70}, {44, 90}, {70, 92}}};
    std::array<Point, 5> mirrored{{{-70, 54}, {-40, 50}, {-62, 70}, {-70, 92}, {-44, 90}}};
    const auto a = estimate_pose(turned), b = estimate_pose(mirrored);
    EXPECT_GT(a.yaw, 8);
    EXPECT_NEAR(a.yaw, -b.yaw, 0.1);
    EXPECT_NEAR(a.roll, -b.roll, 0.1);
    EXPECT_NEAR(a.pitch, b.pitch, 0.1);
}

TEST(PadPatch, StaysInsideThePicture) {
    for (const Box face : {Box{0, 0, 100, 120}, Box{600, 400, 80, 90}, Box{-30, -30, 200, 200}, Box{10, 10, 700, 600}}) {
        const Box patch = pad_patch(face, 2.7f, 640, 480);
        EXPECT_GE(patch.x, 0);
        EXPECT_GE(patch.y, 0);
        EXPECT_LE(patch.x + patch.width, 640.5f);
        EXPECT_LE(patch.y + patch.height, 480.5f);
    }
}

TEST(Tensor, LayoutsAndChannelOrders) {
    cv::Mat pixels(1, 2, CV_8UC3);
    pixels.at<cv::Vec3b>(0, 0) = {1, 2, 3};
    pixels.at<cv::Vec3b>(0, 1) = {4, 5, 6};
    const auto filled = [&](Layout layout, Channels channels) {
        InputSpec spec{"x", 2, 1, layout, channels, {1, 1, 1}, {2, 2, 2}};
        Tensor tensor(spec);
        fill(tensor, pixels, spec);
        return std::vector<float>(tensor.values().begin(), tensor.values().end());
    };
    EXPECT_EQ(filled(Layout::nchw, Channels::bgr), (std::vector<float>{0, 6, 2, 8, 4, 10}));
    EXPECT_EQ(filled(Layout::nchw, Channels::rgb), (std::vector<float>{4, 10, 2, 8, 0, 6}));
    EXPECT_EQ(filled(Layout::nhwc, Channels::rgb), (std::vector<float>{4, 2, 0, 10, 8, 6}));
    EXPECT_EQ((InputSpec{"x", 2, 1, Layout::nhwc, Channels::rgb}.shape()), (std::vector<std::int64_t>{1, 1, 2, 3}));
}

}  // namespace
}  // namespace md::vision
