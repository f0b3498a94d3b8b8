#include <cmath>

#include "base/progress.h"
#include "evaluation/errors.h"
#include "evaluation/protection.h"
#include "evaluation/slot_keys.h"

namespace md::evaluation {
namespace {

// The product's asymmetric score: integer probe against a template's bits (docs/templates.md, section "Scores").
float asymmetric_score(const templates::Rotated& probe, const templates::Rotated& reference, int bits) {
    double sum = 0, square = 0;
    for (std::size_t p = 0; p < static_cast<std::size_t>(bits); ++p) {
        const double y = probe.y[p];
        sum += (reference.code[p / 64] >> (p % 64) & 1) ? -y : y;
        square += y * y;
    }
    return float(sum / (std::sqrt(square) * std::sqrt(double(bits))));
}

}  // namespace

Result<RenewabilityReport> evaluate_renewability(const PictureSet& set, int bits, std::size_t comparisons, double fmr, Random& random) {
    std::vector<const Picture*> pictures;
    for (const auto& picture : set.pictures)
        if (!picture.embedding.empty()) pictures.push_back(&picture);
    if (pictures.empty()) return fail(errors::kTooFewScores);
    const auto kind = score_kind_from("krt" + std::to_string(bits));
    if (!kind) return fail(errors::kTooFewScores, "bits must be 512, 1024 or 2048");
    const float threshold = templates::Calibration(*kind).threshold(fmr).value;

    RenewabilityReport report{
        .images = pictures.size(), .comparisons = comparisons, .bits = bits, .threshold = threshold, .fmr = fmr, .old_score_max = -1};
    SlotKeys keys(bits, random);
    std::size_t accepted_before = 0, accepted_after = 0;
    Progress progress("renewing", comparisons);
    for (std::size_t i = 0; i < comparisons; ++i, progress.advance()) {
        const auto& picture = *pictures[i % pictures.size()];
        const auto& next = *pictures[(i + 1) % pictures.size()];
        const auto x = quantised(picture.embedding);
        const auto probe = next.person == picture.person ? quantised(next.embedding) : x;
        const auto old_key = keys.next(), new_key = keys.next();
        const auto old_template = rotated(x, old_key, bits), new_template = rotated(x, new_key, bits);
        const auto probe_new = rotated(probe, new_key, bits);
        // After the renewal everyone is searched under the new key: a copy of the old template must look like a stranger's.
        const float old_score = asymmetric_score(rotated(x, new_key, bits), old_template, bits);
        report.old_score_max = std::max(report.old_score_max, double(old_score));
        report.old_accepted += old_score >= threshold;
        accepted_after += asymmetric_score(probe_new, new_template, bits) >= threshold;
        accepted_before += asymmetric_score(rotated(probe, old_key, bits), old_template, bits) >= threshold;
    }
    report.new_accepted = double(accepted_after) / double(comparisons);
    report.before_accepted = double(accepted_before) / double(comparisons);
    return report;
}

}  // namespace md::evaluation
