#pragma once
// Faces as a recogniser sees them: unit vectors whose cosines are spread as measured on real people (world.h).
#include <random>
#include <vector>

namespace md::analysis::world {

// What spoils a picture of a face.
struct Conditions {
    int camera = 0;
    double height_px = 100, turn_degrees = 0;  // signed: to either side a face looks different
    double sharpness = 1, hidden = 0;
    double seconds = 0;  // expression changes slowly with it
};

class Population {
public:
    Population(int people, double expression, double light, std::uint64_t seed);
    std::vector<float> picture(int person, const Conditions& conditions);
    // What a recogniser makes of something that is no face: near the middle of all of them.
    std::vector<float> no_face();

private:
    using Vector = std::vector<float>;
    struct Person {
        Vector self, left, right;
        std::vector<Vector> light;        // by camera
        std::vector<Vector> expressions;  // drifts from one to the next
    };
    Vector direction();
    Vector mixed(const Vector& common, double share, const Vector& own) const;

    std::mt19937_64 engine_;
    const double expression_, light_;
    std::vector<Vector> basis_;
    Vector mean_, profile_, small_;  // what all faces share, all turned ones, all small ones
    std::vector<Person> people_;
};

}  // namespace md::analysis::world
