#include "vision/pixels.h"

#include <algorithm>
#include <cmath>

namespace md::vision {

void scale_into(const cv::Mat& from, cv::Mat to) {
    const bool shrinking = to.cols < from.cols && to.rows < from.rows;
    cv::resize(from, to, to.size(), 0, 0, shrinking ? cv::INTER_AREA : cv::INTER_LINEAR);
}

void cut_into(const cv::Mat& from, const Box& box, cv::Mat to) {
    const int left = static_cast<int>(std::lround(box.x)), top = static_cast<int>(std::lround(box.y));
    const int width = std::max(1, static_cast<int>(std::lround(box.width))),
              height = std::max(1, static_cast<int>(std::lround(box.height)));
    const cv::Rect wanted(left, top, width, height), there = wanted & cv::Rect(0, 0, from.cols, from.rows);
    if (there == wanted) return scale_into(from(wanted), to);
    to.setTo(0);
    if (there.empty()) return;
    // Scale only what exists, into its share of the target.
    const double sx = static_cast<double>(to.cols) / width, sy = static_cast<double>(to.rows) / height;
    const int x0 = static_cast<int>(std::lround((there.x - left) * sx)),
              x1 = static_cast<int>(std::lround((there.x + there.width - left) * sx));
    const int y0 = static_cast<int>(std::lround((there.y - top) * sy)),
              y1 = static_cast<int>(std::lround((there.y + there.height - top) * sy));
    const cv::Rect target = cv::Rect(x0, y0, x1 - x0, y1 - y0) & cv::Rect(0, 0, to.cols, to.rows);
    if (!target.empty()) scale_into(from(there), to(target));
}

}  // namespace md::vision
