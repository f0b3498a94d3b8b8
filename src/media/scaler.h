#pragma once
// From a decoder's pixels to BGR, by swscale.
#include "base/result.h"
#include "media/av.h"

namespace md::media {

struct Part {
    int x, y, width, height;
};
inline bool inside(const Part& part, int width, int height) {
    return part.x >= 0 && part.y >= 0 && part.width > 0 && part.height > 0 && part.width <= width - part.x &&
           part.height <= height - part.y;
}

// Scales `part` of the picture to width x height BGR pixels without padding between rows. Thread-safe: the scaling tables are kept a
// thread. A part that begins at odd places must be converted from an even place on: chroma is shared by neighbours (see convert_part).
Status scale_part(const AVFrame& picture, const Part& part, int width, int height, std::uint8_t* out);
// `part` in full resolution, at any place.
Status convert_part(const AVFrame& picture, const Part& part, std::uint8_t* out);

}  // namespace md::media
