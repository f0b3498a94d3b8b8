#pragma once
// A camera that finds faces itself and posts pictures of them: each face stands for itself, there is no video to follow. C10 (edge shape)
#include <mutex>
#include <string>

#include "analysis/analyser.h"
#include "analysis/pipeline/frame_faces.h"
#include "analysis/pipeline/live_analysis.h"

namespace md::analysis {

// Thread-safe; one picture at a time.
class EdgeCamera {
public:
    EdgeCamera(std::string camera, std::shared_ptr<Analyser> analyser, std::shared_ptr<const vision::Engine> engine)
        : camera_(std::move(camera)), analyser_(std::move(analyser)), engine_(std::move(engine)) {}

    struct Taken {
        Intake intake;
        std::size_t raised = 0;
        Observation observation;
        std::uint64_t embeddings = 0;
    };
    // `at` on the group's time base, as old as the picture is.
    Result<Taken> take(const vision::Image& picture, WallTime time, SteadyTime at, WatchSearch* watch);

private:
    Presence recognise(FrameFaces& faces, std::size_t index, const PixelSource& pixels, SteadyTime at, WatchSearch* watch);
    const std::string camera_;
    const std::shared_ptr<Analyser> analyser_;
    const std::shared_ptr<const vision::Engine> engine_;
    std::mutex mutex_;
    SteadyTime last_at_{};
    TrackNumber next_track_ = 1;
    std::uint64_t merges_ = 0;
};

}  // namespace md::analysis
