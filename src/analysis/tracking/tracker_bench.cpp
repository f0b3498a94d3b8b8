// bench_analysis: what tracking and the subject book cost beside the models.
#include "analysis/tracking/tracker.h"

#include <benchmark/benchmark.h>

#include <cmath>

#include "analysis/subjects/subject_book.h"
#include "templates/synthetic_faces.h"

namespace md::analysis {
namespace {

// So many people walking about, one in twenty missed. Goal: far below a detection (4.5 ms).
void track(benchmark::State& state) {
    const int people = static_cast<int>(state.range(0));
    Tracker tracker;
    std::mt19937_64 engine(1);
    std::normal_distribution<double> jitter(0, 2);
    long frame = 0;
    for (auto _ : state) {
        state.PauseTiming();
        std::vector<Detection> faces;
        const double t = static_cast<double>(frame) / 10;
        for (int k = 0; k < people; ++k) {
            if (engine() % 20 == 0) continue;
            const double x = 960 + 800 * std::sin(t / (5 + k % 7) + k), y = 540 + 400 * std::cos(t / (6 + k % 5) + 2 * k);
            faces.push_back({{float(x + jitter(engine)), float(y + jitter(engine)), 48, 60}, 0.95f, 0.4f});
        }
        ++frame;
        state.ResumeTiming();
        benchmark::DoNotOptimize(tracker.step(SteadyTime(std::chrono::milliseconds(100 * frame)), 1920, 1080, faces));
    }
}
BENCHMARK(track)->Arg(5)->Arg(20)->Arg(200)->Unit(benchmark::kMicrosecond);

// One face against a book of so many subjects.
void look_up(benchmark::State& state) {
    SystemRandom random;
    SubjectBook book({}, random);
    templates::test::SyntheticFaces faces(1);
    for (int i = 0; i < state.range(0); ++i) {
        const auto sighting = book.begin("camera", SteadyTime{});
        book.look(sighting, faces.person(), 0.5f, SteadyTime{});
        book.end(sighting, SteadyTime{});
    }
    const auto sighting = book.begin("camera", SteadyTime{});
    for (auto _ : state) book.look(sighting, faces.person(), 0.15f, SteadyTime{});
    state.SetLabel(std::to_string(book.subjects()) + " subjects, " + std::to_string(book.bytes_in_memory() / 1024) + " KiB");
}
BENCHMARK(look_up)->Arg(20)->Arg(1000)->Arg(10000)->Unit(benchmark::kMicrosecond);

}  // namespace
}  // namespace md::analysis
