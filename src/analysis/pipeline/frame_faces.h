#pragma once
// The faces of the frame at hand, and what is made of them on demand: embeddings for the observer, pictures for whoever keeps one. Only the
// surroundings of a face are ever converted in full resolution; everything is wiped with this object (C9).
#include <vector>

#include "analysis/presence.h"
#include "analysis/subjects/observer.h"
#include "media/source.h"
#include "vision/engine.h"

namespace md::analysis {

// Pixels of a part of the picture at hand in full resolution; clipped to it, empty when nothing is left.
class PixelSource {
public:
    virtual ~PixelSource() = default;
    virtual int width() const = 0;
    virtual int height() const = 0;
    virtual WallTime time() const = 0;
    virtual vision::Image part(const vision::Window& window) const = 0;
};

class FramePixels final : public PixelSource {
public:
    explicit FramePixels(const media::Frame& frame) : frame_(frame) {}
    int width() const override { return frame_.width(); }
    int height() const override { return frame_.height(); }
    WallTime time() const override { return frame_.time(); }
    vision::Image part(const vision::Window& window) const override;
    // The whole frame scaled to fit, straight from the decoder's own format.
    vision::Image scaled(int most_width, int most_height) const;

private:
    const media::Frame& frame_;
};

class PicturePixels final : public PixelSource {
public:
    PicturePixels(const vision::Image& picture, WallTime time) : picture_(picture), time_(time) {}
    int width() const override { return picture_.width(); }
    int height() const override { return picture_.height(); }
    WallTime time() const override { return time_; }
    vision::Image part(const vision::Window& window) const override {
        return vision::crop(picture_, window.x, window.y, window.width, window.height);
    }

private:
    const vision::Image& picture_;
    WallTime time_;
};

// Not thread-safe; lives no longer than the frame.
class FrameFaces final : public FaceEmbedder, public Pictures {
public:
    // Finds landmarks and judges quality of each face.
    FrameFaces(const vision::Engine& engine, const PixelSource& pixels, const std::vector<vision::Face>& found);
    const std::vector<FrameFace>& faces() const { return faces_; }
    vision::Embedding embed(std::size_t face) override;
    EvidencePtr take(std::size_t face) override;
    std::uint64_t embedded() const { return embedded_; }

private:
    struct Cut {
        vision::Image pixels;  // surroundings of the face; empty: too unsure to be looked at closer
        vision::Face face;     // in pixels of the cut
        vision::Box box;       // in pixels of the frame
        float quality = 0;
    };
    void add(const vision::Face& found);
    const vision::Engine& engine_;
    const PixelSource& pixels_;
    std::vector<FrameFace> faces_;
    std::vector<Cut> cuts_;
    std::uint64_t embedded_ = 0;
};

}  // namespace md::analysis
