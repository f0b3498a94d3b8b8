#pragma once
// One frame in, boxes of its faces out: one or two passes of the detector a search, over what attention.h says.
#include <vector>

#include "analysis/pipeline/attention.h"
#include "analysis/pipeline/frame_faces.h"

namespace md::analysis {

struct FinderOptions {
    AttentionOptions attention;
    float least_score = 0.4f;  // weak ones only carry tracks on
    float sure_score = 0.65f;  // in a scanned window, where texture seen close may look like a face
};

// Not thread-safe: one a camera.
class FaceFinder {
public:
    explicit FaceFinder(const FinderOptions& options = {}) : options_(options), attention_(options.attention) {}
    // `working` is the whole frame scaled to working_width() x working_height() at most.
    Result<std::vector<vision::Face>> find(const vision::Engine& engine, const FramePixels& frame, const vision::Image& working,
                                           SteadyTime at, const Scene& scene, Effort effort);
    void forget() { attention_.forget(); }
    // Twice the detector's input: halves of the frame are then seen one to one.
    int working_width() const { return 2 * options_.attention.input_width; }
    int working_height() const { return 2 * options_.attention.input_height; }

private:
    using Faces = std::vector<vision::Face>;
    Result<Faces> scan(const vision::Engine& engine, const FramePixels& frame, const vision::Image& working,
                       const vision::Window& window) const;
    Result<Faces> look_at_known(const vision::Engine& engine, const FramePixels& frame, std::span<const vision::Window> windows) const;
    FinderOptions options_;
    Attention attention_;
};

}  // namespace md::analysis
