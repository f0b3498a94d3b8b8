#pragma once
// What a picture file says of itself, read before any decoder sees it: the size it will need, and whether it is all there.
#include "base/bytes.h"
#include "base/result.h"
#include "vision/image.h"

namespace md::vision {

struct ImageHeader {
    ImageFormat format;
    std::int64_t width = 0, height = 0;  // as stored, before EXIF orientation
};
// Errors: kNotAnImage (none of our formats), kImageTruncated (the file ends before its format says so), kImageUnsupported (animated WebP,
// BMP and PNM variants).
Result<ImageHeader> read_image_header(ByteView file);

}  // namespace md::vision
