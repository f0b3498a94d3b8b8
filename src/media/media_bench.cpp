// What video costs: decoding, and each way of looking at a frame. One thread each, so the rates are a core's.
//   bench_media [--benchmark_filter=Decode|Whole|Region]       makes its test films with the ffmpeg command, in a temporary folder
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <vector>

#include "media/source.h"
#include "test_support.h"

namespace md::media {
namespace {

using namespace std::chrono_literals;

constexpr int kFilmFrames = 250;

// A 1080p25 camera's stream: H.264 High, 4 Mbit/s, a key frame every two seconds, moving content with noise. B: with two B-frames.
const std::string& film(bool b_frames) {
    static const md::test::TempDir folder;
    static const auto make = [](const std::string& name, const std::string& more) {
        const std::string path = (folder / name).string();
        const std::string command =
            "ffmpeg -nostdin -v error -y -f lavfi -i testsrc2=size=1920x1080:rate=25:duration=10 -vf noise=alls=6:allf=t "
            "-pix_fmt yuv420p -c:v libx264 -preset veryfast -g 50 -b:v 4M -maxrate 4M -bufsize 4M " +
            more + " " + path;
        if (std::system(command.c_str()) != 0) std::abort();
        return path;
    };
    static const std::string plain = make("plain.mp4", "-bf 0"), bidirectional = make("b.mp4", "-bf 2");
    return b_frames ? bidirectional : plain;
}

std::unique_ptr<Source> open_film(bool b_frames) {
    static const SystemClock clock;
    SourceOptions options;
    options.address = film(b_frames);
    options.live = false;
    return must(Source::open(options, clock));
}

FramePtr one_frame() {
    const auto source = open_film(false);
    FramePtr frame;
    for (int i = 0; i < 30; ++i) frame = source->next(10s);
    return frame;
}

void Decode1080p25(benchmark::State& state) {
    film(state.range(0) != 0);
    std::int64_t frames = 0;
    for (auto _ : state) {
        const auto source = open_film(state.range(0) != 0);
        while (source->next(10s)) ++frames;
    }
    state.counters["frames/s"] = benchmark::Counter(double(frames), benchmark::Counter::kIsRate);
    state.counters["streams"] = benchmark::Counter(double(frames) / 25, benchmark::Counter::kIsRate);
    if (frames != std::int64_t(state.iterations()) * kFilmFrames) state.SkipWithError("frames are missing");
}
BENCHMARK(Decode1080p25)->ArgName("b_frames")->Arg(0)->Arg(1)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->MinTime(4);

void WholeFrame(benchmark::State& state) {
    const auto frame = one_frame();
    const int width = int(state.range(0)), height = int(state.range(1));
    std::vector<std::uint8_t> pixels(std::size_t(width) * std::size_t(height) * 3);
    for (auto _ : state) must(frame->to_bgr(width, height, pixels.data()));
}
BENCHMARK(WholeFrame)->Args({640, 360})->Args({320, 180})->Args({1280, 720})->Args({1920, 1080})->Unit(benchmark::kMicrosecond);

// As tiles and faces are cut: at another place and size every time.
void Region(benchmark::State& state) {
    const auto frame = one_frame();
    const int side = int(state.range(0));
    std::vector<std::uint8_t> pixels(std::size_t(side + 32) * std::size_t(side + 32) * 3);
    int step = 0;
    for (auto _ : state) {
        const int width = side + step % 17, height = side + step % 13;
        must(frame->region_to_bgr(step * 37 % (1920 - width), step * 23 % (1080 - height), width, height, 1, pixels.data()));
        ++step;
    }
}
BENCHMARK(Region)->Arg(160)->Arg(320)->Arg(640)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace md::media
