#include "analysis/pipeline/pixel_source.h"

#include <algorithm>
#include <cmath>

namespace md::analysis {
namespace {

// One side of a window: begins at an even place (colour is shared by neighbours), is a multiple of the reduction, and of a few lengths
// only, since every length costs a scaling table.
struct Side {
    int begin, length;
};
Side side_of(int begin, int length, int limit, int reduction) {
    const int step = 4 * reduction, from = std::clamp(begin, 0, limit) / 2 * 2, to = std::clamp(begin + length, 0, limit);
    const int wanted = (to - from + step - 1) / step * step;
    return {from, from + wanted <= limit ? wanted : (limit - from) / reduction * reduction};
}

}  // namespace

vision::Box PicturePart::inside(const vision::Box& box) const {
    const auto scale = 1 / static_cast<float>(reduction);
    return {(box.x - static_cast<float>(window.x)) * scale, (box.y - static_cast<float>(window.y)) * scale, box.width * scale,
            box.height * scale};
}

PicturePart PixelSource::part(const vision::Window& asked, int enough) const {
    PicturePart out;
    out.reduction = std::max(1, std::max(asked.width, asked.height) / enough);
    const auto across = side_of(asked.x, asked.width, width(), out.reduction),
               down = side_of(asked.y, asked.height, height(), out.reduction);
    out.window = {across.begin, down.begin, across.length, down.length};
    if (across.length > 0 && down.length > 0) out.pixels = cut(out.window, out.reduction);
    return out;
}

vision::Image FramePixels::cut(const vision::Window& window, int reduction) const {
    vision::Image out(window.width / reduction, window.height / reduction);
    if (!frame_.region_to_bgr(window.x, window.y, window.width, window.height, reduction, out.data())) return {};
    return out;
}

vision::Image FramePixels::scaled(int most_width, int most_height) const {
    const double scale = std::min({1.0, static_cast<double>(most_width) / width(), static_cast<double>(most_height) / height()});
    vision::Image out(std::max(1, static_cast<int>(std::lround(width() * scale))),
                      std::max(1, static_cast<int>(std::lround(height() * scale))));
    if (!frame_.to_bgr(out.width(), out.height(), out.data())) return {};
    return out;
}

vision::Image PicturePixels::cut(const vision::Window& window, int reduction) const {
    auto out = vision::crop(picture_, window.x, window.y, window.width, window.height);
    return reduction == 1 ? std::move(out) : vision::resize(out, window.width / reduction, window.height / reduction);
}

}  // namespace md::analysis
