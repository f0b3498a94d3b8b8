#pragma once
// Boxes and points. Internal to this module.
#include <vector>

#include "vision/engine.h"

namespace md::vision {

inline Point centre(const Box& box) { return {box.x + box.width / 2, box.y + box.height / 2}; }
// Same centre, a square of this side.
inline Box square_around(const Box& box, float side) {
    const Point c = centre(box);
    return {c.x - side / 2, c.y - side / 2, side, side};
}
float distance(const Point& a, const Point& b);
float intersection_area(const Box& a, const Box& b);
// Share of the smaller box that lies inside the other.
float containment(const Box& a, const Box& b);

// What a detector says, before landmarks.
struct Detection {
    Box box;
    float score = 0;
    std::optional<std::array<Point, 5>> points;
};
// Greedy: best score first; drops what overlaps a kept one by more than `iou`, or lies inside one by more than `inside` (parts of a face
// seen through a tile).
std::vector<Detection> suppress_overlaps(std::vector<Detection> detections, float iou = 0.4f, float inside = 0.7f);

}  // namespace md::vision
