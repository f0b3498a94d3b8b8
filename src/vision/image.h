#pragma once
// Pictures. FaceImage-like types here wipe their pixels when they go and cannot be logged or copied by accident (B3, B4).
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/secret.h"

namespace md::vision {

// 8-bit BGR, rows without padding, row-major. Move-only; wiped on destruction. Not thread-safe to modify, safe to read from many threads.
class Image {
public:
    Image() = default;
    Image(int width_px, int height_px)
        : width_(width_px), height_(height_px), pixels_(static_cast<std::size_t>(width_px) * height_px * 3) {}
    Image(Image&& other) noexcept;
    Image& operator=(Image&& other) noexcept;
    Image(const Image&) = delete;
    Image& operator=(const Image&) = delete;
    Image clone() const;
    int width() const { return width_; }
    int height() const { return height_; }
    bool empty() const { return width_ == 0 || height_ == 0; }
    std::uint8_t* data() { return pixels_.span().data(); }
    const std::uint8_t* data() const { return pixels_.view().data(); }
    std::size_t stride() const { return static_cast<std::size_t>(width_) * 3; }

private:
    int width_ = 0, height_ = 0;
    SecretBytes pixels_;
};

enum class ImageFormat { jpeg, png, webp, bmp, pnm };

struct DecodeLimits {
    std::size_t max_bytes = 20u << 20;
    std::int64_t max_pixels = 40'000'000;
    int max_side_px = 12'000;
};
// Format by content, never by name. Checks the declared size before a pixel is allocated (decompression bombs); turns by EXIF orientation;
// grey, alpha, CMYK and 16-bit pictures become 8-bit BGR. Errors: kNotAnImage, kImageTruncated, kImageTooLarge, kImageUnsupported (among
// others for CMYK without Adobe's marker, which does not say whether its inks are inverted).
Result<Image> decode_image(ByteView file, const DecodeLimits& limits = {});
std::optional<ImageFormat> sniff_format(ByteView file);
Result<Bytes> encode_jpeg(const Image& image, int quality = 90);
// Cut (clipped to the picture) and resize, bilinear or by area when shrinking.
Image crop(const Image& image, int x, int y, int width, int height);
Image resize(const Image& image, int width, int height);

}  // namespace md::vision

template <>
struct fmt::formatter<md::vision::Image> {
    formatter() = delete;
};
