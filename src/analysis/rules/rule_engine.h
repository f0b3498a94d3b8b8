#pragma once
// The four alerts over the cameras of one group. C5, C6, C7, C8
//
// A sighting is a face seen in a frame (quality > 0) in a region: the middle of the face lies in the polygon or on its edge. A track counts
// from its second sighting, so that one false detection raises nothing (faces of edge cameras count at once: Observation::edge). A schedule
// limits which sightings count, for every kind.
//
// - intrusion 禁行闯入: a sighting in the region. With `direction`: only of a track that came in from outside moving that way (less than 90
//   degrees off), or, first seen inside, has since moved that way by 0.05 of the picture.
// - stay 异常滞留: the subject has been in the region for longer than `longer_than`. Pauses up to `gap` count as staying; a longer one
//   starts anew.
// - wander 异常徘徊: within the last `within`, over all listed regions on all cameras, the subject's time there together is longer than
//   `longer_than` (time in two at once counts once), or it came more often than `more_often_than`. It comes to a region when it is seen
//   there for the first time or after a pause longer than `gap`.
// - appearance 出现异常: a sighting in the region, of anybody or of a subject found on the watch list.
//
// "Longer" and "more often" exclude the limit itself (超过 does not include the number: Civil Code, article 1259): exactly 30 s of
// `longer_than: 30s` raises nothing.
//
// One alert a rule and subject at a time: raised once, updated while it lasts (every few seconds, on new evidence, on return), closed when
// the subject was not seen in the rule's regions for longer than `cool_down` (at least `gap`). So who comes back within the cool-down, or
// at its very end, updates the alert instead of raising another. With a watch list an entry is one person, also while his face is not known
// again: one alert a rule and entry. Two rules that watch the same raise an alert each. Evidence: the picture at the alarm and the best
// later one. C2
//
// Merged subjects: what both did is added up; of two open alerts of one rule the earlier goes on and the later is closed.
//
// Time is that of the frames, see timeline.h: never a negative duration; a leap ahead is a pause.
#include <chrono>
#include <cstdint>
#include <memory>

#include "analysis/presence.h"
#include "analysis/types.h"
#include "base/random.h"

namespace md::analysis {

struct RuleLimits {
    float good_enough = 0.30F;                     // quality below which a face is no evidence (unless there is no other)
    float better_by = 0.05F;                       // the later picture is replaced by one better by this
    std::chrono::milliseconds update_every{5000};  // a lasting alert is updated this often
    std::size_t max_subjects = 10'000;             // a rule; beyond it who was seen longest ago is forgotten (its alert closed) and counted
};

// One thread at a time.
class RuleEngine {
public:
    struct Counters {
        std::uint64_t raised = 0, open = 0, subjects_held = 0, subjects_forgotten = 0;
    };

    // Of `config` it uses regions, schedules and rules; it must have passed validate(), else Fatal. `sink` and `random` must outlive it.
    RuleEngine(const AnalysisConfig& config, Sink& sink, Random& random, const RuleLimits& limits = {});
    ~RuleEngine();

    // One frame of one camera. `pictures` is used during the call alone.
    void step(const Observation& seen, Pictures& pictures);
    // Time passes without frames; on the same clock as the observations. Live: about once a second. Recorded video needs none.
    void advance(WallTime now);
    // The end: closes every open alert.
    void finish();

    Counters counters() const;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace md::analysis
