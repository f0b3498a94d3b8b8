#include "media/decoded_frame.h"

#include "media/scaler.h"

namespace md::media {

Status DecodedFrame::to_bgr(int width, int height, std::uint8_t* out) const {
    return scale_part(*picture_, {0, 0, picture_->width, picture_->height}, width, height, out);
}

Status DecodedFrame::region_to_bgr(int x, int y, int width, int height, std::uint8_t* out) const {
    return convert_part(*picture_, {x, y, width, height}, out);
}

}  // namespace md::media
