#pragma once
// Least-squares similarity alignment (Umeyama 1991) of five landmarks to a recogniser's template. Internal to this module.
#include <span>

#include "vision/pixels.h"

namespace md::vision {

// x' = a x - b y + tx, y' = b x + a y + ty.
struct Similarity {
    float a = 1, b = 0, tx = 0, ty = 0;
    float scale() const;
    Point operator()(const Point& p) const { return {a * p.x - b * p.y + tx, b * p.x + a * p.y + ty}; }
};
// The rotation, uniform scale and shift that bring `from` nearest to `to`. Both of equal length; identity when `from` has no extent.
Similarity fit_similarity(std::span<const Point> from, std::span<const Point> to);

// `transform` and then `times` as large, `fixed` staying where it is.
Similarity enlarged(const Similarity& transform, float times, const Point& fixed);

// `out` must have its size and the type of `picture`; parts outside the picture are black.
void warp_into(const cv::Mat& picture, const Similarity& transform, cv::Mat out);

}  // namespace md::vision
