#pragma once
// De-duplication of the faces of one camera group. C2, C3, C4
//
// Continuous 连续去重 (C3): an appearance is a subject seen on one camera without a pause longer than `unit`. Its output is the best
// picture, or the first and the last.
//
// Intermittent 间断去重 (C4): a window begins with the subject's first sighting on any camera of the group and is as long as configured; a
// sighting exactly at its end belongs to the next. The outputs of the window's appearances are reduced again: to the best of them, or to
// that of the first and that of the last.
//
// With both on, continuous feeds intermittent and only intermittent's output leaves. With intermittent off an appearance is a window of its
// own. With continuous off appearances are told apart by one second. So a subject has at most two captures a window, whatever happens; a
// later better picture replaces; one picture only makes one capture.
//
// What may be a picture: seen in the frame (quality > 0) and good enough; of an appearance that shows no good face, and whose window has no
// picture yet, the best there is, when it ends. "Best" is replaced by what is better by a margin; "first" is the
// best of the first second; "last" is renewed once a second and shown when the appearance ends. A provisional subject shows nothing before
// it is confirmed or its appearance ends, and nothing at all if it was seen only once (faces of edge cameras are sure at once).
//
// Merged subjects: the windows become one, from the earlier of both starts; surplus captures that were already opened are withdrawn.
//
// Time is that of the frames, see timeline.h: cameras may lag behind each other, clocks may be set back, a leap ahead is time without a
// sight.
#include <chrono>
#include <cstdint>
#include <memory>

#include "analysis/presence.h"
#include "analysis/types.h"
#include "base/random.h"

namespace md::analysis {

struct DeduplicationLimits {
    float good_enough = 0.30F;                  // quality below which a face is no picture ...
    std::chrono::milliseconds linger{1000};     // ... unless who showed nothing better was there for so long ...
    int sightings = 4;                          // ... and was seen so often: nobody passes without a picture
    float better_by = 0.05F;                    // a picture must be better by this to replace another: taking one encodes a JPEG
    std::chrono::milliseconds settle{1000};     // "first" is the best of this time, "last" is renewed after it
    std::chrono::milliseconds recognise{2000};  // an appearance is closed this much later: a broken track may yet be recognised as the same
    std::size_t max_windows = 10'000;           // held at once; beyond it the oldest is closed early and counted
};

// One thread at a time.
class Deduplicator {
public:
    struct Counters {
        std::uint64_t windows_held = 0, windows_closed_early = 0, pictures_taken = 0, captures_opened = 0, captures_withdrawn = 0;
    };

    // Of `config` it uses continuous, intermittent and regions. `sink` and `random` must outlive it.
    Deduplicator(const AnalysisConfig& config, Sink& sink, Random& random, const DeduplicationLimits& limits = {});
    ~Deduplicator();

    // One frame of one camera. `pictures` is used during the call alone.
    void step(const Observation& seen, Pictures& pictures);
    // Time passes without frames; on the same clock as the observations. Live: about once a second. Recorded video needs none.
    void advance(WallTime now);
    // The end: closes everything.
    void finish();

    Counters counters() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace md::analysis
