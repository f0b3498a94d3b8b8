#include "analysis/subjects/thresholds.h"

#include <algorithm>

namespace md::analysis {
namespace {

constexpr std::size_t kFewest = 10;       // fewer looks in the book are counted as so many
constexpr double kTrackContinues = 3e-2;  // false-match rate at which a face is as likely the track's person as another's
constexpr float kSpan = 0.3f;             // of scores, from indifferent to certain

}  // namespace

Thresholds::Thresholds(const BookOptions& options, std::shared_ptr<const templates::Calibration> calibration)
    : false_merge_(options.false_merge),
      grey_(options.grey),
      calibration_(calibration ? std::move(calibration) : std::make_shared<const templates::Calibration>(templates::ScoreKind::krt1024)),
      indifferent_(calibration_->threshold(kTrackContinues).value) {}

Thresholds::Limits Thresholds::at(std::size_t looks) const {
    const std::size_t compared = std::max(looks, kFewest);
    return {calibration_->threshold_for_search(false_merge_, compared).value, calibration_->threshold_for_search(grey_, compared).value};
}

float Thresholds::alike(float score) const { return std::clamp((score - indifferent_) / kSpan, -1.0f, 1.0f); }

}  // namespace md::analysis
