#include "vision/tensor.h"

namespace md::vision {

std::vector<std::int64_t> InputSpec::shape() const {
    const std::int64_t c = channel_count(), h = height, w = width;
    return layout == Layout::nchw ? std::vector<std::int64_t>{1, c, h, w} : std::vector<std::int64_t>{1, h, w, c};
}

Tensor::Tensor(const InputSpec& spec)
    : values_(static_cast<std::size_t>(spec.width) * spec.height * spec.channel_count()), shape_(spec.shape()) {}

namespace {

void fill_grey(float* out, const cv::Mat& pixels, const InputSpec& spec) {
    for (int y = 0; y < pixels.rows; ++y) {
        const auto* row = pixels.ptr<std::uint8_t>(y);
        for (int x = 0; x < pixels.cols; ++x) *out++ = (row[x] - spec.mean[0]) * spec.scale[0];
    }
}

// Planes are written one row at a time so that the three output streams stay in cache lines of their own.
void fill_planes(float* out, const cv::Mat& pixels, const InputSpec& spec, const std::array<int, 3>& source) {
    const std::size_t plane = static_cast<std::size_t>(pixels.rows) * pixels.cols;
    for (int y = 0; y < pixels.rows; ++y) {
        const auto* row = pixels.ptr<std::uint8_t>(y);
        for (int c = 0; c < 3; ++c) {
            float* to = out + c * plane + static_cast<std::size_t>(y) * pixels.cols;
            const float mean = spec.mean[c], scale = spec.scale[c];
            const auto* from = row + source[c];
            for (int x = 0; x < pixels.cols; ++x) to[x] = (from[x * 3] - mean) * scale;
        }
    }
}

void fill_interleaved(float* out, const cv::Mat& pixels, const InputSpec& spec, const std::array<int, 3>& source) {
    for (int y = 0; y < pixels.rows; ++y) {
        const auto* row = pixels.ptr<std::uint8_t>(y);
        for (int x = 0; x < pixels.cols; ++x, row += 3)
            for (int c = 0; c < 3; ++c) *out++ = (row[source[c]] - spec.mean[c]) * spec.scale[c];
    }
}

}  // namespace

void fill(Tensor& tensor, const cv::Mat& pixels, const InputSpec& spec) {
    CV_Assert(pixels.cols == spec.width && pixels.rows == spec.height && pixels.channels() == spec.channel_count());
    float* const out = tensor.values().data();
    if (spec.channels == Channels::grey) return fill_grey(out, pixels, spec);
    const std::array<int, 3> source = spec.channels == Channels::bgr ? std::array{0, 1, 2} : std::array{2, 1, 0};
    if (spec.layout == Layout::nchw)
        fill_planes(out, pixels, spec, source);
    else
        fill_interleaved(out, pixels, spec, source);
}

void to_grey(const cv::Mat& bgr, cv::Mat grey) { cv::cvtColor(bgr, grey, cv::COLOR_BGR2GRAY); }

}  // namespace md::vision
