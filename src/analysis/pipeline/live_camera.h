#pragma once
// One camera of the live service: its source, its thread, its numbers. Nothing that goes wrong here leaves here.
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "analysis/pipeline/camera_pipeline.h"
#include "analysis/pipeline/edge_camera.h"
#include "analysis/pipeline/fair_slots.h"
#include "analysis/pipeline/live_wall.h"
#include "analysis/rules/regions.h"

namespace md::analysis {

// What cameras share.
struct LiveParts {
    std::shared_ptr<const vision::Engine> engine;
    const Clock* clock = nullptr;
    FairSlots* slots = nullptr;
};

// Thread-safe.
class LiveRunner {
public:
    LiveRunner(LiveCamera camera, std::string group, std::shared_ptr<Analyser> analyser, std::shared_ptr<WatchSearch> watch,
               std::vector<Region> regions, const LiveParts& parts);
    ~LiveRunner();
    void start();
    void ask_to_stop();  // returns at once
    void stop();         // ends all tracks, joins

    const LiveCamera& camera() const { return camera_; }
    void set(std::shared_ptr<WatchSearch> watch, std::vector<Region> regions);
    void refuse(const ErrorKind& why);  // instead of start(): shows in the report
    CameraReport report() const;
    LiveWall& wall() { return wall_; }
    Result<Intake> intake(ByteView picture, WallTime time);

private:
    void run();
    void follow(media::Source& source);
    void look_at(media::Source& source, media::FramePtr frame);
    void note(const PipelineStep& step, SteadyTime arrived);
    LiveOverlay overlay_of(const Observation& seen, std::uint64_t frame, int width, int height) const;
    std::shared_ptr<WatchSearch> watch() const;

    const LiveCamera camera_;
    const std::string group_;
    const std::shared_ptr<Analyser> analyser_;
    const LiveParts parts_;
    CameraPipeline pipeline_;  // of the thread
    EdgeCamera edge_;
    LiveWall wall_;
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::shared_ptr<WatchSearch> watch_;
    RegionMap regions_;
    CameraReport numbers_;
    std::deque<SteadyTime> searches_;  // of the last seconds
    std::unique_ptr<media::Source> source_;
    SteadyTime last_frame_{};
    bool tracks_open_ = false;
    std::thread thread_;
};

}  // namespace md::analysis
