#include "analysis/pipeline/watch_gallery.h"

#include <algorithm>

#include "base/secret.h"
#include "templates/errors.h"
#include "templates/hamming.h"
#include "templates/transform.h"

namespace md::analysis {
namespace {

constexpr int kBits = 1024;

}  // namespace

// A face as bits under a rotation that no other template has. B6, B7
struct WatchGallery::Template {
    std::string watch_list, entry;
    SecretBytes signs{templates::sign_bytes(kBits)};
    std::array<std::uint64_t, kBits / 64> code{};
    ~Template() { wipe(code.data(), sizeof code); }
};

WatchGallery::WatchGallery(Random& random, const WatchGalleryOptions& options, std::shared_ptr<const templates::Calibration> calibration)
    : random_(random),
      options_(options),
      calibration_(calibration ? std::move(calibration) : std::make_shared<const templates::Calibration>(templates::ScoreKind::krt1024)) {}

WatchGallery::~WatchGallery() = default;

Status WatchGallery::add(const std::string& watch_list, const std::string& entry, std::span<const float> embedding) {
    MD_ASSIGN(const auto face, templates::quantise(embedding));
    auto made = std::make_unique<Template>();
    made->watch_list = watch_list;
    made->entry = entry;
    random_.fill(made->signs.span());
    templates::Rotated rotated;
    templates::rotate(face, made->signs.view(), kBits, rotated);
    std::copy_n(rotated.code.begin(), made->code.size(), made->code.begin());
    wipe(&rotated, sizeof rotated);
    const bool known = std::any_of(templates_.begin(), templates_.end(),
                                   [&](const auto& other) { return other->watch_list == watch_list && other->entry == entry; });
    entries_ += known ? 0 : 1;
    templates_.push_back(std::move(made));
    return {};
}

// C8
std::optional<WatchSearch::Hit> WatchGallery::search(std::span<const float> embedding, float quality) {
    if (templates_.empty() || quality < options_.least_quality) return std::nullopt;
    const auto face = templates::quantise(embedding);
    if (!face) return std::nullopt;
    const float norm = templates::score_norm(*face, kBits);
    const Template* best = nullptr;
    float best_score = -1;
    templates::Rotated probe;
    for (const auto& candidate : templates_) {
        templates::rotate(*face, candidate->signs.view(), kBits, probe);
        const float score = templates::asymmetric_score(probe, candidate->code.data(), kBits, norm);
        if (score > best_score) best_score = score, best = candidate.get();
    }
    wipe(&probe, sizeof probe);
    if (best_score < calibration_->threshold_for_search(options_.fpir, entries_).value) return std::nullopt;
    return Hit{best->watch_list, best->entry, best_score >= calibration_->threshold_for_search(options_.strong_fpir, entries_).value};
}

}  // namespace md::analysis
