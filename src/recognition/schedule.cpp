#include "recognition/schedule.h"

#include <fmt/format.h>
#include <algorithm>

#include "base/calendar.h"
#include "recognition/errors.h"

namespace md::recognition {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

bool begins_on(const Window& window, sys_days day) {
    if (window.first_day && day < *window.first_day) return false;
    if (window.last_day && day > *window.last_day) return false;
    return window.days[std::chrono::weekday(day).iso_encoding() - 1];
}

}  // namespace

Result<Window> window_from(const std::vector<std::string>& day_list, std::string_view from, std::string_view to, std::string_view first_day,
                           std::string_view last_day) {
    Window out;
    for (const auto& name : day_list) {
        const auto weekday = weekday_from(name);
        if (!weekday) return fail(errors::kDoorInvalid, "day: " + name);
        out.days[*weekday] = true;
    }
    const auto start = time_of_day_from(from), end = time_of_day_from(to);
    if (day_list.empty() || !start || !end || *start == kDayEnd)
        return fail(errors::kDoorInvalid, fmt::format("window {} to {}", from, to));
    out.from = *start;
    out.to = *end;
    if (!first_day.empty() && !(out.first_day = day_from(first_day))) return fail(errors::kDoorInvalid, "first_day");
    if (!last_day.empty() && !(out.last_day = day_from(last_day))) return fail(errors::kDoorInvalid, "last_day");
    if (out.first_day && out.last_day && *out.last_day < *out.first_day) return fail(errors::kDoorInvalid, "last_day before first_day");
    return out;
}

std::vector<std::string> day_names(const Window& window) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < window.days.size(); ++i) {
        if (window.days[i]) out.emplace_back(weekday_text(i));
    }
    return out;
}

bool contains(const Window& window, WallTime now) {
    const auto local = now + kShanghai;
    const auto today = std::chrono::floor<days>(local);
    const auto time = local - today;
    if (window.from < window.to) return begins_on(window, today) && time >= window.from && time < window.to;
    // Over midnight: the evening of today, or the morning after a window that began yesterday.
    if (begins_on(window, today) && time >= window.from) return true;
    return begins_on(window, today - days(1)) && time < window.to;
}

bool open_at(const std::vector<Window>& windows, WallTime now) {
    return windows.empty() || std::any_of(windows.begin(), windows.end(), [&](const Window& window) { return contains(window, now); });
}

}  // namespace md::recognition
