#pragma once
// Presentation attack detection from one picture and from a burst. B8. Internal to this module.
#include "vision/model_set.h"

namespace md::vision {

Result<Liveness> still_liveness(const ModelSet& models, const cv::Mat& picture, const Face& face);
Result<Liveness> burst_liveness(const ModelSet& models, std::span<const Image> frames);

}  // namespace md::vision
