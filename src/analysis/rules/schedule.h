#pragma once
// When a schedule holds: what the clock on the wall shows in its zone, weekday by weekday, with dates and holidays. So when clocks are put
// forward a time that the clock skips never comes, and when they are put back a time that it shows twice holds twice.
#include <memory>

#include "analysis/types.h"
#include "base/clock.h"
#include "base/result.h"

namespace md::analysis {

// Immutable, cheap to copy, thread-safe.
class ScheduleClock {
public:
    // kScheduleInvalid: unknown zone, or a day that is both a date and a holiday; kScheduleNever.
    static Result<ScheduleClock> from(const Schedule& schedule);
    // From `from` (included) to `to` (excluded). A holiday suppresses what begins on it, not the night that began the day before.
    bool holds(WallTime time) const;

private:
    struct State;
    explicit ScheduleClock(std::shared_ptr<const State> state) : state_(std::move(state)) {}
    std::shared_ptr<const State> state_;
};

}  // namespace md::analysis
