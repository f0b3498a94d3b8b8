#pragma once
// Pictures that were taken with the camera on its side, as telephones do.
#include <cstdint>

#include "media/scaler.h"

namespace md::media {

// Quarter turns clockwise, 0..3, that make a picture upright.
int turns_of(const AVStream& stream);
// BGR pixels of width x height, turned clockwise; from and to must not overlap.
void turn_bgr(const std::uint8_t* from, int width, int height, int turns, std::uint8_t* to);
// Where a part of the turned picture lies in the unturned one of width x height.
Part unturned(const Part& part, int width, int height, int turns);

}  // namespace md::media
