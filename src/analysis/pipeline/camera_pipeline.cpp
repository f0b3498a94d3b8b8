#include "analysis/pipeline/camera_pipeline.h"

#include "base/log.h"

namespace md::analysis {
namespace {

struct NoPictures final : Pictures {
    EvidencePtr take(std::size_t) override { return nullptr; }
};

}  // namespace

CameraPipeline::CameraPipeline(std::string camera, std::shared_ptr<Analyser> analyser, std::shared_ptr<const vision::Engine> engine,
                               std::shared_ptr<WatchSearch> watch, const PipelineOptions& options)
    : camera_(std::move(camera)),
      analyser_(std::move(analyser)),
      engine_(std::move(engine)),
      watch_(std::move(watch)),
      observer_(analyser_->make_observer(camera_)),
      finder_(options.finder),
      pace_(options.pace) {}

PipelineStep CameraPipeline::step(const media::Frame& frame, SteadyTime at, bool frugal) {
    PipelineStep done;
    ++counters_.looks;
    const FramePixels pixels(frame);
    const auto working = pixels.scaled(finder_.working_width(), finder_.working_height());
    if (working.empty()) {
        ++counters_.failures;
        return done;
    }
    const auto change = scene_.look(working);
    if (change.cut) {
        ++counters_.cuts;
        finder_.forget();
        observer_.scene_changed();
    }
    if (!pace_.search(at, change.moved, anybody_)) return done;
    const bool sparse = frame.spacing() > TrackerOptions().sparse;
    const auto effort = frugal ? Effort::frugal : sparse ? Effort::thorough : Effort::usual;
    const auto found = finder_.find(*engine_, pixels, working, at, scene_, effort);
    scene_.settle();
    if (!found) {
        ++counters_.failures;
        log::warning("analysis", "camera {}: a frame could not be searched: {}", camera_, found.error().text());
        return done;
    }
    FrameFaces faces(*engine_, pixels, *found);
    done.observation =
        observer_.step({frame.time(), at, frame.width(), frame.height(), faces.faces(), frame.spacing()}, faces, watch_.get());
    done.raised = analyser_->step(done.observation, faces);
    done.searched = true;
    done.faces = static_cast<int>(found->size());
    anybody_ = !found->empty() || !done.observation.present.empty();
    ++counters_.searches;
    counters_.faces += found->size();
    done.embeddings = faces.embedded();
    counters_.embeddings += done.embeddings;
    return done;
}

void CameraPipeline::end_tracks(WallTime time, SteadyTime at) {
    NoPictures none;
    analyser_->step(observer_.finish(time, at), none);
    finder_.forget();
    anybody_ = false;
}

}  // namespace md::analysis
