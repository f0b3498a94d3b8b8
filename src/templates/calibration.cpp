#include "templates/calibration.h"

#include <algorithm>
#include <boost/math/distributions/binomial.hpp>
#include <cmath>

#include "base/errors.h"
#include "templates/shipped_calibration.h"

namespace md::templates {
namespace {

constexpr std::uint64_t kPeopleToRaise = 30;   // enough to make a threshold stricter
constexpr std::uint64_t kPeopleToLower = 200;  // enough to go below the shipped one
constexpr double kExceedancesCounted = 10;     // fewer scores above the threshold than this: fit the tail instead of counting
constexpr double kTailShare = 0.005;           // what the fit takes for the tail
constexpr double kTailScores = 50;             // and at least so many scores
// Two scores that share a person are correlated; this is the correlation of "both above the threshold". With it n scores of P people count
// as n / (1 + 2 (P - 2) rho): all of them for few people, P / (4 rho) for many, never fewer than P / 4 even at rho = 1.
constexpr double kRho = 0.02;
constexpr std::uint8_t kVersion = 1;

double lower_edge(int bin) { return -1.0 + 2.0 * bin / Calibration::kBins; }

int bin_of(float score) {
    return std::clamp(static_cast<int>((static_cast<double>(score) + 1) * Calibration::kBins / 2), 0, Calibration::kBins - 1);
}

double effective(std::uint64_t people, std::uint64_t scores) {
    if (people == 0 || scores == 0) return 0;
    const double per_person = static_cast<double>(scores) / static_cast<double>(people);
    return static_cast<double>(scores) / (1 + 4 * kRho * per_person);
}

// Clopper and Pearson, 95 %, on the effective number of scores.
void set_interval(Threshold& threshold, std::uint64_t people, std::uint64_t scores) {
    using boost::math::binomial_distribution;
    const double n = effective(people, scores);
    if (n < 1) {
        threshold.fmr_low = 0, threshold.fmr_high = 1;
        return;
    }
    const double hits = threshold.fmr * n;
    threshold.fmr_low = binomial_distribution<>::find_lower_bound_on_p(n, hits, 0.025);
    threshold.fmr_high = hits >= n ? 1 : binomial_distribution<>::find_upper_bound_on_p(n, hits, 0.025);
}

std::string grouped(std::uint64_t number) {
    std::string text = std::to_string(number);
    for (int at = static_cast<int>(text.size()) - 3; at > 0; at -= 3) text.insert(static_cast<std::size_t>(at), ",");
    return text;
}

// Lowest edge with at most `wanted` scores at or above it; how many there are goes to `above`.
int edge_with(const std::array<std::uint64_t, Calibration::kBins>& bins, double wanted, std::uint64_t& above) {
    above = 0;
    int bin = Calibration::kBins;
    while (bin > 0 && static_cast<double>(above + bins[bin - 1]) <= wanted) above += bins[--bin];
    return bin;
}

// Exponential fit of what lies above a high quantile: P(s > t) = share * exp(-(t - u) / mean excess). Similarity scores fall off faster, so
// it is strict.
double fitted(const std::array<std::uint64_t, Calibration::kBins>& bins, std::uint64_t count, double fmr) {
    std::uint64_t above = 0;
    const int start = edge_with(bins, std::max(kTailScores, kTailShare * static_cast<double>(count)), above);
    const double edge = lower_edge(start), width = 2.0 / Calibration::kBins;
    double excess = 0;
    for (int bin = start; bin < Calibration::kBins; ++bin) excess += static_cast<double>(bins[bin]) * (lower_edge(bin) + width / 2 - edge);
    if (above == 0) return lower_edge(start);
    const double share = static_cast<double>(above) / static_cast<double>(count);
    return edge + excess / static_cast<double>(above) * std::log(std::max(share / fmr, 1.0));
}

}  // namespace

std::string_view to_string(ScoreKind kind) {
    switch (kind) {
        case ScoreKind::raw:
            return "raw";
        case ScoreKind::krt512:
            return "krt512";
        case ScoreKind::krt1024:
            return "krt1024";
        case ScoreKind::krt2048:
            return "krt2048";
    }
    return "raw";
}

Calibration::Calibration(ScoreKind kind) : kind_(kind) {}

void Calibration::add(std::span<const float> impostor_scores, bool new_person) {
    const std::lock_guard lock(mutex_);
    for (const float score : impostor_scores) ++bins_[bin_of(score)];
    count_ += impostor_scores.size();
    if (new_person) ++people_;
}

Threshold Calibration::threshold(double fmr) const {
    fmr = std::clamp(fmr, 1e-12, 0.5);
    const auto& table = shipped_default(kind_);
    Threshold shipped{shipped_threshold(table, fmr), fmr, 0, 1, "shipped: " + std::string(table.set)};
    if (fmr < table.points.back().fmr) shipped.source += ", extrapolated";
    set_interval(shipped, table.people, table.scores);

    const std::lock_guard lock(mutex_);
    const double wanted = fmr * static_cast<double>(count_);
    if (people_ < kPeopleToRaise || count_ == 0) return shipped;
    Threshold site{0, fmr, 0, 1, "site"};
    if (wanted >= kExceedancesCounted) {
        std::uint64_t above = 0;
        site.value = static_cast<float>(lower_edge(edge_with(bins_, wanted, above)));
        site.source += ": " + grouped(count_) + " impostor scores of " + grouped(people_) + " people";
    } else {
        site.value = static_cast<float>(fitted(bins_, count_, fmr));
        site.source += ", tail fit: " + grouped(count_) + " impostor scores of " + grouped(people_) + " people";
    }
    if (people_ < kPeopleToLower && site.value <= shipped.value) return shipped;
    set_interval(site, people_, count_);
    return site;
}

Threshold Calibration::threshold_for_search(double fpir, std::size_t n) const {
    return threshold(fpir / static_cast<double>(std::max<std::size_t>(n, 1)));
}

std::uint64_t Calibration::people() const {
    const std::lock_guard lock(mutex_);
    return people_;
}

std::uint64_t Calibration::scores() const {
    const std::lock_guard lock(mutex_);
    return count_;
}

std::array<std::uint64_t, Calibration::kBins> Calibration::histogram() const {
    const std::lock_guard lock(mutex_);
    return bins_;
}

// version, kind, people, number of filled bins, then (bin, count) rising.
Bytes Calibration::save() const {
    const std::lock_guard lock(mutex_);
    Writer out;
    out.u8(kVersion).u8(static_cast<std::uint8_t>(kind_)).u64(people_);
    out.u16(static_cast<std::uint16_t>(std::count_if(bins_.begin(), bins_.end(), [](auto n) { return n != 0; })));
    for (int bin = 0; bin < kBins; ++bin)
        if (bins_[bin] != 0) out.u16(static_cast<std::uint16_t>(bin)).u64(bins_[bin]);
    return out.bytes();
}

Status Calibration::restore(ByteView saved) {
    Reader in(saved);
    if (in.u8() != kVersion || in.u8() != static_cast<std::uint8_t>(kind_))
        return fail(errors::kBadInput, "calibration of another version or kind");
    const auto people = in.u64();
    std::array<std::uint64_t, kBins> bins{};
    std::uint64_t count = 0;
    int last = -1;
    for (int left = in.u16(); left > 0 && in.ok(); --left) {
        const int bin = in.u16();
        if (bin <= last || bin >= kBins) return fail(errors::kBadInput, "calibration bins are out of order");
        last = bin;
        bins[bin] = in.u64();
        count += bins[bin];
    }
    if (!in.done()) return fail(errors::kBadInput, "calibration is cut or has trailing bytes");
    const std::lock_guard lock(mutex_);
    bins_ = bins, people_ = people, count_ = count;
    return {};
}

}  // namespace md::templates
