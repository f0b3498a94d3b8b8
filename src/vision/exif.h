#pragma once
// How a camera was held. Only the orientation tag of EXIF (CIPA DC-008, tag 0x0112) is read; all the rest of a picture's metadata is
// personal data that nobody here needs.
#include "base/bytes.h"
#include "vision/image.h"

namespace md::vision {

// Of a TIFF block (after "Exif\0\0"). 1..8; 1 when absent or malformed, as viewers do.
int orientation_of_tiff(ByteView tiff);
// Of a whole file: APP1 of JPEG, eXIf of PNG, EXIF chunk of WebP. 1 when there is none.
int orientation_of_file(ByteView file, ImageFormat format);
// The picture as it was meant to be seen.
Image upright(Image image, int orientation);

}  // namespace md::vision
