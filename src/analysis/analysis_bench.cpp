#include <benchmark/benchmark.h>

#include <cstdlib>

#include "analysis/pipeline/camera_pipeline.h"
#include "base/random.h"
#include "source_dir.h"

// What each stage of one look at a frame costs, CPU time. The clip is named by MIANDUN_CLIP (1080p25 H.264 with faces); the model set by
// MIANDUN_MODELS, as in the tests.
namespace md::analysis {
namespace {

struct NoSink final : Sink {
    void capture(const Capture&) override {}
    void alert(const Alert&) override {}
};

std::shared_ptr<const vision::Engine> engine() {
    static const auto loaded = must(vision::Engine::load(md::test::source_dir() / "models/default.yaml", std::getenv("MIANDUN_MODELS")));
    return loaded;
}

// The first seconds of the clip, decoded.
const std::vector<media::FramePtr>& frames() {
    static const auto decoded = [] {
        constexpr std::size_t kEnough = 12;
        const char* const clip = std::getenv("MIANDUN_CLIP");
        if (!clip) throw std::runtime_error("MIANDUN_CLIP names no video");
        static const SystemClock clock;
        media::SourceOptions options;
        options.address = clip;
        options.live = false;
        const auto source = must(media::Source::open(options, clock));
        std::vector<media::FramePtr> out;
        while (out.size() < kEnough)
            if (auto frame = source->next(std::chrono::seconds(5)))
                out.push_back(std::move(frame));
            else
                break;
        return out;
    }();
    return decoded;
}

void scale_frame(benchmark::State& state) {
    const FramePixels pixels(*frames().back());
    for (auto _ : state) benchmark::DoNotOptimize(pixels.scaled(640, 480));
}
BENCHMARK(scale_frame)->Unit(benchmark::kMillisecond);

void scene_look(benchmark::State& state) {
    const auto working = FramePixels(*frames().back()).scaled(640, 480);
    Scene scene;
    for (auto _ : state) benchmark::DoNotOptimize(scene.look(working));
}
BENCHMARK(scene_look)->Unit(benchmark::kMillisecond);

void detector_pass(benchmark::State& state) {
    const auto working = FramePixels(*frames().back()).scaled(640, 480);
    for (auto _ : state) benchmark::DoNotOptimize(engine()->glance(working, {0, 0, working.width(), working.height()}, 0.4f));
}
BENCHMARK(detector_pass)->Unit(benchmark::kMillisecond);

std::vector<vision::Face> found_in(const FramePixels& pixels) {
    FaceFinder finder;
    Scene scene;
    const auto working = pixels.scaled(640, 480);
    return must(finder.find(*engine(), pixels, working, SteadyTime(std::chrono::hours(1)), scene, true));
}

// Landmarks and quality of all faces of the frame.
void judge_faces(benchmark::State& state) {
    const FramePixels pixels(*frames().back());
    const auto found = found_in(pixels);
    for (auto _ : state) benchmark::DoNotOptimize(FrameFaces(*engine(), pixels, found).faces().size());
    state.counters["faces"] = static_cast<double>(found.size());
}
BENCHMARK(judge_faces)->Unit(benchmark::kMillisecond);

void assess_face(benchmark::State& state) {
    const FramePixels pixels(*frames().back());
    const auto found = found_in(pixels);
    if (found.empty()) return state.SkipWithError("no face in the clip");
    const auto& box = found.front().box;
    const auto part = pixels.part({static_cast<int>(box.x - box.width / 2), static_cast<int>(box.y - box.height / 2),
                                   static_cast<int>(2 * box.width), static_cast<int>(2 * box.height)},
                                  288);
    const auto face = must(engine()->locate(part.pixels, part.inside(box), 0.9f));
    for (auto _ : state) benchmark::DoNotOptimize(engine()->assess(part.pixels, face, vision::Use::search));
}
BENCHMARK(assess_face)->Unit(benchmark::kMillisecond);

void embed_face(benchmark::State& state) {
    const FramePixels pixels(*frames().back());
    FrameFaces faces(*engine(), pixels, found_in(pixels));
    if (faces.faces().empty()) return state.SkipWithError("no face in the clip");
    for (auto _ : state) benchmark::DoNotOptimize(faces.embed(0));
}
BENCHMARK(embed_face)->Unit(benchmark::kMillisecond);

void take_picture(benchmark::State& state) {
    const FramePixels pixels(*frames().back());
    FrameFaces faces(*engine(), pixels, found_in(pixels));
    if (faces.faces().empty()) return state.SkipWithError("no face in the clip");
    for (auto _ : state) benchmark::DoNotOptimize(faces.take(0));
}
BENCHMARK(take_picture)->Unit(benchmark::kMillisecond);

// Everything, ten looks a second.
void whole_step(benchmark::State& state) {
    NoSink sink;
    SystemRandom random;
    AnalysisConfig config;
    const auto analyser = std::make_shared<Analyser>(config, sink, random);
    CameraPipeline camera("bench", analyser, engine(), nullptr);
    SteadyTime at(std::chrono::hours(1));
    std::size_t next = 0;
    for (auto _ : state) {
        at += std::chrono::milliseconds(100);
        camera.due(at);
        benchmark::DoNotOptimize(camera.step(*frames()[next++ % frames().size()], at));
    }
    state.counters["embeddings"] =
        benchmark::Counter(static_cast<double>(camera.counters().embeddings), benchmark::Counter::kAvgIterations);
}
BENCHMARK(whole_step)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace md::analysis
