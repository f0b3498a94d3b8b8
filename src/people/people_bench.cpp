// Registering, searching and deleting persons in a library of MIANDUN_BENCH_PEOPLE (default 5,000) sealed persons without pictures.
#include <benchmark/benchmark.h>

#include <cstdlib>

#include "people/people.h"
#include "test_support.h"

namespace md::people {
namespace {

struct Bench {
    Bench() {
        stores = must(store::Stores::open({Profile::general, folder.path(), {}}, random.secret(32), clock, random));
        ledger = must(ledger::Ledger::open({Profile::general, folder / "ledger", std::chrono::seconds(60)},
                                           crypto::PrivateKey::generate(Profile::general), clock));
        templates::GalleryOptions options;
        options.model_id = "none";
        gallery = must(templates::Gallery::open(stores, options, clock, random));
        people = must(People::open({stores, nullptr, gallery.get(), ledger.get(), &clock, &random}, {}));
        const char* wanted = std::getenv("MIANDUN_BENCH_PEOPLE");
        for (int i = 0, count = wanted ? std::atoi(wanted) : 5'000; i < count; ++i) add();
    }
    PersonId add() {
        static constexpr std::string_view kSurnames[] = {"王", "李", "张", "刘", "陈", "杨", "黄", "赵", "吴", "周"};
        static constexpr std::string_view kGiven[] = {"伟", "芳", "娜", "敏", "静", "丽", "强", "磊",
                                                      "军", "洋", "勇", "艳", "杰", "娟", "涛"};
        NewPerson person;
        person.fields.name = std::string(kSurnames[number % 10]).append(kGiven[number / 10 % 15]).append(kGiven[number / 150 % 15]);
        person.fields.external_id = "E" + std::to_string(number++);
        return must(people->add(std::move(person), "bench")).id;
    }
    static Bench& shared() {
        static Bench bench;
        return bench;
    }

    test::TempDir folder;
    SystemClock clock;
    SystemRandom random;
    std::shared_ptr<store::Stores> stores;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<templates::Gallery> gallery;
    std::unique_ptr<People> people;
    int number = 0;
};

void find(benchmark::State& state, const std::string& text) {
    auto& bench = Bench::shared();
    std::size_t found = 0;
    for (auto _ : state) found = must(bench.people->find({.text = text})).items.size();
    state.counters["found"] = static_cast<double>(found);
}
BENCHMARK_CAPTURE(find, first_page, std::string())->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find, by_surname, std::string("王"))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find, by_name, std::string("李芳娜"))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find, by_number, std::string("E1234"))->Unit(benchmark::kMicrosecond);
BENCHMARK_CAPTURE(find, nobody, std::string("欧阳"))->Unit(benchmark::kMicrosecond);

void add(benchmark::State& state) {
    auto& bench = Bench::shared();
    for (auto _ : state) benchmark::DoNotOptimize(bench.add());
}
BENCHMARK(add)->Unit(benchmark::kMicrosecond);

void remove_with_proof(benchmark::State& state) {
    auto& bench = Bench::shared();
    std::int64_t bytes = 0;
    for (auto _ : state) {
        state.PauseTiming();
        const auto id = bench.add();
        state.ResumeTiming();
        bytes = must(bench.people->remove(id, DeletionReason::request, "bench")).bytes_scanned;
    }
    state.counters["bytes_scanned"] = static_cast<double>(bytes);
}
BENCHMARK(remove_with_proof)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace md::people
