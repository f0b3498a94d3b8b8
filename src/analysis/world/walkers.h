#pragma once
// Who is where and looks where: people's visits before the cameras, on the ground, in metres. Truth.
#include <random>
#include <vector>

#include "analysis/world/world.h"

namespace md::analysis::world {

struct Spot {
    double x = 0, z = 0;  // metres to the right of the camera's axis, and from the camera
};

// One time before one camera: a way of straight pieces with stops.
struct Visit {
    int person = 0, camera = 0;
    struct Leg {
        double from_s, to_s;  // since the world began
        Spot from, to;
        bool stop = false;  // stands and looks around, mostly towards the camera
    };
    std::vector<Leg> legs;
    std::uint64_t habit = 0;  // seed of how the head moves
    std::uint64_t group = 0;  // people who go together ...
    double aside_m = 0;       // ... each at a place of his own beside the first
    double begins() const { return legs.front().from_s; }
    double ends() const { return legs.back().to_s; }
};

struct Pose {
    Spot at;
    double turn_degrees = 0;  // of the face from the camera; signed
    bool head_down = false, blurred = false;
};
// Where the visitor is at that time, which must lie within the visit.
Pose pose_at(const Visit& visit, double seconds, const WorldOptions& options);

std::vector<Visit> plan_visits(const WorldOptions& options, std::mt19937_64& engine);

}  // namespace md::analysis::world
