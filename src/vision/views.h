#pragma once
// One face of one picture, looked at several times. Internal to this module.
#include "vision/model_set.h"

namespace md::vision {

// Mean embedding of four views: what one placing of the landmarks, one size and one side's light alone make of a face goes out of it. The
// landmarks are looked for twice, the second time around the first ones; without a landmark model the detector's points serve for both.
// Costs four embeddings and one pass of the landmark model.
Result<Embedding> embed_views(const ModelSet& models, const cv::Mat& picture, const Face& face);

}  // namespace md::vision
