#pragma once
// A Frame over FFmpeg's reference-counted picture.
#include "media/av.h"
#include "media/source.h"

namespace md::media {

class DecodedFrame final : public Frame {
public:
    // turns: quarter turns clockwise that make the picture upright.
    DecodedFrame(AvPtr<AVFrame> picture, int turns, std::uint64_t number, WallTime time, SteadyTime arrived,
                 std::chrono::microseconds spacing)
        : picture_(std::move(picture)), turns_(turns), number_(number), time_(time), arrived_(arrived), spacing_(spacing) {}
    int width() const override { return turns_ % 2 ? picture_->height : picture_->width; }
    int height() const override { return turns_ % 2 ? picture_->width : picture_->height; }
    std::uint64_t number() const override { return number_; }
    WallTime time() const override { return time_; }
    SteadyTime arrived() const override { return arrived_; }
    std::chrono::microseconds spacing() const override { return spacing_; }
    Status to_bgr(int width, int height, std::uint8_t* out) const override;
    Status region_to_bgr(int x, int y, int width, int height, int reduction, std::uint8_t* out) const override;

private:
    AvPtr<AVFrame> picture_;
    int turns_;
    std::uint64_t number_;
    WallTime time_;
    SteadyTime arrived_;
    std::chrono::microseconds spacing_;
};

}  // namespace md::media
