#pragma once
// When a subject was in the regions of one rule: what staying and wandering are judged by. C6, C7
#include <chrono>
#include <set>
#include <vector>

#include "analysis/timeline.h"
#include "base/clock.h"

namespace md::analysis {

// One time in one region: sightings no further apart than the gap. Who stands on the edge wobbles over it and does not come and go:
// sightings just beside it hold a visit together, but begin none.
struct Visit {
    std::size_t region = 0;  // index into the rule's regions
    bool entered = false;    // false: only just beside so far, counts for nothing
    Moment beside_from{0};   // first sighting in the region or just beside
    Moment from{0}, to{0};
    WallTime from_wall, to_wall;  // what is shown
};

class Visits {
public:
    // A sighting in the region, or just beside; sightings of several cameras may come a little out of order.
    void add(std::size_t region, bool inside, Moment now, WallTime wall, std::chrono::milliseconds gap);
    // What another id of the same subject did. Visits that touch within the gap become one.
    void add(const Visits& other, std::chrono::milliseconds gap);
    // Forgets what was over before then.
    void drop_before(Moment then);

    bool empty() const { return visits_.empty(); }
    bool entered() const;  // ever
    // The visit of the newest sighting. Only when entered().
    const Visit& current() const;
    // Within [since, now]: time in any of the regions, together; visits that began then.
    std::chrono::microseconds time(Moment since) const;
    int arrivals(Moment since) const;
    // When the first visit that reaches into [since, now] began, and which regions were visited then.
    WallTime first_seen(Moment since) const;
    std::set<std::size_t> regions(Moment since) const;
    Moment last() const { return last_; }

private:
    void add(Visit visit, std::chrono::milliseconds gap);

    std::vector<Visit> visits_;  // by `from`
    Moment last_{Moment::min()};
};

}  // namespace md::analysis
