#pragma once
// When a schedule holds: what the clock on the wall shows in its zone, weekday by weekday, with dates and holidays. So when clocks are put
// forward a time that the clock skips never comes, and when they are put back a time that it shows twice holds twice.
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

// "22:00", "24:00" (the end of a day); nothing when it is no time.
std::optional<std::chrono::minutes> time_of_day_from(std::string_view text);
std::string time_of_day_text(std::chrono::minutes time);
// "2026-10-01".
std::optional<std::chrono::sys_days> date_from(std::string_view text);
std::string date_text(std::chrono::sys_days date);
// "mon" .. "sun" -> 0 .. 6.
std::optional<std::size_t> weekday_from(std::string_view text);
std::string_view weekday_text(std::size_t weekday);

}  // namespace md::analysis
