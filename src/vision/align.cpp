#include "vision/align.h"

#include <cmath>

namespace md::vision {
namespace {

Point mean_of(std::span<const Point> points) {
    Point sum;
    for (const auto& p : points) sum = {sum.x + p.x, sum.y + p.y};
    const auto n = static_cast<float>(points.size());
    return {sum.x / n, sum.y / n};
}

}  // namespace

float Similarity::scale() const { return std::hypot(a, b); }

Similarity fit_similarity(std::span<const Point> from, std::span<const Point> to) {
    // In the plane Umeyama's solution without reflection is closed: complex regression of `to` on `from`.
    if (from.empty() || from.size() != to.size()) return {};
    const Point mf = mean_of(from), mt = mean_of(to);
    float along = 0, across = 0, extent = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        const float fx = from[i].x - mf.x, fy = from[i].y - mf.y, tx = to[i].x - mt.x, ty = to[i].y - mt.y;
        along += fx * tx + fy * ty;
        across += fx * ty - fy * tx;
        extent += fx * fx + fy * fy;
    }
    if (!(extent > 0)) return {};
    Similarity s{along / extent, across / extent, 0, 0};
    s.tx = mt.x - (s.a * mf.x - s.b * mf.y);
    s.ty = mt.y - (s.b * mf.x + s.a * mf.y);
    return s;
}

Similarity enlarged(const Similarity& t, float times, const Point& fixed) {
    return {times * t.a, times * t.b, times * t.tx + (1 - times) * fixed.x, times * t.ty + (1 - times) * fixed.y};
}

void warp_into(const cv::Mat& picture, const Similarity& t, cv::Mat out) {
    const cv::Matx23f matrix(t.a, -t.b, t.tx, t.b, t.a, t.ty);
    cv::warpAffine(picture, out, matrix, out.size(), cv::INTER_LINEAR, cv::BORDER_CONSTANT);
}

}  // namespace md::vision
