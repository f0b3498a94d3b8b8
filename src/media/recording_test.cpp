// Recordings that play the camera, folders of pictures, and decoding no more than is wanted.
#include <filesystem>
#include <fstream>

#include "media/media_fixture.h"

namespace md::media {
namespace {

using namespace test;

SourceOptions camera_from(const std::string& path, bool loop) {
    SourceOptions options;
    options.address = path;
    options.loop = loop;
    return options;
}

TEST(Recording, PlaysTheCameraAtItsOwnPaceAndBeginsAgain) {
    const TempDir folder;
    const auto path = make_video(folder, pattern(160, 120, 1) + " -c:v libx264 -preset ultrafast", "v.mp4");
    auto source = open(camera_from(path, true));
    ASSERT_TRUE(reaches(*source, State::running));
    const auto began = std::chrono::steady_clock::now();
    const auto before = source->report().frames;
    ASSERT_TRUE(eventually([&] { return source->report().frames >= before + 75; }));
    EXPECT_GT(std::chrono::steady_clock::now() - began, 2500ms);  // three rounds of one second are not hurried through
    EXPECT_EQ(source->report().breaks, 0u);
    EXPECT_EQ(source->report().error_code, "");
    const auto frame = source->next(1s);
    ASSERT_TRUE(frame);
    EXPECT_LT(std::chrono::abs(SystemClock().wall() - frame->time()), 10s);
}

TEST(Recording, PacesByTheClockThatIsPassedIn) {
    const TempDir folder;
    const auto path = make_video(folder, pattern(160, 120, 2) + " -c:v libx264 -preset ultrafast", "v.mp4");
    FakeClock clock;
    auto source = must(Source::open(camera_from(path, false), clock));
    ASSERT_TRUE(source->next(10s));
    EXPECT_FALSE(source->next(300ms));  // the clock stands still
    for (int i = 0; i < 200 && source->report().state != State::ended; ++i) {
        clock.advance(40ms);
        source->next(60ms);
    }
    EXPECT_EQ(source->report().state, State::ended);
    EXPECT_EQ(source->report().frames, 50u);
}

TEST(Recording, DecodesNoMoreThanIsWanted) {
    const TempDir folder;
    const auto count = [&](const std::string& path, double fps) {
        auto options = recorded(path);
        options.wanted_fps = fps;
        auto source = open(options);
        return read_all(*source).size();
    };
    const auto pictures = make_video(folder, pattern(160, 120, 4) + " -c:v mjpeg", "v.avi");
    EXPECT_EQ(count(pictures, 0), 100u);
    EXPECT_NEAR(double(count(pictures, 5)), 20, 2);  // every picture stands alone
    const auto bidirectional = make_video(
        folder, pattern(160, 120, 4) + " -c:v libx264 -preset veryfast -bf 3 -b_strategy 0 -x264-params b-pyramid=none", "v.mp4");
    EXPECT_EQ(count(bidirectional, 0), 100u);
    const auto some = count(bidirectional, 5);
    EXPECT_GE(some, 20u);
    EXPECT_LE(some, 50u);  // B-frames are left out
}

TEST(Folder, IsAFilmSortedByName) {
    const TempDir folder;
    make_video(folder, pattern(64, 48, 1, 5), "p_%03d.png");
    std::ofstream(folder / "p_002b.jpg") << "not a picture";
    std::ofstream(folder / "notes.txt") << "left alone";
    auto options = recorded(folder.path().string());
    options.folder_fps = 2;
    auto source = open(options);
    const auto frames = read_all(*source);
    ASSERT_EQ(frames.size(), 5u);
    EXPECT_EQ(frames[1]->time() - frames[0]->time(), 500ms);
    EXPECT_EQ(frames[2]->time() - frames[1]->time(), 1s);  // the unreadable one's time passes
    const auto report = source->report();
    EXPECT_EQ(report.state, State::ended);
    EXPECT_GE(report.corrupt, 1u);
    EXPECT_EQ(report.codec, "png");
}

TEST(Folder, PicturesMayDifferInSize) {
    const TempDir folder;
    make_video(folder, pattern(64, 48, 0.2, 5), "a.png");
    make_video(folder, pattern(320, 240, 0.2, 5), "b.jpg");
    auto source = open(recorded(folder.path().string()));
    const auto frames = read_all(*source);
    ASSERT_EQ(frames.size(), 2u);
    EXPECT_EQ(frames[0]->width(), 64);
    EXPECT_EQ(frames[1]->width(), 320);
}

TEST(Recording, ALostFileIsLookedForAgain) {
    const TempDir folder;
    auto options = camera_from((folder / "later.mp4").string(), false);
    options.back_off_max = 1s;
    auto source = open(options);
    EXPECT_TRUE(reaches(*source, State::backing_off));
    EXPECT_EQ(source->report().error_code, "media.no_such_file");
    const auto path = make_video(folder, pattern(160, 120, 1) + " -c:v libx264 -preset ultrafast", "made.mp4");
    std::filesystem::rename(path, folder / "later.mp4");
    EXPECT_TRUE(reaches(*source, State::running));
}

}  // namespace
}  // namespace md::media
