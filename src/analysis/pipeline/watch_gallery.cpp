#include "analysis/pipeline/watch_gallery.h"

#include <algorithm>

#include "analysis/subjects/protected_look.h"
#include "templates/errors.h"

namespace md::analysis {

struct WatchGallery::Template {
    std::string watch_list, entry;
    ProtectedLook look;  // B6, B7
};

WatchGallery::WatchGallery(Random& random, const WatchGalleryOptions& options, std::shared_ptr<const templates::Calibration> calibration)
    : random_(random),
      options_(options),
      calibration_(calibration ? std::move(calibration) : std::make_shared<const templates::Calibration>(templates::ScoreKind::krt1024)) {}

WatchGallery::~WatchGallery() = default;

std::size_t WatchGallery::templates() const { return templates_.size(); }

Status WatchGallery::add(const std::string& watch_list, const std::string& entry, std::span<const float> embedding) {
    const auto face = ProbeFace::of(embedding);
    if (!face) return fail(errors::kEmbeddingInvalid);
    const bool known = std::any_of(templates_.begin(), templates_.end(),
                                   [&](const auto& other) { return other.watch_list == watch_list && other.entry == entry; });
    entries_ += known ? 0 : 1;
    templates_.push_back({watch_list, entry, ProtectedLook(*face, 1, random_)});
    return {};
}

// C8
std::optional<WatchSearch::Hit> WatchGallery::search(std::span<const float> embedding, float quality) {
    const auto face = ProbeFace::of(embedding);
    if (templates_.empty() || quality < options_.least_quality || !face) return std::nullopt;
    const Template* best = nullptr;
    float best_score = -1;
    for (const auto& candidate : templates_)
        if (const float score = candidate.look.score(*face); score > best_score) best_score = score, best = &candidate;
    if (best_score < calibration_->threshold_for_search(options_.fpir, entries_).value) return std::nullopt;
    return Hit{best->watch_list, best->entry, best_score >= calibration_->threshold_for_search(options_.strong_fpir, entries_).value};
}

}  // namespace md::analysis
