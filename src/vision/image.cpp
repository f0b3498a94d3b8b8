#include "vision/image.h"

#include <algorithm>
#include <opencv2/imgcodecs.hpp>

#include "vision/errors.h"
#include "vision/pixels.h"

namespace md::vision {

Image::Image(Image&& other) noexcept
    : width_(std::exchange(other.width_, 0)), height_(std::exchange(other.height_, 0)), pixels_(std::move(other.pixels_)) {}

Image& Image::operator=(Image&& other) noexcept {
    width_ = std::exchange(other.width_, 0);
    height_ = std::exchange(other.height_, 0);
    pixels_ = std::move(other.pixels_);
    return *this;
}

Image Image::clone() const {
    Image copy;
    copy.width_ = width_;
    copy.height_ = height_;
    copy.pixels_ = pixels_.copy();
    return copy;
}

Result<Bytes> encode_jpeg(const Image& image, int quality) {
    if (image.empty()) return fail(errors::kImageUnsupported, "an empty picture cannot be encoded");
    Bytes out;
    if (!cv::imencode(".jpg", view(image), out, {cv::IMWRITE_JPEG_QUALITY, std::clamp(quality, 1, 100)}))
        return fail(errors::kImageUnsupported, "the JPEG encoder refused the picture");
    return out;
}

Image crop(const Image& image, int x, int y, int width, int height) {
    const cv::Rect rect = cv::Rect(x, y, std::max(width, 0), std::max(height, 0)) & cv::Rect(0, 0, image.width(), image.height());
    if (rect.empty()) return {};
    Image out(rect.width, rect.height);
    view(image)(rect).copyTo(writable_view(out));
    return out;
}

Image resize(const Image& image, int width, int height) {
    if (image.empty() || width <= 0 || height <= 0) return {};
    Image out(width, height);
    scale_into(view(image), writable_view(out));
    return out;
}

}  // namespace md::vision
