#include "vision/eyes.h"

#include <algorithm>
#include <cmath>

#include "vision/errors.h"
#include "vision/geometry.h"

namespace md::vision {

Result<std::unique_ptr<EyeNet>> EyeNet::open(ByteView model, const EyeModel& manifest) {
    MD_ASSIGN(auto session, ModelSession::open(model, manifest.input, manifest.outputs));
    return std::unique_ptr<EyeNet>(new EyeNet(std::move(session), manifest));
}

Result<std::array<float, 2>> EyeNet::logits(const cv::Mat& picture, const Box& square) const {
    const auto& spec = manifest_.input;
    WipedMat patch(spec.height, spec.width, CV_8UC3), grey(spec.height, spec.width, CV_8UC1);
    cut_into(picture, square, patch.mat);
    Tensor input(spec);
    if (spec.channels == Channels::grey) to_grey(patch.mat, grey.mat);
    fill(input, spec.channels == Channels::grey ? grey.mat : patch.mat, spec);
    MD_ASSIGN(const ModelOutputs outputs, session_->run(input));
    if (outputs.size() != 1 || outputs[0].size() != 2) return fail(errors::kManifestInvalid, "eyes: one output of two numbers expected");
    const auto closed = static_cast<std::size_t>(manifest_.closed_class);
    return std::array{outputs[0][closed], outputs[0][1 - closed]};
}

Result<EyeNet::Openness> EyeNet::openness(const cv::Mat& picture, std::span<const Point> contour) const {
    Openness both;
    for (const auto& [outer, inner] : {std::pair{36, 39}, std::pair{42, 45}}) {
        const float side = manifest_.crop_scale * distance(contour[outer], contour[inner]);
        const Point middle{(contour[outer].x + contour[inner].x) / 2, (contour[outer].y + contour[inner].y) / 2};
        MD_ASSIGN(const auto values, logits(picture, {middle.x - side / 2, middle.y - side / 2, side, side}));
        const float open = 1 / (1 + std::exp(values[0] - values[1]));
        both = {std::min(both.smaller, open), std::max(both.larger, open)};
    }
    return both;
}

}  // namespace md::vision
