#include "analysis/subjects/protected_look.h"

#include <algorithm>

#include "templates/hamming.h"

namespace md::analysis {
namespace {

// Score above which two looks show the same side of a face (cosine 0.81): keeping both would teach nothing.
constexpr float kSameSide = 0.65f;

}  // namespace

std::optional<ProbeFace> ProbeFace::of(std::span<const float> embedding) {
    const auto face = templates::quantise(embedding);
    if (!face) return std::nullopt;
    return ProbeFace(*face);
}

ProbeFace::ProbeFace(const templates::Quantised& face) : face_(face), norm_(templates::score_norm(face, kLookBits)) {}

ProbeFace::~ProbeFace() { wipe(&scratch_, sizeof scratch_); }

ProtectedLook::ProtectedLook(const ProbeFace& face, float quality, Random& random)
    : signs_(random.secret(templates::sign_bytes(kLookBits))), quality_(quality) {
    templates::rotate(face.face_, signs_.view(), kLookBits, face.scratch_);
    code_.assign(face.scratch_.code.begin(), face.scratch_.code.begin() + kLookBits / 64);
}

float ProtectedLook::score(const ProbeFace& face) const {
    templates::rotate(face.face_, signs_.view(), kLookBits, face.scratch_);
    return templates::asymmetric_score(face.scratch_, code_.data(), kLookBits, face.norm_);
}

Looks::Likeness Looks::likeness(const ProbeFace& face) const {
    Likeness out;
    for (std::size_t i = 0; i < looks_.size(); ++i)
        if (const float score = looks_[i].score(face); score > out.best) out = {score, i};
    return out;
}

float Looks::best_quality() const {
    float best = 0;
    for (const auto& look : looks_) best = std::max(best, look.quality());
    return best;
}

void Looks::learn(const ProbeFace& face, float quality, std::size_t most, Random& random) {
    const Likeness known = likeness(face);
    if (known.best > kSameSide) {
        if (quality > looks_[known.nearest].quality()) looks_[known.nearest] = ProtectedLook(face, quality, random);
        return;
    }
    looks_.emplace_back(face, quality, random);
    trim(most);
}

void Looks::take(Looks&& others, std::size_t most) {
    std::move(others.looks_.begin(), others.looks_.end(), std::back_inserter(looks_));
    others.looks_.clear();
    trim(most);
}

void Looks::trim(std::size_t most) {
    while (looks_.size() > most)
        looks_.erase(
            std::min_element(looks_.begin(), looks_.end(), [](const auto& a, const auto& b) { return a.quality() < b.quality(); }));
}

}  // namespace md::analysis
