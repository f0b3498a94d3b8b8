#pragma once
// Signs that a camera filmed a screen or a print instead of a face: interference between two pixel grids stands out of the spectrum as
// isolated peaks. B8. Internal to this module.
#include "vision/pixels.h"

namespace md::vision {

// How far the highest lone peak of the middle and high frequencies stands above its surroundings, in natural logarithms. nullopt: the face
// is too small to show fine interference.
std::optional<float> moire_strength(const cv::Mat& picture, const Box& face);

}  // namespace md::vision
