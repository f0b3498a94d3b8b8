#pragma once
// 1:N performance, open set: probes of enrolled people and of strangers against a gallery. ISO/IEC 19795-1, FPIR and FNIR.
#include "evaluation/verification.h"

namespace md::evaluation {

struct IdentificationReport {
    std::size_t gallery = 0;  // people enrolled (their first acquired picture)
    std::size_t mated_probes = 0, non_mated_probes = 0, failed_to_acquire = 0;
    double rank1 = 0;                    // closed set: share of mated probes whose person is first
    std::vector<float> mated_scores;     // of mated probes: score of the right person where it came first, else below every score
    std::vector<float> stranger_scores;  // of non-mated probes: highest score of anybody
    // Share of mated probes named right when strangers are named at most at this rate. Empty set of strangers: nullopt.
    std::optional<double> tpir_at_fpir(double fpir) const;
    templates::Threshold threshold;  // the product's, for the wanted FPIR at this gallery size
    double fpir_at_threshold = 0, tpir_at_threshold = 0;
};
Result<IdentificationReport> evaluate_identification(const PictureSet& gallery, const PictureSet& probes, const Comparator& compare,
                                                     double wanted_fpir, const templates::Calibration& calibration);

}  // namespace md::evaluation
