#include "analysis/rules/regions.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/errors.h"

namespace md::analysis {
namespace {

constexpr double kTouch = 1e-9;  // of the picture: far below a pixel

// > 0: c lies left of a -> b; 0: on the line.
double turn(Point01 a, Point01 b, Point01 c) { return (b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x); }

bool on_segment(Point01 a, Point01 b, Point01 point) {
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    if (std::abs(turn(a, b, point)) > kTouch * std::max(length, kTouch)) return false;
    return point.x >= std::min(a.x, b.x) - kTouch && point.x <= std::max(a.x, b.x) + kTouch && point.y >= std::min(a.y, b.y) - kTouch &&
           point.y <= std::max(a.y, b.y) + kTouch;
}

double distance(Point01 a, Point01 b, Point01 point) {
    const double length2 = (b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y);
    const double along = length2 > 0 ? ((point.x - a.x) * (b.x - a.x) + (point.y - a.y) * (b.y - a.y)) / length2 : 0;
    const double t = std::clamp(along, 0.0, 1.0);
    return std::hypot(a.x + t * (b.x - a.x) - point.x, a.y + t * (b.y - a.y) - point.y);
}

bool near_edge(const std::vector<Point01>& polygon, Point01 point, double by) {
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++)
        if (distance(polygon[j], polygon[i], point) <= by) return true;
    return false;
}

bool meet(Point01 a, Point01 b, Point01 c, Point01 d) {
    if (on_segment(a, b, c) || on_segment(a, b, d) || on_segment(c, d, a) || on_segment(c, d, b)) return true;
    return (turn(a, b, c) > 0) != (turn(a, b, d) > 0) && (turn(c, d, a) > 0) != (turn(c, d, b) > 0);
}

double area(const std::vector<Point01>& polygon) {
    double twice = 0;
    for (std::size_t i = 0; i < polygon.size(); ++i) {
        const auto& a = polygon[i];
        const auto& b = polygon[(i + 1) % polygon.size()];
        twice += a.x * b.y - b.x * a.y;
    }
    return std::abs(twice) / 2;
}

}  // namespace

bool contains(const std::vector<Point01>& polygon, Point01 point) {
    bool inside = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const auto &a = polygon[i], &b = polygon[j];
        if (on_segment(a, b, point)) return true;
        if ((a.y > point.y) != (b.y > point.y) && point.x < (b.x - a.x) * (point.y - a.y) / (b.y - a.y) + a.x) inside = !inside;
    }
    return inside;
}

std::optional<PolygonProblem> polygon_problem(const std::vector<Point01>& polygon) {
    constexpr std::size_t kMost = 64;
    constexpr double kSmallest = 1e-6;  // one pixel of a megapixel
    const auto count = polygon.size();
    if (count < 3 || count > kMost)
        return PolygonProblem{&errors::kPolygonCorners, fmt::format("has {} corners, not 3 to {}", count, kMost)};
    const auto within = [](double value) { return value >= 0 && value <= 1; };  // not a number: neither
    for (std::size_t i = 0; i < count; ++i)
        if (!within(polygon[i].x) || !within(polygon[i].y))
            return PolygonProblem{&errors::kPolygonOutside, fmt::format("corner {} lies outside 0..1", i + 1)};
    if (area(polygon) < kSmallest) return PolygonProblem{&errors::kPolygonFlat, "has no area"};
    for (std::size_t i = 0; i < count; ++i) {
        for (std::size_t j = i + 1; j < count; ++j) {
            const auto &a = polygon[i], &b = polygon[(i + 1) % count], &c = polygon[j], &d = polygon[(j + 1) % count];
            // Neighbours share a corner; they may not share more.
            const bool follows = j == i + 1, closes = i == 0 && j == count - 1;
            const bool bad = follows  ? on_segment(a, b, d) || on_segment(c, d, a)
                             : closes ? on_segment(a, b, c) || on_segment(c, d, b)
                                      : meet(a, b, c, d);
            if (bad) return PolygonProblem{&errors::kPolygonCrosses, fmt::format("edges {} and {} cross or touch", i + 1, j + 1)};
        }
    }
    return std::nullopt;
}

template <class Holds>
std::vector<std::string> RegionMap::names_where(std::string_view camera, const Holds& holds) const {
    std::vector<std::string> names;
    for (const auto& region : regions_) {
        if (!region.camera.empty() && region.camera != camera) continue;
        if (std::find(names.begin(), names.end(), region.name) == names.end() && holds(region.polygon)) names.push_back(region.name);
    }
    return names;
}

std::vector<std::string> RegionMap::at(std::string_view camera, Point01 point) const {
    return names_where(camera, [&](const auto& polygon) { return contains(polygon, point); });
}

std::vector<std::string> RegionMap::at_or_near(std::string_view camera, Point01 point) const {
    constexpr double kWobble = 0.02;  // of the picture
    return names_where(camera, [&](const auto& polygon) { return contains(polygon, point) || near_edge(polygon, point, kWobble); });
}

bool RegionMap::inside(std::string_view name, std::string_view camera, Point01 point) const {
    return std::any_of(regions_.begin(), regions_.end(), [&](const Region& region) {
        return region.name == name && (region.camera.empty() || region.camera == camera) && contains(region.polygon, point);
    });
}

}  // namespace md::analysis
