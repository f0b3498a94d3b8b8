#include "templates/measure.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <random>

#include "templates/aligned.h"
#include "templates/slot_table.h"

namespace md::templates {
namespace {

constexpr std::size_t kBatch = 8192;
constexpr float kThreshold = 0.40F;

double seconds(const auto& body) {
    const auto start = std::chrono::steady_clock::now();
    body();
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

void fill(SlotTable& table, const SearchTask& task, std::mt19937_64& engine) {
    std::vector<SlotTable::Entry> batch;
    SlotTable::NewSlot slot{};
    for (std::size_t i = 0; i < task.records; ++i) {
        if (i % static_cast<std::size_t>(task.capacity) == 0) {
            slot = {static_cast<std::int64_t>(i), 1, task.capacity, {}};
            for (auto& byte : slot.salt) byte = static_cast<std::uint8_t>(engine());
        }
        std::array<std::uint8_t, RecordId::kBytes> id;
        for (auto& byte : id) byte = static_cast<std::uint8_t>(engine());
        std::vector<std::uint64_t> code(static_cast<std::size_t>(task.bits) / 64);
        for (auto& word : code) word = engine();
        batch.push_back({RecordId(id), slot, std::move(code)});
        if (batch.size() < kBatch && i + 1 < task.records) continue;
        table.load(batch);
        batch.clear();
    }
}

Quantised random_face(std::mt19937_64& engine) {
    std::normal_distribution<float> normal;
    std::vector<float> face(kBlock);
    float squares = 0;
    for (auto& x : face) squares += std::pow(x = normal(engine), 2.0F);
    for (auto& x : face) x /= std::sqrt(squares);
    return must(quantise(face));
}

}  // namespace

SearchMeasure measure_search(const SearchTask& task) {
    std::mt19937_64 engine(1);
    const Bytes key(crypto::Suite::of(task.profile).key_bytes(), 7);
    SlotTable table(task.bits, task.profile == Profile::cii, [&](int) { return crypto::Keystream::make(task.profile, key); });
    fill(table, task, engine);
    Workers workers("search", task.threads > 1 ? task.threads - 1 : 0, 64);
    std::vector<double> times;
    for (std::size_t probe = 0; probe <= task.probes; ++probe) {
        const auto face = random_face(engine);
        const double taken = seconds([&] { table.search(face, 5, kThreshold, task.threads > 1 ? &workers : nullptr); });
        if (probe > 0) times.push_back(taken * 1e3);  // the first warms up
    }
    std::ranges::sort(times);
    const auto quantile = [&](double q) { return times[static_cast<std::size_t>(std::ceil(q * static_cast<double>(times.size()))) - 1]; };
    return {quantile(0.5), quantile(0.99), static_cast<double>(table.bytes_in_memory()) / static_cast<double>(task.records)};
}

ScanMeasure measure_scan(std::size_t records, int bits, int rounds) {
    const std::size_t words = static_cast<std::size_t>(bits) / 64;
    AlignedVector<std::uint64_t> codes(records * words);
    std::mt19937_64 engine(1);
    for (auto& word : codes) word = engine();
    std::vector<std::uint16_t> distances(records);
    const double bytes = static_cast<double>(codes.size()) * 8;
    double read = 1e9, scan = 1e9;
    volatile std::uint64_t kept = 0;
    for (int round = 0; round < rounds; ++round) {  // in turn, so that both see the same machine
        read = std::min(read, seconds([&] { kept = sum_words(codes.data(), codes.size()); }));
        scan = std::min(scan, seconds([&] { hamming_scan(codes.data(), codes.data(), records, words, distances.data()); }));
    }
    return {bytes / read, bytes / scan};
}

}  // namespace md::templates
