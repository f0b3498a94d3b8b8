#pragma once
// The world in time: frames of all cameras in order, with truth and with what the detector makes of it.
#include <memory>

#include "analysis/world/population.h"
#include "analysis/world/walkers.h"

namespace md::analysis::world {

class Simulation {
public:
    Simulation(const WorldOptions& options, std::uint64_t seed);
    // The next frame of any camera; false when the time is over.
    bool next(WorldFrame& frame);
    // What the recogniser makes of a face of the frame that next() gave last.
    std::vector<float> embed(std::size_t face);
    const std::vector<Visit>& visits() const { return visits_; }

private:
    struct CameraState {
        double next_s = 0;
        int dropping = 0;
        std::vector<SeenFace> ghosts;  // false faces that stay
        std::vector<Spot> pillars;
    };
    void look(int camera, double seconds, WorldFrame& frame);
    void detect(const Standing& standing, WorldFrame& frame);
    void false_faces(CameraState& camera, WorldFrame& frame);
    double uniform(double low, double high) { return std::uniform_real_distribution<double>(low, high)(engine_); }
    double normal(double deviation) { return std::normal_distribution<double>(0, deviation)(engine_); }

    const WorldOptions options_;
    std::mt19937_64 engine_;
    std::vector<Visit> visits_;
    std::vector<double> tall_m_;  // where a person's face is
    Population population_;
    std::vector<CameraState> cameras_;
    const WorldFrame* current_ = nullptr;
    std::vector<Conditions> conditions_;  // of the current frame's faces
};

}  // namespace md::analysis::world
