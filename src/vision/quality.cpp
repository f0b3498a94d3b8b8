#include "vision/quality.h"

#include "vision/pose.h"

namespace md::vision {

Quality assess_quality(const ModelSet& models, const cv::Mat& picture, const Face& face, Use use) {
    Quality q;
    q.face_height_px = face.box.height;
    const auto pose = estimate_pose(face.landmarks);
    q.yaw = pose.yaw;
    q.pitch = pose.pitch;
    q.roll = pose.roll;
    if (models.eyes && !face.contour.empty()) q.eyes_open = models.eyes->openness(picture, face.contour).value_or(0);
    if (q.face_height_px < (use == Use::enrol ? 96 : use == Use::verify ? 48 : use == Use::search ? 32 : 24))
        q.reasons.push_back(Reason::too_small);
    q.overall = std::min(1.f, q.face_height_px / 112);
    return q;
}

}  // namespace md::vision
