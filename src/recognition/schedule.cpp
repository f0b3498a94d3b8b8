#include "recognition/schedule.h"

#include <fmt/format.h>
#include <algorithm>
#include <charconv>

#include "recognition/errors.h"

namespace md::recognition {
namespace {

using std::chrono::days;
using std::chrono::minutes;
using std::chrono::sys_days;

constexpr std::chrono::hours kShanghai{8};  // Asia/Shanghai: no daylight saving since 1991
constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
constexpr minutes kDay{24 * 60};

std::optional<int> number(std::string_view digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || value < 0) return std::nullopt;
    return value;
}

std::optional<minutes> time_of_day(std::string_view text) {
    if (text.size() != 5 || text[2] != ':') return std::nullopt;
    const auto hour = number(text.substr(0, 2)), minute = number(text.substr(3, 2));
    if (!hour || !minute || *minute > 59 || *hour * 60 + *minute > kDay.count()) return std::nullopt;
    return minutes(*hour * 60 + *minute);
}

std::optional<sys_days> day_from(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                           std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return sys_days(date);
}

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
        const auto found = std::find(kDays.begin(), kDays.end(), name);
        if (found == kDays.end()) return fail(errors::kDoorInvalid, "day: " + name);
        out.days[static_cast<std::size_t>(found - kDays.begin())] = true;
    }
    const auto start = time_of_day(from), end = time_of_day(to);
    if (day_list.empty() || !start || !end || *start == kDay) return fail(errors::kDoorInvalid, fmt::format("window {} to {}", from, to));
    out.from = *start;
    out.to = *end;
    if (!first_day.empty() && !(out.first_day = day_from(first_day))) return fail(errors::kDoorInvalid, "first_day");
    if (!last_day.empty() && !(out.last_day = day_from(last_day))) return fail(errors::kDoorInvalid, "last_day");
    if (out.first_day && out.last_day && *out.last_day < *out.first_day) return fail(errors::kDoorInvalid, "last_day before first_day");
    return out;
}

std::vector<std::string> day_names(const Window& window) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < kDays.size(); ++i) {
        if (window.days[i]) out.emplace_back(kDays[i]);
    }
    return out;
}

std::string clock_text(minutes time) { return fmt::format("{:02}:{:02}", time.count() / 60, time.count() % 60); }

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
