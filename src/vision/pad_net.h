#pragma once
// Texture of a presentation attack in one picture: MiniFASNet-like models, several of them fused by weight. Weak on a single still. B8.
// Internal to this module.
#include "vision/manifest.h"
#include "vision/ort_session.h"

namespace md::vision {

class PadNet {
public:
    static Result<std::unique_ptr<PadNet>> open(ByteView model, const PadModel& manifest);
    // Probability of a live face, 0..1.
    Result<float> live_probability(const cv::Mat& picture, const Box& face) const;
    // The model's raw values, the live class first.
    Result<std::vector<float>> logits(const cv::Mat& picture, const Box& face) const;
    const PadModel& manifest() const { return manifest_; }

private:
    PadNet(std::unique_ptr<ModelSession> session, const PadModel& manifest) : session_(std::move(session)), manifest_(manifest) {}
    std::unique_ptr<ModelSession> session_;
    PadModel manifest_;
};

// The patch the model looks at: a square of the box's height, enlarged about its centre as far as the picture allows, then shifted (not
// cut) to stay inside.
Box pad_patch(const Box& face, float crop_scale, int picture_width, int picture_height);

}  // namespace md::vision
