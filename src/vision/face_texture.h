#pragma once
// What an aligned face's pixels say of sharpness, light and cover. Internal to this module.
#include "vision/pixels.h"

namespace md::vision {

struct FaceTexture {
    float sharpness = 0;   // 0..1: the share of edges that a second blur takes away; independent of size and contrast
    float brightness = 0;  // mean grey of the face's middle, 0..255
    float contrast = 0;    // its standard deviation
    float occlusion = 0;   // 0..1: how little the mouth shows against the eyes
};
// `aligned`: 8-bit BGR face in the recogniser's 112 x 112 frame (or a multiple of it).
FaceTexture measure_texture(const cv::Mat& aligned);

}  // namespace md::vision
