#pragma once
// A recorded video from beginning to end, as fast as the machine allows: every frame is decoded in order, those that are due are searched.
#include <filesystem>
#include <functional>

#include "analysis/pipeline/camera_pipeline.h"
#include "base/clock.h"

namespace md::analysis {

struct RecordingTask {
    std::filesystem::path video;
    std::string camera;  // what captures, alerts and regions call it
    WallTime start;      // of the first frame
    AnalysisConfig config;
    std::shared_ptr<WatchSearch> watch;  // may be null
    PipelineOptions pipeline;
    AnalyserOptions analyser;
};

struct RecordingSummary {
    std::string codec;
    int width = 0, height = 0;
    std::uint64_t frames = 0, corrupt = 0;
    std::chrono::microseconds length{0};  // from the first to the last frame
    PipelineCounters counters;
    std::vector<int> people;  // present in each second of the video, the most at once
};

// `sink` is called on this thread; `progress` too, with 0..1, a few times a second. Errors: those of module media for a file that cannot be
// played at all; a video that breaks off later is analysed up to there.
Result<RecordingSummary> analyse_recording(const RecordingTask& task, std::shared_ptr<const vision::Engine> engine, Sink& sink,
                                           const Clock& clock, Random& random, const std::function<void(double)>& progress);

}  // namespace md::analysis
