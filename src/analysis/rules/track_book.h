#pragma once
// What the rules remember of a track: whether it is sure, and which way it came into a region.
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "analysis/timeline.h"
#include "analysis/types.h"

namespace md::analysis {

// A sighting of a track in regions of one rule.
struct Hit {
    std::size_t rule;
    std::vector<std::size_t> regions;  // indices into the rule's regions: it is in
    std::vector<std::size_t> edges;    // ... or just beside; not both empty
};
struct Hits {
    Moment when{0};
    WallTime wall;
    std::vector<Hit> hits;
};

// The way of one track into one rule's region. C5
class WayIn {
public:
    // Whether the track, now here, came in the wanted direction.
    bool follows(const Point01& direction, const Point01& position, bool inside);

private:
    std::optional<Point01> origin_;  // where it was first seen, or last seen outside
    bool came_from_outside_ = false, inside_ = false, wanted_ = false;
};

struct TrackNotes {
    int sightings = 0;
    Moment last{0};
    std::optional<Hits> first;             // the first sighting, which counts once there is a second
    std::map<std::size_t, WayIn> ways_in;  // by rule
};

using TrackKey = std::pair<std::string, TrackNumber>;  // camera and track
using TrackBook = std::map<TrackKey, TrackNotes>;

}  // namespace md::analysis
