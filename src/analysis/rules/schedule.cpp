#include "analysis/rules/schedule.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "analysis/errors.h"

namespace md::analysis {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr minutes kDay{24 * 60};
constexpr std::array<std::string_view, 7> kWeekdays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::optional<int> number(std::string_view digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || value < 0) return std::nullopt;
    return value;
}

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
    if (schedule.from < minutes(0) || schedule.from >= kDay || schedule.to < minutes(0) || schedule.to > kDay)
        return bad(errors::kScheduleInvalid, "from must be 00:00 to 23:59, to 00:00 to 24:00");
    for (const auto day : schedule.dates)
        if (has(schedule.holidays, day)) return bad(errors::kScheduleInvalid, date_text(day) + " is both a date and a holiday");
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

std::optional<minutes> time_of_day_from(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = number(text.substr(0, 2)), minute = number(text.substr(3, 2));
    if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > kDay.count()) return std::nullopt;
    return minutes(*hour * 60 + *minute);
}

std::string time_of_day_text(minutes time) { return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60); }

std::optional<sys_days> date_from(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return sys_days(date);
}

std::string date_text(sys_days day) {
    const std::chrono::year_month_day date(day);
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

std::optional<std::size_t> weekday_from(std::string_view text) {
    const auto found = std::find(kWeekdays.begin(), kWeekdays.end(), text);
    if (found == kWeekdays.end()) return std::nullopt;
    return static_cast<std::size_t>(found - kWeekdays.begin());
}

std::string_view weekday_text(std::size_t weekday) { return kWeekdays.at(weekday); }

}  // namespace md::analysis
