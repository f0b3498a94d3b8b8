#include "vision/detector.h"

#include <algorithm>
#include <cmath>

namespace md::vision {

Letterbox Letterbox::fit(int picture_width, int picture_height, int input_width, int input_height, float zoom) {
    Letterbox box;
    box.scale = zoom * std::min(static_cast<float>(input_width) / picture_width, static_cast<float>(input_height) / picture_height);
    box.width = std::clamp(static_cast<int>(std::lround(picture_width * box.scale)), 1, input_width);
    box.height = std::clamp(static_cast<int>(std::lround(picture_height * box.scale)), 1, input_height);
    box.left = static_cast<float>((input_width - box.width) / 2);
    box.top = static_cast<float>((input_height - box.height) / 2);
    return box;
}

void Letterbox::back(Detection& detection) const {
    const auto point = [this](float x, float y) { return Point{(x - left) / scale, (y - top) / scale}; };
    const auto corner = point(detection.box.x, detection.box.y);
    detection.box = {corner.x, corner.y, detection.box.width / scale, detection.box.height / scale};
    if (detection.points)
        for (auto& p : *detection.points) p = point(p.x, p.y);
}

Result<std::unique_ptr<FaceDetector>> FaceDetector::open(ByteView model, const DetectorModel& manifest) {
    MD_ASSIGN(auto session, ModelSession::open(model, manifest.input, manifest.outputs));
    return std::unique_ptr<FaceDetector>(new FaceDetector(std::move(session), manifest));
}

Result<std::vector<Detection>> FaceDetector::pass(const cv::Mat& window, float min_score, float zoom) const {
    const auto letterbox = Letterbox::fit(window.cols, window.rows, width(), height(), zoom);
    WipedMat canvas(height(), width(), CV_8UC3);
    canvas.mat.setTo(0);
    const cv::Rect place(static_cast<int>(letterbox.left), static_cast<int>(letterbox.top), letterbox.width, letterbox.height);
    // Bilinear, as the shipped detector's rates were measured; it is not sensitive to the filter.
    cv::resize(window, canvas.mat(place), place.size(), 0, 0, cv::INTER_LINEAR);
    Tensor input(manifest_.input);
    fill(input, canvas.mat, manifest_.input);
    MD_ASSIGN(const ModelOutputs outputs, session_->run(input));

    auto decode = decode_ultralight;
    if (manifest_.decoder == DetectorKind::yunet) decode = decode_yunet;
    if (manifest_.decoder == DetectorKind::scrfd) decode = decode_scrfd;
    MD_ASSIGN(auto found, decode(outputs.all(), width(), height(), min_score));
    found = suppress_overlaps(std::move(found));
    for (auto& detection : found) letterbox.back(detection);
    return found;
}

}  // namespace md::vision
