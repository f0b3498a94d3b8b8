#pragma once
// Which face of this frame is which face of the frames before, on one camera. Pure: no clock, no pixels, the same input gives the same
// tracks. Kalman prediction (kalman.h), optimal assignment on overlap within a motion gate, sure detections before unsure ones (ByteTrack,
// Zhang et al., ECCV 2022), appearance only where geometry leaves two readings: faces that cross, a face found again after it was hidden.
#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "analysis/types.h"
#include "vision/engine.h"

namespace md::analysis {

struct Detection {
    vision::Box box;    // pixels
    float score = 0;    // 0..1 of the detector
    float quality = 0;  // 0..1 of the face
};

// How alike two faces are, asked only when geometry cannot decide. The answer costs an embedding, so it may be refused.
class Appearance {
public:
    virtual ~Appearance() = default;
    // The person of this track and detection `face` of the frame at hand: > 0 the same, < 0 another, in -1..1. Nothing: cannot tell.
    virtual std::optional<float> alike(TrackNumber track, std::size_t face) = 0;
};

struct TrackerOptions {
    float sure_score = 0.6f;                         // detections from here on begin tracks; weaker ones only continue them
    float least_score = 0.3f;                        // below: not looked at
    int confirm_hits = 3;                            // detections before a track is shown
    std::chrono::milliseconds confirm_within{1000};  // ... within this time, else it was a false detection
    std::chrono::milliseconds survive{2000};         // a confirmed track without a detection for longer is over
    std::chrono::milliseconds sparse{600};           // pictures farther apart: one sure detection is a track; half as far: two
    double weak_overlap = 0.35;                      // least overlap of an unsure detection with the prediction
};

struct Track {
    TrackNumber number = 0;
    vision::Box box;                  // estimate for this frame, pixels
    std::optional<std::size_t> face;  // index into the frame's detections; nothing: predicted, not seen
    SteadyTime began, last_seen;      // first and latest detection
    int hits = 0;                     // detections so far
    bool confirmed = false;           // only confirmed tracks are people to the outside
    // Somebody else came so near, or the face was away so long, that another person may carry this number now. Set in the frame in which it
    // happens; whoever decides about subjects should look at the face again.
    bool doubtful = false;
};

struct TrackedFrame {
    std::vector<Track> tracks;       // confirmed and tentative, by number
    std::vector<TrackNumber> ended;  // confirmed tracks that are over since the last frame
};

// Not thread-safe: one a camera.
class Tracker {
public:
    explicit Tracker(const TrackerOptions& options = {});
    ~Tracker();
    Tracker(Tracker&&) noexcept;
    Tracker& operator=(Tracker&&) noexcept;

    // `at` is the frame's time on a clock that never goes back; a frame that is not later than the one before counts as one usual interval
    // later. Any interval is good, also a missing minute. `appearance` may be null. `spacing`: how far the source's pictures are apart; of
    // a source that gives few pictures fewer are asked for, and its tracks live longer.
    TrackedFrame step(SteadyTime at, int width, int height, std::span<const Detection> detections, Appearance* appearance = nullptr,
                      std::chrono::microseconds spacing = {});
    // The picture is another scene from the next frame on (a cut, a camera that was turned): all tracks end there, nothing is dragged over.
    void scene_changed();

private:
    class State;
    std::unique_ptr<State> state_;
};

}  // namespace md::analysis
