// A million entries: rate of appending with many writers, time of opening, verifying and searching.
#include <benchmark/benchmark.h>

#include <thread>

#include "ledger/ledger.h"
#include "test_support.h"

namespace md::ledger {
namespace {

constexpr std::int64_t kEntries = 1'000'000;
constexpr int kWriters = 64;

struct Million {
    test::TempDir temp;
    SystemClock clock;
    crypto::PrivateKey key = crypto::PrivateKey::generate(Profile::general);
    std::unique_ptr<Ledger> open() { return must(Ledger::open({Profile::general, temp / "ledger", std::chrono::seconds(60)}, key, clock)); }
    static Million& shared() {
        static Million million;
        return million;
    }
};

void Append(benchmark::State& state) {
    for (auto _ : state) {
        const auto ledger = Million::shared().open();
        std::vector<std::thread> writers;
        for (int i = 0; i < kWriters; ++i) {
            writers.emplace_back([&] {
                for (std::int64_t j = 0; j < kEntries / kWriters; ++j) {
                    must(ledger->append({0,
                                         {},
                                         "device-0123456789abcdef",
                                         "identify.decided",
                                         "event-" + std::to_string(j),
                                         "ok",
                                         "B4",
                                         R"({"band":"strong"})"}));
                }
            });
        }
        for (auto& writer : writers) writer.join();
    }
    state.SetItemsProcessed(kEntries);
}
void Open(benchmark::State& state) {
    for (auto _ : state) benchmark::DoNotOptimize(Million::shared().open()->size());
}
void Verify(benchmark::State& state) {
    for (auto _ : state) {
        if (!must(verify(Million::shared().temp / "ledger")).whole) state.SkipWithError("not whole");
    }
}
void SearchOldest(benchmark::State& state) {
    const auto ledger = Million::shared().open();
    for (auto _ : state) benchmark::DoNotOptimize(must(ledger->search({.text = "not there"})));
}
void Proof(benchmark::State& state) {
    const auto ledger = Million::shared().open();
    for (auto _ : state) benchmark::DoNotOptimize(must(ledger->proof(12'345)));
}
BENCHMARK(Append)->Iterations(1)->Unit(benchmark::kSecond)->UseRealTime();
BENCHMARK(Open)->Iterations(1)->Unit(benchmark::kSecond);
BENCHMARK(Verify)->Iterations(1)->Unit(benchmark::kSecond);
BENCHMARK(SearchOldest)->Unit(benchmark::kMillisecond);
BENCHMARK(Proof)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace md::ledger
