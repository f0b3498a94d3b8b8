// Pixels: right colours, right places.
#include <algorithm>
#include <cmath>
#include <random>

#include "media/media_fixture.h"

namespace md::media {
namespace {

using namespace test;

FramePtr first_frame(const std::string& path) {
    auto source = open(recorded(path));
    auto frame = source->next(10s);
    EXPECT_TRUE(frame) << path << " " << source->report().error_code;
    return frame;
}

std::vector<std::uint8_t> whole(const Frame& frame, int width, int height) {
    std::vector<std::uint8_t> out(std::size_t(width) * std::size_t(height) * 3);
    must(frame.to_bgr(width, height, out.data()));
    return out;
}

struct Range {
    const char* name;
    const char* coding;
};
class Colours : public testing::TestWithParam<Range> {};

TEST_P(Colours, SurviveEveryRangeAndMatrix) {
    const TempDir folder;
    struct {
        const char* name;
        Colour expected;
    } const cases[] = {{"0xC04020", {0x20, 0x40, 0xC0}}, {"0x20A060", {0x60, 0xA0, 0x20}}, {"0xF0F0F0", {0xF0, 0xF0, 0xF0}}};
    for (const auto& [name, expected] : cases) {
        const auto path = make_video(
            folder, std::string("-f lavfi -i color=") + name + ":size=320x240:rate=5:duration=1 " + GetParam().coding, "colour.mkv");
        const auto frame = first_frame(path);
        ASSERT_TRUE(frame);
        const auto seen = middle(*frame);
        const auto pixels = whole(*frame, 100, 50);
        for (const auto& [b, g, r] : {seen, Colour{pixels[0], pixels[1], pixels[2]}}) {
            EXPECT_NEAR(b, expected.blue, 6) << name;
            EXPECT_NEAR(g, expected.green, 6) << name;
            EXPECT_NEAR(r, expected.red, 6) << name;
        }
    }
}
INSTANTIATE_TEST_SUITE_P(
    All, Colours,
    testing::Values(
        Range{"bt601", "-vf scale=out_color_matrix=bt601:out_range=tv -colorspace smpte170m -c:v libx264 -pix_fmt yuv420p -qp 1"},
        Range{"bt709", "-vf scale=out_color_matrix=bt709:out_range=tv -colorspace bt709 -c:v libx264 -pix_fmt yuv420p -qp 1"},
        Range{"full",
              "-vf scale=out_color_matrix=bt709:out_range=pc -colorspace bt709 -color_range pc -c:v libx264 -pix_fmt yuv420p -qp 1"},
        Range{"jpeg", "-c:v mjpeg -pix_fmt yuvj422p -q:v 1"}, Range{"rgb", "-c:v ffv1 -pix_fmt bgr0"},
        Range{"ten_bit", "-vf scale=out_color_matrix=bt601:out_range=tv -colorspace smpte170m -c:v ffv1 -pix_fmt yuv422p10"}),
    [](const auto& range) { return std::string(range.param.name); });

// A region must be what the whole picture shows there, wherever it begins.
TEST(Frame, RegionsAreCutFromTheWhole) {
    const TempDir folder;
    for (const auto* coding : {"-c:v ffv1 -pix_fmt yuv420p", "-c:v ffv1 -pix_fmt yuv422p", "-c:v ffv1 -pix_fmt yuv444p",
                               "-c:v ffv1 -pix_fmt gray", "-c:v mjpeg -pix_fmt yuvj420p", "-c:v ffv1 -pix_fmt bgr0"}) {
        const auto path = make_video(folder, pattern(362, 246, 0.2) + " " + coding, "v.mkv");
        const auto frame = first_frame(path);
        ASSERT_TRUE(frame);
        const int w = frame->width(), h = frame->height();
        const auto all = whole(*frame, w, h);
        std::mt19937 random(7);
        for (int i = 0; i < 200; ++i) {
            const int x = int(random() % unsigned(w)), y = int(random() % unsigned(h));
            const int rw = 1 + int(random() % unsigned(w - x)), rh = 1 + int(random() % unsigned(h - y));
            std::vector<std::uint8_t> part(std::size_t(rw) * std::size_t(rh) * 3);
            must(frame->region_to_bgr(x, y, rw, rh, 1, part.data()));
            double difference = 0;
            for (int row = 0; row < rh; ++row) {
                for (int at = 0; at < rw * 3; ++at) {
                    const int there = all[std::size_t(((y + row) * w + x) * 3 + at)], here = part[std::size_t(row * rw * 3 + at)];
                    difference += std::abs(there - here);
                }
            }
            ASSERT_LE(difference / double(part.size()), 2) << coding << " " << x << "," << y << " " << rw << "x" << rh;
        }
    }
}

// Each pixel of a reduced region is the mean of those it stands for. Looked at in grey: colour may be shared by more pixels.
TEST(Frame, RegionsAreReducedByAveraging) {
    const TempDir folder;
    const auto grey = [](const std::vector<std::uint8_t>& bgr, int pixel) {
        const auto* at = &bgr[std::size_t(pixel) * 3];
        return 0.114 * at[0] + 0.587 * at[1] + 0.299 * at[2];
    };
    for (const auto* coding : {"-c:v ffv1 -pix_fmt yuv420p", "-c:v ffv1 -pix_fmt yuv444p", "-c:v mjpeg -pix_fmt yuvj422p"}) {
        const auto frame = first_frame(make_video(folder, pattern(362, 246, 0.2) + " " + coding, "v.mkv"));
        ASSERT_TRUE(frame);
        std::mt19937 random(11);
        for (int i = 0; i < 60; ++i) {
            const int reduction = 2 + int(random() % 2), x = 2 * int(random() % 80u), y = 2 * int(random() % 45u);
            const int w = 40 + int(random() % 24), h = 30 + int(random() % 20);
            std::vector<std::uint8_t> full(std::size_t(w * h * reduction * reduction) * 3), reduced(std::size_t(w * h) * 3);
            must(frame->region_to_bgr(x, y, w * reduction, h * reduction, 1, full.data()));
            must(frame->region_to_bgr(x, y, w * reduction, h * reduction, reduction, reduced.data()));
            double difference = 0;
            for (int row = 0; row < h; ++row) {
                for (int column = 0; column < w; ++column) {
                    double sum = 0;
                    for (int dy = 0; dy < reduction; ++dy)
                        for (int dx = 0; dx < reduction; ++dx)
                            sum += grey(full, (row * reduction + dy) * w * reduction + column * reduction + dx);
                    difference += std::abs(sum / (reduction * reduction) - grey(reduced, row * w + column));
                }
            }
            ASSERT_LE(difference / (w * h), 3) << coding << " " << x << "," << y << " " << w << "x" << h << " / " << reduction;
        }
    }
}

TEST(Frame, ShrinksByAveraging) {
    const TempDir folder;
    // One-pixel stripes: whoever picks single pixels sees black or white, an average is grey.
    const auto path = make_video(
        folder,
        "-f lavfi -i color=black:size=640x360:rate=5:duration=0.4 -vf geq=lum='255*mod(X\\,2)':cb=128:cr=128 -c:v ffv1 -pix_fmt gray",
        "s.mkv");
    const auto frame = first_frame(path);
    ASSERT_TRUE(frame);
    for (const auto& [w, h] : {std::pair(160, 90), std::pair(161, 91), std::pair(64, 36)}) {
        for (const int value : whole(*frame, w, h)) ASSERT_NEAR(value, 127, 40) << w;
    }
}

TEST(Frame, RefusesWhatLiesOutside) {
    const TempDir folder;
    const auto frame = first_frame(make_video(folder, pattern(64, 48, 0.2) + " -c:v ffv1", "v.mkv"));
    ASSERT_TRUE(frame);
    std::vector<std::uint8_t> room(64 * 48 * 3);
    const int bad[][4] = {{-1, 0, 4, 4}, {0, 0, 65, 4}, {0, 0, 4, 49}, {60, 0, 5, 4}, {0, 0, 0, 4}, {2'000'000'000, 0, 2'000'000'000, 4}};
    for (const auto& [x, y, w, h] : bad) EXPECT_EQ(frame->region_to_bgr(x, y, w, h, 1, room.data()).error().code(), "media.frame_region");
    EXPECT_EQ(frame->to_bgr(0, 10, room.data()).error().code(), "media.frame_region");
    EXPECT_EQ(frame->to_bgr(100'000, 1, room.data()).error().code(), "media.frame_region");
    for (const int reduction : {0, -1, 5})
        EXPECT_EQ(frame->region_to_bgr(0, 0, 64, 48, reduction, room.data()).error().code(), "media.frame_region");
    EXPECT_TRUE(frame->region_to_bgr(0, 0, 64, 48, 1, room.data()));
}

// A telephone's film lies on its side and says so.
TEST(Frame, StandsUpright) {
    const TempDir folder;
    // Left half red, right half blue, upper left corner white.
    make_video(folder,
               "-f lavfi -i color=red:size=160x120:rate=5:duration=1 -vf "
               "drawbox=x=80:w=80:h=120:color=blue:t=fill,drawbox=w=32:h=32:color=white:t=fill "
               "-c:v libx264 -pix_fmt yuv420p -qp 5",
               "flat.mp4");
    struct {
        int degrees, width, height, white_x, white_y;
    } const cases[] = {{0, 160, 120, 10, 10}, {90, 120, 160, 10, 150}, {180, 160, 120, 150, 110}, {270, 120, 160, 110, 10}};
    for (const auto& [degrees, width, height, x, y] : cases) {
        const auto path = make_video(
            folder, "-i " + (folder / "flat.mp4").string() + " -c copy -metadata:s:v rotate=" + std::to_string(degrees), "turned.mp4");
        const auto frame = first_frame(path);
        ASSERT_TRUE(frame);
        EXPECT_EQ(frame->width(), width);
        EXPECT_EQ(frame->height(), height);
        std::uint8_t pixel[3];
        must(frame->region_to_bgr(x, y, 1, 1, 1, pixel));
        const auto small = whole(*frame, width / 2, height / 2);
        const auto* scaled = &small[std::size_t((y / 2 * (width / 2) + x / 2) * 3)];
        for (int c = 0; c < 3; ++c) {
            EXPECT_GT(pixel[c], 220) << degrees;
            EXPECT_GT(scaled[c], 220) << degrees;
        }
        std::vector<std::uint8_t> part(20 * 30 * 3), all = whole(*frame, width, height);
        must(frame->region_to_bgr(37, 51, 20, 30, 1, part.data()));
        for (int row = 0; row < 30; ++row) {
            EXPECT_TRUE(std::equal(&part[std::size_t(row * 60)], &part[std::size_t(row * 60)] + 60,
                                   &all[std::size_t(((51 + row) * width + 37) * 3)], [](int a, int b) { return std::abs(a - b) <= 3; }))
                << degrees;
        }
    }
}

}  // namespace
}  // namespace md::media
