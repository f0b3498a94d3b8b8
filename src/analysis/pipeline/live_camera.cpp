#include "analysis/pipeline/live_camera.h"

#include <algorithm>

#include "base/errors.h"
#include "base/log.h"

namespace md::analysis {
namespace {

constexpr std::chrono::milliseconds kWait{250};   // for a frame, before looking whether to stop
constexpr std::chrono::seconds kGone{3};          // without a frame: whoever was there is not followed any more
constexpr std::chrono::milliseconds kBehind{60};  // waited this long for a slot: only known faces are looked at closer
constexpr std::chrono::seconds kRateOver{5};
constexpr std::size_t kMostWaiting = 64;  // posted pictures and frames; beyond, posts are refused

void show_error(media::SourceReport& report, const ErrorKind& kind) {
    report.state = media::State::refused;
    report.error_code = kind.code;
    report.detail_zh = kind.zh;
    report.detail_en = kind.en;
}

}  // namespace

LiveRunner::LiveRunner(LiveCamera camera, std::string group, std::shared_ptr<Analyser> analyser, std::shared_ptr<WatchSearch> watch,
                       std::vector<Region> regions, const LiveParts& parts)
    : camera_(std::move(camera)),
      group_(std::move(group)),
      analyser_(std::move(analyser)),
      parts_(parts),
      pipeline_(camera_.name, analyser_, parts.engine, watch),
      edge_(camera_.name, analyser_, parts.engine),
      watch_(std::move(watch)),
      regions_(std::move(regions)) {
    numbers_.id = camera_.id;
    numbers_.name = camera_.name;
    numbers_.group = group_;
}

LiveRunner::~LiveRunner() { stop(); }

void LiveRunner::start() {
    if (!camera_.source) {
        const std::lock_guard lock(mutex_);
        numbers_.source.state = media::State::running;
        return;
    }
    auto options = *camera_.source;
    if (options.wanted_fps <= 0) options.wanted_fps = frames_a_second(PipelineOptions().pace);
    auto source = media::Source::open(options, *parts_.clock);
    if (!source) return refuse(source.error().kind());
    {
        const std::lock_guard lock(mutex_);
        source_ = std::move(*source);
    }
    thread_ = std::thread([this] { run(); });
}

void LiveRunner::refuse(const ErrorKind& why) {
    const std::lock_guard lock(mutex_);
    show_error(numbers_.source, why);
}

void LiveRunner::ask_to_stop() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    wall_.close();
}

void LiveRunner::stop() {
    ask_to_stop();
    if (source_) source_->stop();
    if (thread_.joinable()) thread_.join();
}

void LiveRunner::set(std::shared_ptr<WatchSearch> watch, std::vector<Region> regions) {
    const std::lock_guard lock(mutex_);
    watch_ = std::move(watch);
    regions_ = RegionMap(std::move(regions));
}

std::shared_ptr<WatchSearch> LiveRunner::watch() const {
    const std::lock_guard lock(mutex_);
    return watch_;
}

// A camera's thread. What is thrown here is a broken invariant of this camera; the others go on.
void LiveRunner::run() try {
    follow(*source_);
    pipeline_.end_tracks(parts_.clock->wall(), parts_.clock->steady());
} catch (const std::exception& problem) {
    log::error("analysis", "camera {} has stopped: {}", camera_.name, problem.what());
    refuse(errors::kInternal);
}

void LiveRunner::follow(media::Source& source) {
    for (;;) {
        {
            // Frames between two looks are not even taken.
            std::unique_lock lock(mutex_);
            const auto rest =
                std::clamp<std::chrono::microseconds>(pipeline_.next_due() - parts_.clock->steady(), std::chrono::microseconds(0), kWait);
            if (wake_.wait_for(lock, rest, [&] { return stopping_; })) return;
        }
        auto frame = source.next(kWait);
        const auto now = parts_.clock->steady();
        if (frame) {
            last_frame_ = now;
            if (pipeline_.due(frame->arrived())) look_at(source, std::move(frame));
        } else if (tracks_open_ && now - last_frame_ > kGone) {
            pipeline_.end_tracks(parts_.clock->wall(), now);
            wall_.go_dark();
            tracks_open_ = false;
            const std::lock_guard lock(mutex_);
            numbers_.faces_now = numbers_.tracks_now = 0;
        }
    }
}

void LiveRunner::look_at(media::Source& source, media::FramePtr frame) {
    pipeline_.set_watch(watch());
    PipelineStep step;
    {
        const auto slot = parts_.slots->acquire();
        // While it waited a newer frame may have come: the newest wins.
        if (auto newer = source.next(std::chrono::milliseconds(0))) frame = std::move(newer);
        step = pipeline_.step(*frame, frame->arrived(), slot.waited > kBehind);
    }
    tracks_open_ = true;
    note(step, frame->arrived());
    auto overlay = step.searched ? overlay_of(step.observation, frame->number() + 1, frame->width(), frame->height()) : wall_.overlay();
    overlay.frame = frame->number() + 1;
    wall_.show(std::move(frame), std::move(overlay));
}

void LiveRunner::note(const PipelineStep& step, SteadyTime arrived) {
    const auto now = parts_.clock->steady();
    const std::lock_guard lock(mutex_);
    for (std::size_t i = 0; i < step.raised; ++i) numbers_.frame_to_alert.add(std::chrono::duration<double>(now - arrived).count());
    if (!step.searched) return;
    searches_.push_back(now);
    while (now - searches_.front() > kRateOver) searches_.pop_front();
    numbers_.faces_now = step.faces;
    numbers_.tracks_now = static_cast<int>(step.observation.present.size());
    ++numbers_.detections;
    numbers_.faces += static_cast<std::uint64_t>(step.faces);
    numbers_.embeddings += step.embeddings;
}

LiveOverlay LiveRunner::overlay_of(const Observation& seen, std::uint64_t frame, int width, int height) const {
    constexpr std::size_t kLabel = 6;
    LiveOverlay overlay{seen.time, frame, width, height, {}};
    const std::lock_guard lock(mutex_);
    for (const auto& person : seen.present) {
        overlay.boxes.push_back({person.position.x - person.width / 2, person.position.y - person.height / 2, person.width, person.height,
                                 person.track, person.confirmed, person.subject.text().substr(0, kLabel), person.quality,
                                 regions_.at(camera_.name, person.position), person.watch_list});
    }
    return overlay;
}

CameraReport LiveRunner::report() const {
    const std::lock_guard lock(mutex_);
    CameraReport out = numbers_;
    if (source_ && out.source.error_code.empty()) out.source = source_->report();
    const auto now = parts_.clock->steady();
    const auto recent = std::count_if(searches_.begin(), searches_.end(), [&](SteadyTime at) { return now - at <= kRateOver; });
    out.detections_per_second = static_cast<double>(recent) / static_cast<double>(kRateOver.count());
    return out;
}

// C10
Result<Intake> LiveRunner::intake(ByteView picture, WallTime time) {
    constexpr std::chrono::minutes kOldest{1};
    if (parts_.slots->waiting() > kMostWaiting) return fail(errors::kOverloaded, camera_.name);
    MD_ASSIGN(const auto image, vision::decode_image(picture));
    const auto arrived = parts_.clock->steady();
    const auto now = parts_.clock->wall();
    time = std::clamp<WallTime>(time, now - kOldest, now);
    Result<EdgeCamera::Taken> taken = fail(errors::kOverloaded);
    {
        const auto slot = parts_.slots->acquire();
        taken = edge_.take(image, time, arrived - (now - time), watch().get());
    }
    if (!taken) return fail(taken.error());
    note({true, taken->raised, taken->intake.faces, taken->embeddings, std::move(taken->observation)}, arrived);
    const std::lock_guard lock(mutex_);
    ++numbers_.source.frames;
    return taken->intake;
}

}  // namespace md::analysis
