#include "evaluation/identification.h"

#include <algorithm>
#include <limits>
#include <set>

#include "base/progress.h"
#include "evaluation/errors.h"

namespace md::evaluation {
namespace {

constexpr float kNeverAccepted = -std::numeric_limits<float>::infinity();

double share_at_or_above(const std::vector<float>& scores, float threshold) {
    if (scores.empty()) return 0;
    return double(std::ranges::count_if(scores, [&](float s) { return s >= threshold; })) / double(scores.size());
}

struct Best {
    const Picture* picture = nullptr;
    float score = kNeverAccepted;
};

Best best_match(const std::vector<const Picture*>& gallery, const Picture& probe, const Comparator& compare) {
    Best best;
    for (const auto* candidate : gallery)
        if (const float score = compare(candidate->embedding, probe.embedding); score > best.score) best = {candidate, score};
    return best;
}

}  // namespace

std::optional<double> IdentificationReport::tpir_at_fpir(double fpir) const {
    if (stranger_scores.empty()) return std::nullopt;
    return share_at_or_above(mated_scores, ScoreSets({}, stranger_scores).threshold_at_fmr(fpir));
}

Result<IdentificationReport> evaluate_identification(const PictureSet& gallery, const PictureSet& probes, const Comparator& compare,
                                                     double wanted_fpir, const templates::Calibration& calibration) {
    IdentificationReport report;
    report.failed_to_acquire = gallery.failed_to_acquire + probes.failed_to_acquire;
    std::vector<const Picture*> enrolled;
    std::set<std::string> people;
    for (const auto& picture : gallery.pictures)
        if (!picture.embedding.empty() && people.insert(picture.person).second) enrolled.push_back(&picture);
    report.gallery = enrolled.size();
    std::size_t first = 0;
    Progress progress("identifying", probes.pictures.size());
    for (const auto& probe : probes.pictures) {
        progress.advance();
        if (probe.embedding.empty()) continue;
        const Best best = best_match(enrolled, probe, compare);
        if (!people.contains(probe.person)) {
            report.stranger_scores.push_back(best.score);
            continue;
        }
        const bool right = best.picture && best.picture->person == probe.person;
        first += right;
        report.mated_scores.push_back(right ? best.score : kNeverAccepted);
    }
    report.mated_probes = report.mated_scores.size();
    report.non_mated_probes = report.stranger_scores.size();
    if (report.mated_probes == 0) return fail(errors::kTooFewScores, "no probe shows a person of the gallery");
    report.rank1 = double(first) / double(report.mated_probes);
    report.threshold = calibration.threshold_for_search(wanted_fpir, report.gallery);
    report.fpir_at_threshold = share_at_or_above(report.stranger_scores, report.threshold.value);
    report.tpir_at_threshold = share_at_or_above(report.mated_scores, report.threshold.value);
    return report;
}

}  // namespace md::evaluation
