#include "analysis/rules/schedule.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>

#include "analysis/errors.h"
#include "base/calendar.h"

namespace md::analysis {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

bool has(const std::vector<sys_days>& list, sys_days day) { return std::find(list.begin(), list.end(), day) != list.end(); }

}  // namespace

struct ScheduleClock::State {
    Schedule schedule;
    const date::time_zone* zone;

    bool begins_on(sys_days day) const {
        if (has(schedule.holidays, day)) return false;
        return has(schedule.dates, day) || schedule.days[std::chrono::weekday(day).iso_encoding() - 1];
    }
};

Result<ScheduleClock> ScheduleClock::from(const Schedule& schedule) {
    const auto bad = [&](const ErrorKind& kind, std::string_view why) { return fail(kind, fmt::format("{}: {}", schedule.name, why)); };
    if (schedule.from < minutes(0) || schedule.from >= kDayEnd || schedule.to < minutes(0) || schedule.to > kDayEnd)
        return bad(errors::kScheduleInvalid, "from must be 00:00 to 23:59, to 00:00 to 24:00");
    for (const auto day : schedule.dates)
        if (has(schedule.holidays, day)) return bad(errors::kScheduleInvalid, to_text(day) + " is both a date and a holiday");
    if (std::none_of(schedule.days.begin(), schedule.days.end(), [](bool on) { return on; }) && schedule.dates.empty())
        return bad(errors::kScheduleNever, "neither days nor dates");
    try {
        return ScheduleClock(std::make_shared<const State>(State{schedule, date::locate_zone(schedule.zone)}));
    } catch (const std::runtime_error&) {
        return bad(errors::kScheduleInvalid, "unknown zone " + schedule.zone);
    }
}

bool ScheduleClock::holds(WallTime time) const {
    const auto local = state_->zone->to_local(std::chrono::floor<std::chrono::seconds>(time)).time_since_epoch();
    const sys_days today{std::chrono::floor<days>(local)};
    const auto now = local - today.time_since_epoch();
    const auto& [from, to] = std::pair(state_->schedule.from, state_->schedule.to);
    if (from < to) return state_->begins_on(today) && now >= from && now < to;
    // Over midnight: the evening of today, or the morning after a night that began yesterday.
    if (now >= from && state_->begins_on(today)) return true;
    return now < to && state_->begins_on(today - days(1));
}

}  // namespace md::analysis
