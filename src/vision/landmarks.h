#pragma once
// 68 points of a face (iBUG order) and the five that alignment needs. Internal to this module.
#include "vision/geometry.h"
#include "vision/manifest.h"
#include "vision/ort_session.h"

namespace md::vision {

std::array<Point, 5> five_of(std::span<const Point> contour);

class LandmarkNet {
public:
    static constexpr std::size_t kPoints = 68;
    static Result<std::unique_ptr<LandmarkNet>> open(ByteView model, const LandmarkModel& manifest);
    // In pixels of `picture`.
    Result<std::vector<Point>> run(const cv::Mat& picture, const Box& face) const;

private:
    LandmarkNet(std::unique_ptr<ModelSession> session, const LandmarkModel& manifest) : session_(std::move(session)), manifest_(manifest) {}
    std::unique_ptr<ModelSession> session_;
    LandmarkModel manifest_;
};

}  // namespace md::vision
