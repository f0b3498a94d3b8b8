#include "vision/face_search.h"
#include "vision/liveness.h"

namespace md::vision {

Result<Liveness> burst_liveness(const ModelSet& models, std::span<const Image> frames) {
    Liveness result;
    float sum = 0;
    int judged = 0;
    for (const auto& frame : frames) {
        MD_ASSIGN(const auto found, search_faces(*models.detector, view(frame), {.tiles = false}));
        if (found.empty()) continue;
        MD_ASSIGN(const auto texture, models.texture(view(frame), found.front().box));
        if (!texture) continue;
        sum += *texture;
        ++judged;
    }
    constexpr int kEnoughFrames = 8;
    if (judged < kEnoughFrames) {
        result.reasons = {judged == 0 ? Reason::no_face : Reason::liveness_unsure};
        return result;
    }
    result.score = sum / static_cast<float>(judged);
    result.methods = {"texture"};
    const bool live = result.score >= models.manifest.pad.front().live_at_least;
    result.outcome = live ? LivenessOutcome::live : LivenessOutcome::attack;
    if (!live) result.reasons = {Reason::liveness_attack};
    return result;
}

}  // namespace md::vision
