// What de-duplication and the rules cost a frame: faces in the frame, and subjects held from before.
#include <benchmark/benchmark.h>

#include "analysis/config.h"
#include "analysis/deduplication/deduplicator.h"
#include "analysis/rules/rule_engine.h"

namespace md::analysis {
namespace {

class Nowhere final : public Sink {
public:
    void capture(const Capture&) override {}
    void alert(const Alert&) override {}
};
class Blank final : public Pictures {
public:
    EvidencePtr take(std::size_t) override {
        ++taken;
        return std::make_shared<Evidence>();
    }
    std::int64_t taken = 0;
};

const std::string kRules = R"(
regions: [{name: hall, polygon: [[0.1, 0.2], [0.9, 0.2], [0.9, 1.0], [0.1, 1.0]]}, {name: gate, polygon: [[0, 0], [0.5, 0], [0.5, 1], [0, 1]]}]
schedules: [{name: night, from: "22:00", to: "06:00"}]
rules:
  - {kind: intrusion, region: hall, schedule: night}
  - {kind: stay, region: hall, longer_than: 30s}
  - {kind: wander, regions: [hall, gate], longer_than: 5min, more_often_than: 3}
  - {kind: appearance, region: gate, schedule: night}
)";

Observation frame(std::int64_t number, std::int64_t faces, WallTime time) {
    Observation seen;
    seen.camera = "c1";
    seen.time = time;
    for (std::int64_t i = 0; i < faces; ++i) {
        Presence presence;
        std::array<std::uint8_t, 16> id{};
        const auto subject = static_cast<std::uint64_t>(number * faces + i + 1);
        std::memcpy(id.data(), &subject, sizeof subject);
        presence.subject = SubjectId(id);
        presence.confirmed = true;
        presence.track = static_cast<TrackNumber>(subject);
        presence.position = {static_cast<double>(i + 1) / static_cast<double>(faces + 1), 0.5};
        presence.quality = 0.8F;
        seen.present.push_back(std::move(presence));
    }
    return seen;
}

// Arguments: faces in each frame; subjects held from before.
void frames(benchmark::State& state) {
    const auto config = must(config_from_yaml(kRules, "bench"));
    Nowhere sink;
    Blank pictures;
    SeededRandom random(1);
    Deduplicator deduplicator(config, sink, random);
    RuleEngine rules(config, sink, random);
    WallTime now(std::chrono::seconds(1'767'571'200));
    const auto step = [&](const Observation& seen) {
        deduplicator.step(seen, pictures);
        rules.step(seen, pictures);
    };
    for (std::int64_t number = 1; number <= state.range(1) / 10; ++number)
        for (int again = 0; again < 2; ++again) step(frame(number, 10, now += std::chrono::milliseconds(10)));
    auto seen = frame(1'000'000, state.range(0), now);
    for (auto _ : state) {
        seen.time += std::chrono::milliseconds(100);
        step(seen);
    }
    state.SetItemsProcessed(state.iterations());
    state.counters["pictures_a_frame"] = benchmark::Counter(static_cast<double>(pictures.taken) / static_cast<double>(state.iterations()));
}
BENCHMARK(frames)->ArgNames({"faces", "held"})->Args({1, 0})->Args({10, 0})->Args({10, 1000})->Args({10, 10'000})->Iterations(5000);

}  // namespace
}  // namespace md::analysis
