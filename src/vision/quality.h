#pragma once
// How good a face is for a use, and what to tell the person in front of the camera. Internal to this module.
#include "vision/model_set.h"

namespace md::vision {

Quality assess_quality(const ModelSet& models, const cv::Mat& picture, const Face& face, Use use);

}  // namespace md::vision
