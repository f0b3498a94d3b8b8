#include "evaluation/verification.h"

#include <set>

#include "base/progress.h"
#include "evaluation/errors.h"
#include "templates/gallery.h"

namespace md::evaluation {

std::optional<ScoreKind> score_kind_from(std::string_view text) {
    for (const auto kind : {ScoreKind::raw, ScoreKind::krt512, ScoreKind::krt1024, ScoreKind::krt2048})
        if (templates::to_string(kind) == text) return kind;
    return std::nullopt;
}

int bits_of(ScoreKind kind) {
    switch (kind) {
        case ScoreKind::raw:
            return 0;
        case ScoreKind::krt512:
            return 512;
        case ScoreKind::krt1024:
            return 1024;
        case ScoreKind::krt2048:
            return 2048;
    }
    return 0;
}

float Comparator::operator()(const vision::Embedding& reference, const vision::Embedding& probe) const {
    if (kind_ == ScoreKind::raw) return vision::cosine(reference, probe);
    return templates::compare_once(reference.values(), probe.values(), bits_of(kind_), Profile::general, random_);
}

std::unique_ptr<templates::Calibration> calibrate_on(const PictureSet& people, const Comparator& compare) {
    auto calibration = std::make_unique<templates::Calibration>(compare.kind());
    std::vector<const vision::Embedding*> enrolled;
    std::set<std::string> seen;
    Progress progress("calibrating", people.pictures.size());
    for (const auto& picture : people.pictures) {
        progress.advance();
        if (picture.embedding.empty() || !seen.insert(picture.person).second) continue;
        std::vector<float> scores;
        for (const auto* earlier : enrolled) scores.push_back(compare(*earlier, picture.embedding));
        calibration->add(scores, true);
        enrolled.push_back(&picture.embedding);
    }
    return calibration;
}

Result<VerificationReport> evaluate_verification(const PictureSet& set, const PairList& pairs, const Comparator& compare,
                                                 const templates::Threshold& threshold) {
    constexpr float kNotAcquired = -2;  // below every score: never accepted
    VerificationReport report;
    report.threshold = threshold;
    report.failed_to_acquire = set.failed_to_acquire;
    std::vector<float> mated, non_mated;
    std::vector<LabelledScore> labelled;
    Progress progress("comparing", pairs.pairs.size());
    for (const auto& pair : pairs.pairs) {
        progress.advance();
        const Picture *a = set.find(pair.a), *b = set.find(pair.b);
        if (!a || !b) return fail(errors::kPairsMalformed, "no such picture: " + (a ? pair.b : pair.a).string());
        if (a->embedding.empty() || b->embedding.empty()) {
            labelled.push_back({kNotAcquired, pair.mated, pair.fold});
            continue;
        }
        const float score = compare(a->embedding, b->embedding);
        labelled.push_back({score, pair.mated, pair.fold});
        (pair.mated ? mated : non_mated).push_back(score);
    }
    if (mated.empty() || non_mated.empty()) return fail(errors::kTooFewScores, "mated and non-mated pairs are both needed");
    report.pairs = pairs.pairs.size();
    report.mated = mated.size();
    report.non_mated = non_mated.size();
    report.accuracy = cross_validated_accuracy(labelled, pairs.folds);
    report.scores = ScoreSets(std::move(mated), std::move(non_mated));
    report.equal_error_rate = report.scores.equal_error_rate();
    report.fmr_at_threshold = report.scores.fmr(threshold.value);
    report.fnmr_at_threshold = report.scores.fnmr(threshold.value);
    const auto count = [](double rate, std::size_t n) { return static_cast<std::uint64_t>(rate * double(n) + 0.5); };
    report.fmr_interval = clopper_pearson(count(report.fmr_at_threshold, report.non_mated), report.non_mated);
    report.fnmr_interval = clopper_pearson(count(report.fnmr_at_threshold, report.mated), report.mated);
    return report;
}

}  // namespace md::evaluation
