#pragma once
// 1:1 performance on a folder of pictures, at the threshold the product itself would use. ISO/IEC 19795-1.
#include <filesystem>
#include <functional>
#include <optional>
#include <string>

#include "evaluation/metrics.h"
#include "evaluation/pictures.h"
#include "templates/calibration.h"

namespace md::evaluation {

using templates::ScoreKind;
std::optional<ScoreKind> score_kind_from(std::string_view text);  // "raw", "krt512", "krt1024", "krt2048"
int bits_of(ScoreKind kind);                                      // 0 for raw

// The score the product would compute for a reference and a probe: cosine, or the protected score under a fresh random key.
class Comparator {
public:
    Comparator(ScoreKind kind, Random& random) : kind_(kind), random_(random) {}
    float operator()(const vision::Embedding& reference, const vision::Embedding& probe) const;
    ScoreKind kind() const { return kind_; }

private:
    ScoreKind kind_;
    Random& random_;
};

// What enrolling these people one after another teaches the site's calibration: every new person is compared with all enrolled before.
// The first picture of a person is the one enrolled. Returns the calibration and how many people it holds.
std::unique_ptr<templates::Calibration> calibrate_on(const PictureSet& people, const Comparator& compare);

struct VerificationReport {
    std::size_t pairs = 0, mated = 0, non_mated = 0, failed_to_acquire = 0;
    FoldAccuracy accuracy;
    double equal_error_rate = 0;
    ScoreSets scores{{}, {}};
    templates::Threshold threshold;  // the product's for the wanted FMR, not fitted to this set
    double fmr_at_threshold = 0, fnmr_at_threshold = 0;
    Interval fmr_interval, fnmr_interval;
};
// Pairs with a picture that was not acquired are left out of the comparison rates and counted (19795-1 keeps FTA apart); they count as
// wrong in the accuracy.
Result<VerificationReport> evaluate_verification(const PictureSet& set, const PairList& pairs, const Comparator& compare,
                                                 const templates::Threshold& threshold);

}  // namespace md::evaluation
