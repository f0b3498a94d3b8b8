#include "vision/geometry.h"

#include <algorithm>
#include <cmath>

namespace md::vision {

float distance(const Point& a, const Point& b) { return std::hypot(a.x - b.x, a.y - b.y); }

float intersection_area(const Box& a, const Box& b) {
    const float width = std::min(a.x + a.width, b.x + b.width) - std::max(a.x, b.x);
    const float height = std::min(a.y + a.height, b.y + b.height) - std::max(a.y, b.y);
    return width > 0 && height > 0 ? width * height : 0;
}

float overlap(const Box& a, const Box& b) {
    const float both = intersection_area(a, b), either = a.width * a.height + b.width * b.height - both;
    return either > 0 ? both / either : 0;
}

float containment(const Box& a, const Box& b) {
    const float smaller = std::min(a.width * a.height, b.width * b.height);
    return smaller > 0 ? intersection_area(a, b) / smaller : 0;
}

std::vector<Detection> suppress_overlaps(std::vector<Detection> detections, float iou, float inside) {
    std::stable_sort(detections.begin(), detections.end(), [](const Detection& a, const Detection& b) { return a.score > b.score; });
    std::vector<Detection> kept;
    for (const auto& candidate : detections) {
        const bool covered = std::any_of(kept.begin(), kept.end(), [&](const Detection& other) {
            return overlap(candidate.box, other.box) > iou || containment(candidate.box, other.box) > inside;
        });
        if (!covered) kept.push_back(candidate);
    }
    return kept;
}

}  // namespace md::vision
