#pragma once
// From a detector's raw outputs to boxes, as plain functions over spans so that each decoder is tested on hand-made tensors. Internal to
// this module. All results are in pixels of the model's input, unsuppressed.
#include <span>
#include <vector>

#include "base/result.h"
#include "vision/geometry.h"

namespace md::vision {

using Outputs = std::vector<std::span<const float>>;

// Ultra-Light-Fast-Generic-Face-Detector as exported with baked priors: scores N x 2 (1 = face, softmax done), boxes N x 4 (x1,y1,x2,y2 in
// 0..1).
Result<std::vector<Detection>> decode_ultralight(const Outputs& outputs, int width, int height, float min_score);

// YuNet 2023mar: for strides 8, 16, 32 in this order cls N, obj N, bbox N x 4, kps N x 10, grouped by kind (cls 8,16,32, obj 8,16,32, ...).
// score = sqrt(cls * obj); box centre (cell + offset) * stride, size exp(s) * stride. One prior a cell.
Result<std::vector<Detection>> decode_yunet(const Outputs& outputs, int width, int height, float min_score);

// SCRFD with five points (InsightFace det_*_kps): score N, bbox N x 4, kps N x 10, each for strides 8, 16, 32, grouped by kind. Two anchors
// a cell; distances to the cell's corner in strides.
Result<std::vector<Detection>> decode_scrfd(const Outputs& outputs, int width, int height, float min_score);

}  // namespace md::vision
