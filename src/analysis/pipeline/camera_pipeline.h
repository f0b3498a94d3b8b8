#pragma once
// One camera of a group: from a decoded frame to what the group knows. C3-C8, C10 (server shape)
#include <string>

#include "analysis/analyser.h"
#include "analysis/pipeline/face_finder.h"
#include "analysis/pipeline/pace.h"

namespace md::analysis {

struct PipelineOptions {
    FinderOptions finder;
    PaceOptions pace;
};

struct PipelineCounters {
    std::uint64_t looks = 0, searches = 0, faces = 0, embeddings = 0, cuts = 0, failures = 0;
};

// What a step did.
struct PipelineStep {
    bool searched = false;
    std::size_t raised = 0;  // alerts
    int faces = 0;           // found in this frame
    std::uint64_t embeddings = 0;
    Observation observation;  // of this frame, when it was searched
};

// Not thread-safe: one a camera. Cameras of one group share the analyser.
class CameraPipeline {
public:
    CameraPipeline(std::string camera, std::shared_ptr<Analyser> analyser, std::shared_ptr<const vision::Engine> engine,
                   std::shared_ptr<WatchSearch> watch, const PipelineOptions& options = {});

    // Whether a frame of this time is worth being taken. Cheap.
    bool due(SteadyTime at) { return pace_.look(at); }
    SteadyTime next_due() const { return pace_.next_look(); }
    // A frame that was due. `frugal`: the machine is behind.
    PipelineStep step(const media::Frame& frame, SteadyTime at, bool frugal = false);
    // No more frames for now: ends all tracks. Afterwards the camera may go on.
    void end_tracks(WallTime time, SteadyTime at);
    void set_watch(std::shared_ptr<WatchSearch> watch) { watch_ = std::move(watch); }
    const PipelineCounters& counters() const { return counters_; }

private:
    const std::string camera_;
    const std::shared_ptr<Analyser> analyser_;
    const std::shared_ptr<const vision::Engine> engine_;
    std::shared_ptr<WatchSearch> watch_;
    Observer observer_;
    FaceFinder finder_;
    Scene scene_;
    Pace pace_;
    bool anybody_ = false;
    PipelineCounters counters_;
};

}  // namespace md::analysis
