#pragma once
// One pass of the face detector over one window. Internal to this module.
#include <memory>

#include "vision/detector_decode.h"
#include "vision/manifest.h"
#include "vision/ort_session.h"

namespace md::vision {

// Where a picture comes to lie in a fixed-size input: uniform scale, centred, black around.
struct Letterbox {
    float scale = 1, left = 0, top = 0;
    int width = 0, height = 0;  // of the scaled picture
    static Letterbox fit(int picture_width, int picture_height, int input_width, int input_height, float zoom);
    void back(Detection& detection) const;  // from the input's pixels to the picture's
};

class FaceDetector {
public:
    static Result<std::unique_ptr<FaceDetector>> open(ByteView model, const DetectorModel& manifest);
    // Boxes in pixels of `window`, overlaps suppressed, best first. zoom < 1 leaves room around: faces that fill the frame need it.
    Result<std::vector<Detection>> pass(const cv::Mat& window, float min_score, float zoom = 1) const;
    const DetectorModel& manifest() const { return manifest_; }
    int width() const { return manifest_.input.width; }
    int height() const { return manifest_.input.height; }

private:
    FaceDetector(std::unique_ptr<ModelSession> session, const DetectorModel& manifest)
        : session_(std::move(session)), manifest_(manifest) {}
    std::unique_ptr<ModelSession> session_;
    DetectorModel manifest_;
};

}  // namespace md::vision
