#include <algorithm>

#include "vision/burst.h"
#include "vision/face_search.h"
#include "vision/liveness.h"
#include "vision/recapture.h"

namespace md::vision {
namespace {

constexpr std::size_t kEnoughFrames = 8;

// The face of the frame before, else the biggest.
const Detection& follow(const std::vector<Detection>& found, const std::vector<FrameFacts>& before) {
    const auto worth = [&](const Detection& d) {
        return before.empty() ? d.box.height : overlap(d.box, before.back().face.box) * 1e6f + d.box.height;
    };
    return *std::max_element(found.begin(), found.end(), [&](const Detection& a, const Detection& b) { return worth(a) < worth(b); });
}

float change_between(const Image& a, const Image& b) {
    if (a.width() != b.width() || a.height() != b.height()) return 255;
    return static_cast<float>(cv::norm(view(a), view(b), cv::NORM_L1) / (static_cast<double>(a.width()) * a.height() * 3));
}

Result<FrameFacts> study(const ModelSet& models, const cv::Mat& picture, const Detection& detection) {
    FrameFacts facts;
    MD_ASSIGN(facts.face, models.complete(picture, detection));
    MD_ASSIGN(facts.texture, models.texture(picture, facts.face.box));
    if (models.eyes && !facts.face.contour.empty()) {
        MD_ASSIGN(const auto eyes, models.eyes->openness(picture, facts.face.contour));
        facts.eyes_open = eyes.larger;
    }
    facts.moire = moire_strength(picture, facts.face.box);
    return facts;
}

Result<std::vector<FrameFacts>> study_all(const ModelSet& models, std::span<const Image> frames) {
    std::vector<FrameFacts> all;
    const Image* before = nullptr;
    for (const auto& frame : frames) {
        if (frame.empty()) continue;
        MD_ASSIGN(const auto found, search_faces(*models.detector, view(frame), {.tiles = false}));
        if (found.empty()) continue;
        MD_ASSIGN(auto facts, study(models, view(frame), follow(found, all)));
        if (before) facts.change = change_between(*before, frame);
        before = &frame;
        all.push_back(std::move(facts));
    }
    return all;
}

Liveness not_judged(Liveness so_far, Reason why) {
    so_far.outcome = LivenessOutcome::not_judged;
    so_far.reasons = {why};
    return so_far;
}

float mean_texture(std::span<const FrameFacts> frames) {
    float sum = 0;
    for (const auto& frame : frames) sum += frame.texture.value_or(0);
    return sum / static_cast<float>(frames.size());
}

}  // namespace

// B8. Any method that sees an attack refuses; a live answer needs the texture's word, and is given only when no method objects.
Result<Liveness> burst_liveness(const ModelSet& models, std::span<const Image> frames) {
    MD_ASSIGN(const auto facts, study_all(models, frames));
    Liveness result;
    if (facts.empty()) return not_judged(result, Reason::no_face);
    result.score = mean_texture(facts);
    if (facts.size() < kEnoughFrames) return not_judged(result, Reason::liveness_unsure);
    if (motionless(facts)) return not_judged(result, Reason::no_motion);

    const float live_at_least = models.manifest.pad.empty() ? 1 : models.manifest.pad.front().live_at_least;
    const std::array<std::pair<const char*, Vote>, 4> votes{{{"texture", texture_vote(facts, live_at_least)},
                                                             {"recapture", recapture_vote(facts)},
                                                             {"motion", motion_vote(facts)},
                                                             {"blink", blink_vote(facts)}}};
    bool attack = false;
    for (const auto& [method, vote] : votes) {
        if (vote != Vote::silent) result.methods.emplace_back(method);
        attack = attack || vote == Vote::attack;
    }
    if (!attack && votes[0].second != Vote::live) return not_judged(std::move(result), Reason::liveness_unsure);
    result.outcome = attack ? LivenessOutcome::attack : LivenessOutcome::live;
    if (attack) result.reasons = {Reason::liveness_attack};
    return result;
}

}  // namespace md::vision
