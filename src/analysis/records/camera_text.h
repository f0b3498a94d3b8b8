#pragma once
// A camera's settings as they lie in the table, and what is wrong with them.
#include <string>

#include "analysis/records/cameras.h"

namespace md::analysis {

std::string encode(const CameraSettings& settings);
Result<CameraSettings> decode_camera(const std::string& text);
// kCameraInvalid with what is wrong as detail.
Status check_camera(const CameraSettings& settings);

}  // namespace md::analysis
