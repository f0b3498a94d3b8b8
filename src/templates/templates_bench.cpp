// bench_templates: the rotation, the plain scan beside faiss in the same run, galleries of the sizes that docs/performance.md names, and
// opening.
#include <benchmark/benchmark.h>
#include <faiss/IndexBinaryFlat.h>

#include <random>

#include "templates/gallery.h"
#include "templates/hamming.h"
#include "templates/measure.h"
#include "templates/synthetic_faces.h"
#include "templates/transform.h"
#include "test_support.h"

namespace md::templates {
namespace {

void rotation(benchmark::State& state) {
    const int bits = static_cast<int>(state.range(0));
    test::SyntheticFaces faces(1);
    const auto face = must(quantise(faces.person()));
    Bytes signs(sign_bytes(bits) * 256);
    std::mt19937_64 engine(2);
    for (auto& byte : signs) byte = static_cast<std::uint8_t>(engine());
    Rotated out;
    std::size_t at = 0;
    for (auto _ : state) {
        rotate(face, ByteView(signs).subspan(at++ % 256 * sign_bytes(bits), sign_bytes(bits)), bits, out);
        benchmark::DoNotOptimize(out);
    }
}
BENCHMARK(rotation)->Arg(512)->Arg(1024)->Arg(2048);

void key_stream(benchmark::State& state) {
    const Profile profile = state.range(0) == 0 ? Profile::general : Profile::cii;
    const auto stream = crypto::Keystream::make(profile, Bytes(crypto::Suite::of(profile).key_bytes(), 7));
    std::vector<std::array<std::uint8_t, crypto::kNonceBytes>> nonces(32);
    Bytes out(32 * sign_bytes(1024));
    for (auto _ : state) stream->fill_many(nonces, sign_bytes(1024), out);
    state.SetLabel(profile == Profile::general ? "AES-CTR, 32 slots of 1024 bit" : "SM4-CTR, 32 slots of 1024 bit");
}
BENCHMARK(key_stream)->Arg(0)->Arg(1);

// Best of several, both in the same run over as many bytes. Goals: share >= 0.75, times_faiss >= 4.
void plain_scan_beside_faiss(benchmark::State& state) {
    const int bits = static_cast<int>(state.range(0));
    constexpr std::size_t kRecords = 1'000'000;
    faiss::IndexBinaryFlat index(bits);
    {
        std::mt19937_64 engine(3);
        std::vector<std::uint64_t> codes(kRecords * static_cast<std::size_t>(bits) / 64);
        for (auto& word : codes) word = engine();
        index.add(kRecords, reinterpret_cast<const std::uint8_t*>(codes.data()));
    }
    const Bytes probe(code_bytes(bits), 0x5A);
    double faiss_seconds = 1e9;
    ScanMeasure ours;
    for (auto _ : state) {
        ours = measure_scan(kRecords, bits);
        for (int round = 0; round < 5; ++round) {
            std::int32_t distance;
            faiss::IndexBinary::idx_t label;
            const auto start = std::chrono::steady_clock::now();
            index.search(1, probe.data(), 1, &distance, &label);
            faiss_seconds = std::min(faiss_seconds, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count());
        }
    }
    const double ours_seconds = static_cast<double>(kRecords * code_bytes(bits)) / ours.scan_bytes_per_s;
    state.counters["read_GB_s"] = ours.read_bytes_per_s / 1e9;
    state.counters["scan_GB_s"] = ours.scan_bytes_per_s / 1e9;
    state.counters["share"] = ours.share();
    state.counters["ours_ms"] = ours_seconds * 1e3;
    state.counters["faiss_ms"] = faiss_seconds * 1e3;
    state.counters["times_faiss"] = faiss_seconds / ours_seconds;
}
BENCHMARK(plain_scan_beside_faiss)->Arg(512)->Arg(1024)->Iterations(1)->Unit(benchmark::kMillisecond);

// records, capacity, threads, profile
void search(benchmark::State& state) {
    const SearchTask task{.records = static_cast<std::size_t>(state.range(0)),
                          .capacity = static_cast<int>(state.range(1)),
                          .threads = static_cast<std::size_t>(state.range(2)),
                          .profile = state.range(3) == 0 ? Profile::general : Profile::cii};
    SearchMeasure result;
    for (auto _ : state) result = measure_search(task);
    state.counters["p50_ms"] = result.p50_ms;
    state.counters["p99_ms"] = result.p99_ms;
    state.counters["bytes_per_record"] = result.bytes_per_record;
}
BENCHMARK(search)
    ->ArgNames({"records", "c", "threads", "cii"})
    ->ArgsProduct({{10'000, 100'000}, {1}, {1, 2}, {0, 1}})
    ->ArgsProduct({{1'000'000}, {8}, {1, 2}, {0, 1}})
    ->Iterations(1)
    ->Unit(benchmark::kMillisecond);

// Opening a stored gallery of so many records.
void open_gallery(benchmark::State& state) {
    const auto records = static_cast<std::size_t>(state.range(0));
    const Profile profile = state.range(1) == 0 ? Profile::general : Profile::cii;
    const md::test::TempDir folder;
    SystemClock clock;
    SystemRandom random;
    Workers workers("open", 1, 16);
    auto stores = must(store::Stores::open({.profile = profile, .folder = folder.path()}, SecretBytes(Bytes(32, 9)), clock, random));
    const GalleryOptions options{.profile = profile, .model_id = "bench", .slot_capacity = records > 100'000 ? 8 : 1};
    {
        auto gallery = must(Gallery::open(stores, options, clock, random, &workers));
        test::SyntheticFaces faces(4);
        const auto face = faces.person();
        const Bytes subject = to_bytes("bench");  // one subject for all: the keyring's own cost a subject is measured in its module
        must(stores->keyring->create_subject_key(subject));
        for (std::size_t done = 0; done < records; done += 10'000) {
            const std::vector<Gallery::Enrolment> some(std::min<std::size_t>(10'000, records - done), {subject, face});
            must(gallery->enrol_many(some));
        }
    }
    for (auto _ : state) benchmark::DoNotOptimize(must(Gallery::open(stores, options, clock, random, &workers))->size());
}
BENCHMARK(open_gallery)
    ->ArgNames({"records", "cii"})
    ->ArgsProduct({{10'000, 1'000'000}, {0, 1}})
    ->Iterations(1)
    ->MeasureProcessCPUTime()
    ->UseRealTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace md::templates
