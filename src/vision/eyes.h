#pragma once
// Whether an eye is open. Internal to this module.
#include "vision/manifest.h"
#include "vision/ort_session.h"

namespace md::vision {

class EyeNet {
public:
    static Result<std::unique_ptr<EyeNet>> open(ByteView model, const EyeModel& manifest);
    // 0 closed .. 1 open. `contour`: 68 points.
    struct Openness {
        float smaller = 1, larger = 0;
    };
    Result<Openness> openness(const cv::Mat& picture, std::span<const Point> contour) const;
    // The model's two raw values, closed first, for a square patch of the picture.
    Result<std::array<float, 2>> logits(const cv::Mat& picture, const Box& square) const;

private:
    EyeNet(std::unique_ptr<ModelSession> session, const EyeModel& manifest) : session_(std::move(session)), manifest_(manifest) {}
    std::unique_ptr<ModelSession> session_;
    EyeModel manifest_;
};

}  // namespace md::vision
