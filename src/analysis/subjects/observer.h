#pragma once
// One camera's eye: faces of a frame in, who is present out. Drives the tracker and the subject book and decides which faces are worth an
// embedding (14 ms each): none but good ones, the first good one of a track, then only a clearly better one, or when the decision is open.
// C1
#include <memory>
#include <string>
#include <vector>

#include "analysis/presence.h"
#include "analysis/subjects/subject_book.h"
#include "analysis/tracking/tracker.h"

namespace md::analysis {

struct FrameFace {
    vision::Box box;      // pixels
    float score = 0;      // 0..1
    float quality = 0;    // 0..1, vision::Quality::overall
    bool usable = false;  // Engine::assess for Use::search had no objection
};
struct FrameInput {
    WallTime time;  // of the frame, goes into the observation; may jump
    SteadyTime at;  // never goes back: live Frame::arrived(), recorded its time stamp since the beginning. One base for a group
    int width = 0, height = 0;
    std::vector<FrameFace> faces;
    std::chrono::microseconds spacing{0};  // of the source's pictures; 0: many a second
};

// Embeds faces of the frame at hand.
class FaceEmbedder {
public:
    virtual ~FaceEmbedder() = default;
    // Empty when it cannot. Called at most ObserverOptions::embeddings_a_frame times a step, on the thread that steps.
    virtual vision::Embedding embed(std::size_t face) = 0;
};

// Search in the watch lists (1:N, C8). Told of every embedding that is made.
class WatchSearch {
public:
    struct Hit {
        std::string watch_list, entry;
        bool strong = false;  // so alike that one picture is enough; else a second one of the same track must say the same
    };
    virtual ~WatchSearch() = default;
    virtual std::optional<Hit> search(std::span<const float> embedding, float quality) = 0;
};

struct ObserverOptions {
    TrackerOptions tracker;
    int embeddings_a_frame = 4;
    float least_quality = 0.12f;                   // no face below is embedded
    float good_quality = 0.20f;                    // the first one from here on is embedded at once
    std::chrono::milliseconds wait_for_good{700};  // ... and a lesser one after waiting so long for it
    std::chrono::milliseconds ask_again{300};      // an open decision is asked again no sooner, unless the face is clearly better
    std::chrono::milliseconds look_again{5'000};   // a decided track is checked this often, so that a swapped number is found out
    float clearly_better = 1.25f;                  // quality over the best so far
};

// Not thread-safe: one a camera; many share one book.
class Observer {
public:
    Observer(std::string camera, std::shared_ptr<SubjectBook> book, const ObserverOptions& options = {});
    ~Observer();
    Observer(Observer&&) noexcept;
    Observer& operator=(Observer&&) noexcept;

    // `watch` may be null. Presence::face is the index into input.faces; also tracks that are predicted but not seen in this frame are
    // present, with quality 0.
    Observation step(const FrameInput& input, FaceEmbedder& embedder, WatchSearch* watch = nullptr);
    void scene_changed();  // before the step with the first frame of the new scene
    // The stream is over or gone: ends all tracks.
    Observation finish(WallTime time, SteadyTime at);

    std::uint64_t embeddings_made() const;

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace md::analysis
