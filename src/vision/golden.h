#pragma once
// Known answers: every model is run on one built-in drawing and must give the values that its manifest holds. A wrong channel order, class
// order, scale or alignment runs without complaint and only costs accuracy; this stops it at the start. Internal to this module.
#include "vision/model_set.h"

namespace md::vision {

// A coloured cartoon face, 240 x 240, computed without any library: the same bytes on every machine. No person.
Image self_test_drawing();
Box self_test_face();
std::array<Point, 5> self_test_landmarks();

// Role and values, in the manifest's order: detector, landmarks, recogniser, pad (one each), eyes.
struct GoldenValues {
    std::string role;
    std::vector<double> values;
};
Result<std::vector<GoldenValues>> compute_golden(const ModelSet& models);

// kModelSelfTest when a value is off by more than 1e-3 (relative above 1), or when the manifest holds none.
Status run_self_test(const ModelSet& models);

}  // namespace md::vision
