#include "vision/liveness.h"

namespace md::vision {

// B8. One still says little: on photographs of live people the model gives less than half in one of ten, on simulated screens more than
// half in four of ten. So a still alone is never "live": it is an attack when the texture is sure of it, else not judged.
Result<Liveness> still_liveness(const ModelSet& models, const cv::Mat& picture, const Face& face) {
    constexpr float kSureAttack = 0.05f;
    Liveness result;
    MD_ASSIGN(const auto texture, models.texture(picture, face.box));
    if (!texture) {
        result.reasons = {Reason::liveness_unsure};
        return result;
    }
    result.methods = {"texture"};
    result.score = *texture;
    const bool attack = *texture < kSureAttack;
    result.outcome = attack ? LivenessOutcome::attack : LivenessOutcome::not_judged;
    result.reasons = {attack ? Reason::liveness_attack : Reason::liveness_unsure};
    return result;
}

}  // namespace md::vision
