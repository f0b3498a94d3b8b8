#include "vision/landmarks.h"

#include "vision/errors.h"

namespace md::vision {
namespace {

Point mean_of(std::span<const Point> points, std::initializer_list<std::size_t> indices) {
    Point sum;
    for (const auto i : indices) sum = {sum.x + points[i].x, sum.y + points[i].y};
    const auto n = static_cast<float>(indices.size());
    return {sum.x / n, sum.y / n};
}

}  // namespace

std::array<Point, 5> five_of(std::span<const Point> contour) {
    return {mean_of(contour, {37, 38, 40, 41}), mean_of(contour, {43, 44, 46, 47}), contour[30], mean_of(contour, {48, 60}),
            mean_of(contour, {54, 64})};
}

Result<std::unique_ptr<LandmarkNet>> LandmarkNet::open(ByteView model, const LandmarkModel& manifest) {
    MD_ASSIGN(auto session, ModelSession::open(model, manifest.input, manifest.outputs));
    return std::unique_ptr<LandmarkNet>(new LandmarkNet(std::move(session), manifest));
}

Result<std::vector<Point>> LandmarkNet::run(const cv::Mat& picture, const Box& face) const {
    const Box square = square_around(face, face.height * manifest_.crop_scale);
    const auto& spec = manifest_.input;
    WipedMat patch(spec.height, spec.width, CV_8UC3);
    cut_into(picture, square, patch.mat);
    Tensor input(spec);
    if (spec.channels == Channels::grey) {
        WipedMat grey(spec.height, spec.width, CV_8UC1);
        to_grey(patch.mat, grey.mat);
        fill(input, grey.mat, spec);
    } else {
        fill(input, patch.mat, spec);
    }
    MD_ASSIGN(const ModelOutputs outputs, session_->run(input));
    if (outputs.size() != 1 || outputs[0].size() != kPoints * 2)
        return fail(errors::kManifestInvalid, "landmarks: one output of 136 numbers expected");
    std::vector<Point> points(kPoints);
    for (std::size_t i = 0; i < kPoints; ++i)
        points[i] = {square.x + outputs[0][i * 2] * square.width, square.y + outputs[0][i * 2 + 1] * square.height};
    return points;
}

}  // namespace md::vision
