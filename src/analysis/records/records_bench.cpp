// How long a result takes from the rules to the disk: what stands between an alert and the console.
#include <benchmark/benchmark.h>

#include "analysis/records/records_world.h"

namespace md::analysis {
namespace {

EvidencePtr face(Random& random, WallTime taken) {
    return std::make_shared<const Evidence>(Evidence{SecretBytes(random.bytes(30'000)), taken, 0.5f});
}

void alert_to_disk(benchmark::State& state) {
    RecordsWorld world;
    const auto alerts = must(Alerts::open(world.parts(), nullptr, {}));
    for (auto _ : state) {
        state.PauseTiming();
        auto alert = world.alert();
        alert.evidence = {face(world.world.random, world.now())};
        state.ResumeTiming();
        must(alerts->record(alert, "0011223344556677"));
    }
}
BENCHMARK(alert_to_disk)->Unit(benchmark::kMillisecond);

void capture_to_disk(benchmark::State& state) {
    RecordsWorld world;
    const auto captures = must(Captures::open(world.parts(), nullptr, {}));
    const SubjectLabels labels(test::profile(), world.world.random);
    for (auto _ : state) {
        state.PauseTiming();
        auto capture = world.capture(SubjectId::random(world.world.random));
        capture.picture = face(world.world.random, world.now());
        state.ResumeTiming();
        must(captures->record(capture, labels.label(capture.subject, capture.first_seen)));
    }
}
BENCHMARK(capture_to_disk)->Unit(benchmark::kMillisecond);

void find_a_page_of_alerts(benchmark::State& state) {
    RecordsWorld world;
    const auto alerts = must(Alerts::open(world.parts(), nullptr, {}));
    for (int i = 0; i < 500; ++i) {
        auto alert = world.alert();
        alert.evidence.clear();
        must(alerts->record(alert, "0011223344556677"));
    }
    for (auto _ : state) benchmark::DoNotOptimize(must(alerts->find({.state = AlertState::raised})));
}
BENCHMARK(find_a_page_of_alerts)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace md::analysis
