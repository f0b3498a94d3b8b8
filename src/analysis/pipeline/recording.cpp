#include "analysis/pipeline/recording.h"

#include <algorithm>

#include "media/errors.h"

namespace md::analysis {
namespace {

constexpr std::chrono::milliseconds kPatience{200};

bool over(media::State state) { return state == media::State::ended || state == media::State::refused || state == media::State::stopped; }

// A source tells its troubles by code, since it outlives them; here they end the call.
Error failure_of(const media::SourceReport& report, const std::filesystem::path& video) {
    for (const auto* kind : {&errors::kNoSuchFile, &errors::kUnknownCodec, &errors::kEncryptedVideo, &errors::kUndecodable,
                             &errors::kVideoTooLarge, &errors::kEmptyFolder, &errors::kPixelFormat})
        if (report.error_code == kind->code) return {*kind, video.string()};
    return {errors::kNotVideo, video.string()};
}

// The most people present at once in each second.
void note_present(std::vector<int>& people, std::chrono::microseconds offset, const Observation& seen) {
    const auto second = static_cast<std::size_t>(std::max<std::int64_t>(0, offset / std::chrono::seconds(1)));
    constexpr std::size_t kLongest_s = 14 * 86'400;
    if (second >= kLongest_s) return;
    if (people.size() <= second) people.resize(second + 1, 0);
    people[second] = std::max(people[second], static_cast<int>(seen.present.size()));
}

}  // namespace

Result<RecordingSummary> analyse_recording(const RecordingTask& task, std::shared_ptr<const vision::Engine> engine, Sink& sink,
                                           const Clock& clock, Random& random, const std::function<void(double)>& progress) {
    media::SourceOptions options;
    options.address = task.video.string();
    options.live = false;
    options.start = task.start;
    options.wanted_fps = frames_a_second(task.pipeline.pace);
    MD_ASSIGN(const auto source, media::Source::open(options, clock));
    const auto analyser = std::make_shared<Analyser>(task.config, sink, random, task.analyser);
    CameraPipeline camera(task.camera, analyser, std::move(engine), task.watch, task.pipeline);
    RecordingSummary summary;
    WallTime last = task.start;
    // A base other than zero: the pipeline's times of "never" lie before it.
    const auto steady_of = [&](WallTime time) { return SteadyTime(std::chrono::hours(1) + (time - task.start)); };
    for (;;) {
        const auto frame = source->next(kPatience);
        if (!frame) {
            if (const auto report = source->report(); over(report.state)) break;
            continue;
        }
        ++summary.frames;
        last = std::max(last, frame->time());
        summary.width = frame->width();
        summary.height = frame->height();
        const SteadyTime at = steady_of(frame->time());
        if (!camera.due(at)) continue;
        const auto done = camera.step(*frame, at);
        if (done.searched) note_present(summary.people, frame->time() - task.start, done.observation);
        progress(source->report().progress);
    }
    const auto report = source->report();
    if (summary.frames == 0) return fail(failure_of(report, task.video));
    camera.end_tracks(last, steady_of(last));
    analyser->finish();
    progress(1);
    summary.codec = report.codec;
    summary.corrupt = report.corrupt;
    summary.length = last - task.start;
    summary.counters = camera.counters();
    return summary;
}

}  // namespace md::analysis
