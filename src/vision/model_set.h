#pragma once
// The models of a manifest, checked and loaded. Internal to this module.
#include "vision/detector.h"
#include "vision/eyes.h"
#include "vision/landmarks.h"
#include "vision/pad_net.h"
#include "vision/recogniser.h"

namespace md::vision {

struct ModelSet {
    Manifest manifest;
    std::unique_ptr<FaceDetector> detector;
    std::unique_ptr<LandmarkNet> landmarks;  // null: the detector gives five points
    std::unique_ptr<Recogniser> recogniser;
    std::vector<std::unique_ptr<PadNet>> pad;
    std::unique_ptr<EyeNet> eyes;  // null: openness is not judged

    // Errors: kModelTampered (sha256), kManifestInvalid, kFileUnreadable. The bytes that are checked are the bytes that are loaded.
    static Result<ModelSet> load(Manifest manifest, const std::filesystem::path& folder);
    // Five points and, where there is a landmark model, the contour.
    Result<Face> complete(const cv::Mat& picture, const Detection& detection) const;
    // Weighted mean over the pad models; nullopt without any.
    Result<std::optional<float>> texture(const cv::Mat& picture, const Box& face) const;
};

}  // namespace md::vision
