#pragma once
// Error rates of biometric comparison. ISO/IEC 19795-1 (FMR, FNMR, EER), ISO/IEC 30107-3 intervals, D_sys of Gomez-Barrero et al., TIFS
// 2018. Convention everywhere: a higher score is more similar; a comparison is accepted when score >= threshold.
#include <cstdint>
#include <span>
#include <vector>

#include "base/random.h"

namespace md::evaluation {

// Mated: same subject; non-mated: different subjects. Sorted ascending once, then every rate is a binary search.
class ScoreSets {
public:
    ScoreSets(std::vector<float> mated, std::vector<float> non_mated);
    double fmr(float threshold) const;   // share of non-mated scores >= threshold
    double fnmr(float threshold) const;  // share of mated scores < threshold
    // The smallest threshold among the scores with fmr(threshold) <= wanted; above every non-mated score when wanted < 1/n.
    float threshold_at_fmr(double wanted) const;
    double tar_at_far(double wanted) const { return 1 - fnmr(threshold_at_fmr(wanted)); }
    // Where FMR = FNMR, linearly interpolated between the two neighbouring thresholds.
    double equal_error_rate() const;
    std::span<const float> mated() const { return mated_; }
    std::span<const float> non_mated() const { return non_mated_; }

private:
    std::vector<float> mated_, non_mated_;
};

struct LabelledScore {
    float score;
    bool mated;
    std::size_t fold;
};
struct FoldAccuracy {
    double mean = 0, deviation = 0;
    std::size_t folds = 0;
};
// The LFW protocol: for each fold the threshold that is best on all the others decides this one.
FoldAccuracy cross_validated_accuracy(std::span<const LabelledScore> scores, std::size_t folds);

struct Interval {
    double low = 0, high = 1;
};
// Exact two-sided binomial interval (Clopper-Pearson) for `errors` among `trials`.
Interval clopper_pearson(std::uint64_t errors, std::uint64_t trials, double confidence = 0.95);

// Linkability of two sets of scores. D_sys in [0, 1]: 0 unlinkable, 1 fully linkable. `bins` equal bins over the range of both sets;
// omega = P(mated)/P(non-mated).
double d_sys(std::span<const float> mated, std::span<const float> non_mated, std::size_t bins, double omega = 1);
std::size_t d_sys_bins(std::size_t mated_count);  // the authors' min(n/10, 100)

struct Linkability {
    double value = 0;      // D_sys
    double null_mean = 0;  // its floor: the same estimator where labels are shuffled, so truly unlinkable
    double null_p95 = 0;
    std::size_t bins = 0;
};
Linkability linkability(std::span<const float> mated, std::span<const float> non_mated, std::size_t permutations, Random& random);

}  // namespace md::evaluation
