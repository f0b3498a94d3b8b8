#pragma once
// From 8-bit pixels to a model's input in one pass. Internal to this module.
#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/secret.h"
#include "vision/pixels.h"

namespace md::vision {

enum class Layout { nchw, nhwc };
enum class Channels { bgr, rgb, grey };

// What a model wants to be fed: (pixel - mean) * scale, channels in the order named. Channel values are in the model's own order.
struct InputSpec {
    std::string name;
    int width = 0, height = 0;
    Layout layout = Layout::nchw;
    Channels channels = Channels::bgr;
    std::array<float, 3> mean{};
    std::array<float, 3> scale{1, 1, 1};
    int channel_count() const { return channels == Channels::grey ? 1 : 3; }
    std::vector<std::int64_t> shape() const;
};

// Floats made from a face: wiped when they go (B3, B4).
class Tensor {
public:
    explicit Tensor(const InputSpec& spec);
    ~Tensor() { wipe(std::span<float>(values_)); }
    Tensor(const Tensor&) = delete;
    Tensor& operator=(const Tensor&) = delete;
    std::span<float> values() { return values_; }
    std::span<const float> values() const { return values_; }
    const std::vector<std::int64_t>& shape() const { return shape_; }

private:
    std::vector<float> values_;
    std::vector<std::int64_t> shape_;
};

// `pixels`: 8-bit BGR, or 8-bit grey for a grey model, of exactly the spec's size.
void fill(Tensor& tensor, const cv::Mat& pixels, const InputSpec& spec);

// 8-bit grey of 8-bit BGR, weights of ITU-R BT.601.
void to_grey(const cv::Mat& bgr, cv::Mat grey);

}  // namespace md::vision
