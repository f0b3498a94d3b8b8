#include "media/decoded_frame.h"

#include "media/errors.h"
#include "media/scratch.h"
#include "media/turn.h"

namespace md::media {
namespace {

// Lets `convert` fill width x height pixels of the unturned picture and turns them into `out`.
template <class Convert>
Status turned(int width, int height, int turns, std::uint8_t* out, const Convert& convert) {
    if (turns == 0) return convert(out);
    if (width <= 0 || height <= 0 || std::int64_t(width) * height > std::int64_t(1) << 28) return fail(errors::kFrameRegion);
    thread_local Scratch room;
    std::uint8_t* pixels = room.take(std::size_t(width) * std::size_t(height) * 3);
    MD_TRY(convert(pixels));
    turn_bgr(pixels, width, height, turns, out);
    return {};
}

}  // namespace

Status DecodedFrame::to_bgr(int width, int height, std::uint8_t* out) const {
    if (turns_ % 2) std::swap(width, height);
    const Part whole{0, 0, picture_->width, picture_->height};
    return turned(width, height, turns_, out, [&](std::uint8_t* to) { return scale_part(*picture_, whole, width, height, to); });
}

Status DecodedFrame::region_to_bgr(int x, int y, int width, int height, int reduction, std::uint8_t* out) const {
    const Part asked{x, y, width, height};
    if (!inside(asked, this->width(), this->height())) return fail(errors::kFrameRegion);
    if (reduction < 1 || width % reduction || height % reduction) return fail(errors::kFrameRegion);
    const Part part = unturned(asked, picture_->width, picture_->height, turns_);
    const int out_width = part.width / reduction, out_height = part.height / reduction;
    return turned(out_width, out_height, turns_, out, [&](std::uint8_t* to) {
        return reduction == 1 ? convert_part(*picture_, part, to) : scale_part(*picture_, part, out_width, out_height, to);
    });
}

}  // namespace md::media
