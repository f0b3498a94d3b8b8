#pragma once
// From an aligned face to its embedding. Internal to this module.
#include "vision/align.h"
#include "vision/manifest.h"
#include "vision/ort_session.h"

namespace md::vision {

class Recogniser {
public:
    static Result<std::unique_ptr<Recogniser>> open(ByteView model, const RecogniserModel& manifest);
    // The face as the model sees it, BGR, `size` times as large as usual. `out` is made here.
    void align(const cv::Mat& picture, std::span<const Point, 5> landmarks, WipedMat& out, float size = 1) const;
    Result<Embedding> embed(const cv::Mat& aligned) const;
    const RecogniserModel& manifest() const { return manifest_; }

private:
    Recogniser(std::unique_ptr<ModelSession> session, const RecogniserModel& manifest)
        : session_(std::move(session)), manifest_(manifest) {}
    std::unique_ptr<ModelSession> session_;
    RecogniserModel manifest_;
};

}  // namespace md::vision
