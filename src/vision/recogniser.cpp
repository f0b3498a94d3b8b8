#include "vision/recogniser.h"

#include "vision/errors.h"

namespace md::vision {

Result<std::unique_ptr<Recogniser>> Recogniser::open(ByteView model, const RecogniserModel& manifest) {
    MD_ASSIGN(auto session, ModelSession::open(model, manifest.input, manifest.outputs));
    return std::unique_ptr<Recogniser>(new Recogniser(std::move(session), manifest));
}

void Recogniser::align(const cv::Mat& picture, std::span<const Point, 5> landmarks, WipedMat& out, float size) const {
    const int width = manifest_.input.width, height = manifest_.input.height;
    out.mat.create(height, width, CV_8UC3);
    const auto usual = fit_similarity(landmarks, manifest_.alignment);
    warp_into(picture, enlarged(usual, size, {width / 2.0f, height / 2.0f}), out.mat);
}

Result<Embedding> Recogniser::embed(const cv::Mat& aligned) const {
    Tensor input(manifest_.input);
    fill(input, aligned, manifest_.input);
    MD_ASSIGN(const ModelOutputs outputs, session_->run(input));
    if (outputs.size() != 1 || outputs[0].size() != static_cast<std::size_t>(manifest_.dimensions))
        return fail(errors::kManifestInvalid, fmt::format("recogniser: one output of {} numbers expected", manifest_.dimensions));
    return Embedding(outputs[0]);
}

}  // namespace md::vision
