#include <mutex>
#include <opencv2/imgcodecs.hpp>

#include "vision/errors.h"
#include "vision/exif.h"
#include "vision/image_header.h"
#include "vision/pixels.h"

namespace md::vision {
namespace {

Status check_size(const ImageHeader& header, const DecodeLimits& limits) {
    const auto size = fmt::format("{} x {}", header.width, header.height);
    if (header.width <= 0 || header.height <= 0) return fail(errors::kNotAnImage, "size " + size);
    if (header.width > limits.max_side_px || header.height > limits.max_side_px || header.width * header.height > limits.max_pixels)
        return fail(errors::kImageTooLarge, size);
    return {};
}

}  // namespace

Result<Image> decode_image(ByteView file, const DecodeLimits& limits) {
    if (file.size() > limits.max_bytes) return fail(errors::kImageTooLarge, fmt::format("{} bytes", file.size()));
    MD_ASSIGN(const ImageHeader header, read_image_header(file));
    MD_TRY(check_size(header, limits));

    Image image(static_cast<int>(header.width), static_cast<int>(header.height));
    // The decoder writes straight into the picture that wipes itself: no copy of the pixels stays behind in OpenCV's memory.
    cv::Mat target = writable_view(image);
    const auto* const expected = target.data;
    try {
        static std::once_flag once;
        std::call_once(once, [] { cv::setNumThreads(1); });  // workers are the parallelism
        const cv::Mat source(1, static_cast<int>(file.size()), CV_8UC1, const_cast<std::uint8_t*>(file.data()));
        cv::imdecode(source, cv::IMREAD_COLOR | cv::IMREAD_IGNORE_ORIENTATION, &target);
    } catch (const cv::Exception& problem) {
        return fail(errors::kImageUnsupported, problem.err);
    }
    if (target.empty()) return fail(errors::kImageUnsupported, "the decoder refused the content");
    if (target.data != expected) return fail(errors::kNotAnImage, "the size in the header is not the size of the content");
    return upright(std::move(image), orientation_of_file(file, header.format));
}

}  // namespace md::vision
