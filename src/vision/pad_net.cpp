#include "vision/pad_net.h"

#include <algorithm>
#include <cmath>

#include "vision/errors.h"
#include "vision/geometry.h"

namespace md::vision {

Result<std::unique_ptr<PadNet>> PadNet::open(ByteView model, const PadModel& manifest) {
    MD_ASSIGN(auto session, ModelSession::open(model, manifest.input, manifest.outputs));
    return std::unique_ptr<PadNet>(new PadNet(std::move(session), manifest));
}

Box pad_patch(const Box& face, float crop_scale, int picture_width, int picture_height) {
    const auto width = static_cast<float>(picture_width), height = static_cast<float>(picture_height);
    const Box square = square_around(face, face.height);
    const float left = std::max(square.x, 0.f), top = std::max(square.y, 0.f);
    const float right = std::min(square.x + square.width, width), bottom = std::min(square.y + square.height, height);
    const float w = std::max(right - left, 1.f), h = std::max(bottom - top, 1.f);
    const float scale = std::min({crop_scale, (height - 1) / h, (width - 1) / w});
    const float cx = (left + right) / 2, cy = (top + bottom) / 2;
    Box patch{cx - w * scale / 2, cy - h * scale / 2, w * scale, h * scale};
    patch.x = std::clamp(patch.x, 0.f, std::max(0.f, width - patch.width));
    patch.y = std::clamp(patch.y, 0.f, std::max(0.f, height - patch.height));
    return patch;
}

Result<std::vector<float>> PadNet::logits(const cv::Mat& picture, const Box& face) const {
    const auto& spec = manifest_.input;
    WipedMat patch(spec.height, spec.width, CV_8UC3);
    cut_into(picture, pad_patch(face, manifest_.crop_scale, picture.cols, picture.rows), patch.mat);
    Tensor input(spec);
    fill(input, patch.mat, spec);
    MD_ASSIGN(const ModelOutputs outputs, session_->run(input));
    if (outputs.size() != 1 || outputs[0].size() <= static_cast<std::size_t>(manifest_.live_class))
        return fail(errors::kManifestInvalid, "pad: the model has no such live class");
    std::vector<float> values(outputs[0].begin(), outputs[0].end());
    std::swap(values[0], values[static_cast<std::size_t>(manifest_.live_class)]);
    return values;
}

Result<float> PadNet::live_probability(const cv::Mat& picture, const Box& face) const {
    MD_ASSIGN(const auto values, logits(picture, face));
    const float highest = *std::max_element(values.begin(), values.end());
    float sum = 0;
    for (const float v : values) sum += std::exp(v - highest);
    return std::exp(values[0] - highest) / sum;
}

}  // namespace md::vision
