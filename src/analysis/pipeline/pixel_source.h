#pragma once
// Where the pixels of the frame at hand come from. Only the surroundings of a face are ever converted, and no finer than somebody looks.
#include <limits>

#include "media/source.h"
#include "vision/engine.h"

namespace md::analysis {

// A part of the picture at hand.
struct PicturePart {
    vision::Image pixels;                              // empty: nothing of what was asked for lies inside the picture
    vision::Window window;                             // what `pixels` show, in pixels of the picture
    int reduction = 1;                                 // each pixel is the mean of reduction x reduction of the picture
    vision::Box inside(const vision::Box& box) const;  // from pixels of the picture to pixels of the part
};

class PixelSource {
public:
    static constexpr int kFullResolution = std::numeric_limits<int>::max();
    virtual ~PixelSource() = default;
    virtual int width() const = 0;
    virtual int height() const = 0;
    virtual WallTime time() const = 0;
    // At least `asked`, clipped to the picture. Reduced by a whole number if its longer side keeps `enough` pixels all the same.
    PicturePart part(const vision::Window& asked, int enough) const;

private:
    virtual vision::Image cut(const vision::Window& window, int reduction) const = 0;  // inside the picture; the reduction divides it
};

class FramePixels final : public PixelSource {
public:
    explicit FramePixels(const media::Frame& frame) : frame_(frame) {}
    int width() const override { return frame_.width(); }
    int height() const override { return frame_.height(); }
    WallTime time() const override { return frame_.time(); }
    // The whole frame scaled to fit, straight from the decoder's own format.
    vision::Image scaled(int most_width, int most_height) const;

private:
    vision::Image cut(const vision::Window& window, int reduction) const override;
    const media::Frame& frame_;
};

class PicturePixels final : public PixelSource {
public:
    PicturePixels(const vision::Image& picture, WallTime time) : picture_(picture), time_(time) {}
    int width() const override { return picture_.width(); }
    int height() const override { return picture_.height(); }
    WallTime time() const override { return time_; }

private:
    vision::Image cut(const vision::Window& window, int reduction) const override;
    const vision::Image& picture_;
    WallTime time_;
};

}  // namespace md::analysis
