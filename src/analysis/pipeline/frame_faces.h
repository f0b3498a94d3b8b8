#pragma once
// The faces of the frame at hand, and what is made of them on demand: embeddings for the observer, pictures for whoever keeps one.
// Everything is wiped with this object (C9).
#include <vector>

#include "analysis/pipeline/pixel_source.h"
#include "analysis/presence.h"
#include "analysis/subjects/observer.h"
#include "vision/engine.h"

namespace md::analysis {

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
