#include "media/turn.h"

#include <cmath>

namespace md::media {

int turns_of(const AVStream& stream) {
    std::size_t size = 0;
    const auto* matrix = reinterpret_cast<const std::int32_t*>(av_stream_get_side_data(&stream, AV_PKT_DATA_DISPLAYMATRIX, &size));
    if (!matrix || size < 9 * sizeof(std::int32_t)) return 0;
    const double anticlockwise = av_display_rotation_get(matrix);
    return std::isfinite(anticlockwise) ? ((static_cast<int>(std::lround(-anticlockwise / 90)) % 4) + 4) % 4 : 0;
}

void turn_bgr(const std::uint8_t* from, int width, int height, int turns, std::uint8_t* to) {
    // How far the target moves for a step right and a step down in the source, and where the source's first pixel goes.
    const std::ptrdiff_t w = width, h = height;
    const std::ptrdiff_t right[] = {1, h, -1, -h}, down[] = {w, -1, -w, 1}, first[] = {0, h - 1, w * h - 1, (w - 1) * h};
    for (std::ptrdiff_t y = 0; y < h; ++y) {
        std::uint8_t* out = to + 3 * (first[turns] + y * down[turns]);
        for (std::ptrdiff_t x = 0; x < w; ++x, from += 3, out += 3 * right[turns]) {
            out[0] = from[0];
            out[1] = from[1];
            out[2] = from[2];
        }
    }
}

Part unturned(const Part& part, int width, int height, int turns) {
    switch (turns) {
        case 1:
            return {part.y, height - part.x - part.width, part.height, part.width};
        case 2:
            return {width - part.x - part.width, height - part.y - part.height, part.width, part.height};
        case 3:
            return {width - part.y - part.height, part.x, part.height, part.width};
        default:
            return part;
    }
}

}  // namespace md::media
