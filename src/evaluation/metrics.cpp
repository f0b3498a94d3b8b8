#include "evaluation/metrics.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace md::evaluation {

ScoreSets::ScoreSets(std::vector<float> mated, std::vector<float> non_mated) : mated_(std::move(mated)), non_mated_(std::move(non_mated)) {
    std::ranges::sort(mated_);
    std::ranges::sort(non_mated_);
}

double ScoreSets::fmr(float threshold) const {
    if (non_mated_.empty()) return 0;
    return double(non_mated_.end() - std::ranges::lower_bound(non_mated_, threshold)) / double(non_mated_.size());
}

double ScoreSets::fnmr(float threshold) const {
    if (mated_.empty()) return 0;
    return double(std::ranges::lower_bound(mated_, threshold) - mated_.begin()) / double(mated_.size());
}

float ScoreSets::threshold_at_fmr(double wanted) const {
    if (non_mated_.empty()) return 0;
    const auto n = non_mated_.size();
    const auto allowed = std::min(n, static_cast<std::size_t>(wanted * double(n)));
    if (allowed == n) return non_mated_.front();
    // The threshold lies just above the highest score that must be refused.
    return std::nextafter(non_mated_[n - allowed - 1], std::numeric_limits<float>::infinity());
}

double ScoreSets::equal_error_rate() const {
    std::vector<float> thresholds(mated_);
    thresholds.insert(thresholds.end(), non_mated_.begin(), non_mated_.end());
    std::ranges::sort(thresholds);
    if (thresholds.empty()) return 0;
    // FNMR - FMR rises with the threshold: find where it changes sign.
    const auto difference = [this](float t) { return fnmr(t) - fmr(t); };
    const auto above = std::ranges::partition_point(thresholds, [&](float t) { return difference(t) < 0; });
    if (above == thresholds.end()) return fmr(thresholds.back());
    if (above == thresholds.begin()) return fnmr(*above);
    const float low = *(above - 1), high = *above;
    const double at_low = difference(low), at_high = difference(high);
    const double share = at_high == at_low ? 0 : -at_low / (at_high - at_low);
    return fmr(low) + share * (fmr(high) - fmr(low));
}

namespace {

// The threshold with the most right answers: the mean of all that tie for it, since the edge of such a plateau says more about the sample.
float best_threshold(std::vector<LabelledScore>& scores) {
    std::ranges::sort(scores, {}, &LabelledScore::score);
    const auto mated = std::ranges::count_if(scores, &LabelledScore::mated);
    std::ptrdiff_t right = mated, best = mated;  // threshold below all: every mated pair right, every other wrong
    double sum = scores.empty() ? 0 : scores.front().score - 1.0;
    std::size_t ties = 1;
    for (std::size_t i = 0; i < scores.size(); ++i) {
        right += scores[i].mated ? -1 : 1;
        const bool last = i + 1 == scores.size();
        if ((!last && scores[i + 1].score == scores[i].score) || right < best) continue;
        if (right > best) sum = 0, ties = 0;
        best = right;
        sum += last ? scores[i].score + 1.0 : (scores[i].score + scores[i + 1].score) / 2.0;
        ++ties;
    }
    return static_cast<float>(sum / static_cast<double>(ties));
}

}  // namespace

FoldAccuracy cross_validated_accuracy(std::span<const LabelledScore> scores, std::size_t folds) {
    std::vector<double> accuracies;
    for (std::size_t fold = 0; fold < folds; ++fold) {
        std::vector<LabelledScore> training;
        std::ranges::copy_if(scores, std::back_inserter(training), [&](const auto& s) { return s.fold != fold; });
        const float threshold = best_threshold(training);
        std::size_t right = 0, all = 0;
        for (const auto& score : scores) {
            if (score.fold != fold) continue;
            ++all;
            right += (score.score >= threshold) == score.mated;
        }
        if (all > 0) accuracies.push_back(double(right) / double(all));
    }
    FoldAccuracy out{.folds = accuracies.size()};
    if (accuracies.empty()) return out;
    out.mean = std::accumulate(accuracies.begin(), accuracies.end(), 0.0) / double(accuracies.size());
    for (double a : accuracies) out.deviation += (a - out.mean) * (a - out.mean);
    out.deviation = accuracies.size() > 1 ? std::sqrt(out.deviation / double(accuracies.size() - 1)) : 0;
    return out;
}

namespace {

// Continued fraction of the regularised incomplete beta function (Lentz; Numerical Recipes' form of DLMF 8.17.22).
double beta_fraction(double a, double b, double x) {
    constexpr double kTiny = 1e-300, kPrecision = 1e-15;
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (std::abs(d) < kTiny ? kTiny : d);
    double result = d;
    for (int m = 1; m <= 1000; ++m) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        for (const double term : {even, odd}) {
            d = 1 + term * d;
            d = 1 / (std::abs(d) < kTiny ? kTiny : d);
            c = 1 + term / c;
            if (std::abs(c) < kTiny) c = kTiny;
            result *= c * d;
        }
        if (std::abs(c * d - 1) < kPrecision) break;
    }
    return result;
}

double incomplete_beta(double a, double b, double x) {
    if (x <= 0) return 0;
    if (x >= 1) return 1;
    const double front = std::exp(std::lgamma(a + b) - std::lgamma(a) - std::lgamma(b) + a * std::log(x) + b * std::log1p(-x));
    if (x < (a + 1) / (a + b + 2)) return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double beta_quantile(double a, double b, double probability) {
    double low = 0, high = 1;
    for (int i = 0; i < 200; ++i) {
        const double middle = (low + high) / 2;
        (incomplete_beta(a, b, middle) < probability ? low : high) = middle;
    }
    return (low + high) / 2;
}

}  // namespace

Interval clopper_pearson(std::uint64_t errors, std::uint64_t trials, double confidence) {
    if (trials == 0) return {};
    const double tail = (1 - confidence) / 2, k = double(errors), n = double(trials);
    return {errors == 0 ? 0 : beta_quantile(k, n - k + 1, tail), errors == trials ? 1 : beta_quantile(k + 1, n - k, 1 - tail)};
}

std::size_t d_sys_bins(std::size_t mated_count) { return std::clamp<std::size_t>(mated_count / 10, 1, 100); }

double d_sys(std::span<const float> mated, std::span<const float> non_mated, std::size_t bins, double omega) {
    if (mated.empty() || non_mated.empty() || bins == 0) return 0;
    const auto [m_low, m_high] = std::ranges::minmax(mated);
    const auto [n_low, n_high] = std::ranges::minmax(non_mated);
    const double low = std::min(m_low, n_low), width = (std::max(m_high, n_high) - low) / double(bins);
    const auto histogram = [&](std::span<const float> scores) {
        std::vector<double> share(bins);
        for (float s : scores)
            share[width > 0 ? std::min(bins - 1, static_cast<std::size_t>((s - low) / width)) : 0] += 1.0 / double(scores.size());
        return share;
    };
    const auto p = histogram(mated), q = histogram(non_mated);
    double sum = 0;
    for (std::size_t j = 0; j < bins; ++j) {
        if (p[j] == 0) continue;
        const double ratio = q[j] > 0 ? omega * p[j] / q[j] : std::numeric_limits<double>::infinity();
        if (ratio > 1) sum += p[j] * (std::isinf(ratio) ? 1 : (ratio - 1) / (ratio + 1));
    }
    return sum;
}

Linkability linkability(std::span<const float> mated, std::span<const float> non_mated, std::size_t permutations, Random& random) {
    Linkability out{.bins = d_sys_bins(mated.size())};
    out.value = d_sys(mated, non_mated, out.bins);
    std::vector<float> all(mated.begin(), mated.end());
    all.insert(all.end(), non_mated.begin(), non_mated.end());
    const auto seed = random.array<8>();
    std::uint64_t seed_value = 0;
    for (auto byte : seed) seed_value = seed_value << 8 | byte;
    std::mt19937_64 engine(seed_value);
    std::vector<double> null;
    for (std::size_t i = 0; i < permutations; ++i) {
        std::ranges::shuffle(all, engine);
        null.push_back(d_sys(std::span(all).first(mated.size()), std::span(all).subspan(mated.size()), out.bins));
    }
    if (null.empty()) return out;
    std::ranges::sort(null);
    out.null_mean = std::accumulate(null.begin(), null.end(), 0.0) / double(null.size());
    out.null_p95 = null[std::min(null.size() - 1, null.size() * 95 / 100)];
    return out;
}

}  // namespace md::evaluation
