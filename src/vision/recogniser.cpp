#include "vision/recogniser.h"

#include <algorithm>
#include <functional>

#include "base/wiping_allocator.h"

#include "vision/errors.h"

namespace md::vision {

Result<std::unique_ptr<Recogniser>> Recogniser::open(ByteView model, const RecogniserModel& manifest) {
    MD_ASSIGN(auto session, ModelSession::open(model, manifest.input, manifest.outputs));
    return std::unique_ptr<Recogniser>(new Recogniser(std::move(session), manifest));
}

void Recogniser::align(const cv::Mat& picture, std::span<const Point, 5> landmarks, WipedMat& out) const {
    out.mat.create(manifest_.input.height, manifest_.input.width, CV_8UC3);
    warp_into(picture, fit_similarity(landmarks, manifest_.alignment), out.mat);
}

Result<Embedding> Recogniser::embed(const cv::Mat& aligned) const {
    Tensor input(manifest_.input);
    fill(input, aligned, manifest_.input);
    MD_ASSIGN(const ModelOutputs outputs, session_->run(input));
    if (outputs.size() != 1 || outputs[0].size() != static_cast<std::size_t>(manifest_.dimensions))
        return fail(errors::kManifestInvalid, fmt::format("recogniser: one output of {} numbers expected", manifest_.dimensions));
    return Embedding(outputs[0]);
}

Result<Embedding> Recogniser::embed_with_mirror(const cv::Mat& aligned) const {
    WipedMat mirror(aligned.rows, aligned.cols, aligned.type());
    cv::flip(aligned, mirror.mat, 1);
    MD_ASSIGN(const Embedding seen, embed(aligned));
    MD_ASSIGN(const Embedding mirrored, embed(mirror.mat));
    std::vector<float, WipingAllocator<float>> sum(seen.values().begin(), seen.values().end());
    std::ranges::transform(sum, mirrored.values(), sum.begin(), std::plus());
    return Embedding(sum);
}

}  // namespace md::vision
