#pragma once
// Regions as polygons in fractions of the picture, and which of them a face is in.
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/types.h"
#include "base/result.h"

namespace md::analysis {

// In the polygon or on its edge. The polygon must have passed polygon_problem().
bool contains(const std::vector<Point01>& polygon, Point01 point);

struct PolygonProblem {
    const ErrorKind* kind;  // kPolygonCorners, kPolygonOutside, kPolygonFlat, kPolygonCrosses
    std::string why;
};
std::optional<PolygonProblem> polygon_problem(const std::vector<Point01>& polygon);

// The names of the regions that a point of a camera's picture lies in, in the order of the configuration, each once. Immutable.
class RegionMap {
public:
    explicit RegionMap(std::vector<Region> regions) : regions_(std::move(regions)) {}
    std::vector<std::string> at(std::string_view camera, Point01 point) const;
    // ... or just beside, nearer to its edge than the box of somebody who stands still wobbles.
    std::vector<std::string> at_or_near(std::string_view camera, Point01 point) const;
    bool inside(std::string_view name, std::string_view camera, Point01 point) const;

private:
    template <class Holds>
    std::vector<std::string> names_where(std::string_view camera, const Holds& holds) const;
    std::vector<Region> regions_;
};

}  // namespace md::analysis
