#pragma once
// Thresholds are chosen by false-match rate, never as raw scores. Shipped tables first (LFW-like and Asian), then the site's own impostor
// scores. research: a threshold set on LFW lets 34 times more strangers in among Chinese faces.
#include <array>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace md::templates {

// Which score: raw cosine or KRT asymmetric score at a bit length. Thresholds of one kind mean nothing for another.
enum class ScoreKind { raw, krt512, krt1024, krt2048 };
std::string_view to_string(ScoreKind kind);

struct Threshold {
    float value = 0;
    double fmr = 0, fmr_low = 0, fmr_high = 0;  // wanted rate, and the interval in which the true one lies with 95 %
    std::string source;                         // "shipped: ...", "site: 44,850 impostor scores of 300 people", "site, tail fit"
};

// Histogram of impostor scores; holds no ids and no templates. Thread-safe.
class Calibration {
public:
    static constexpr int kBins = 2000;  // scores -1..1
    explicit Calibration(ScoreKind kind);
    void add(std::span<const float> impostor_scores, bool new_person);
    // For a wanted false-match rate (1e-1 .. 1e-7). Never below the shipped threshold until enough people are in.
    Threshold threshold(double fmr) const;
    // 1:N: the rate a search in n records may have of naming any stranger (FPIR), so FMR = fpir / n.
    Threshold threshold_for_search(double fpir, std::size_t n) const;
    std::uint64_t people() const;
    std::uint64_t scores() const;
    std::array<std::uint64_t, kBins> histogram() const;  // for the console's picture
    Bytes save() const;
    Status restore(ByteView saved);
    ScoreKind kind() const { return kind_; }

private:
    ScoreKind kind_;
    mutable std::mutex mutex_;
    std::array<std::uint64_t, kBins> bins_{};
    std::uint64_t people_ = 0, count_ = 0;
};

}  // namespace md::templates
