#include "base/clock.h"

#include <fmt/format.h>

#include <optional>

#include "base/errors.h"

namespace md {
using namespace std::chrono;

WallTime SystemClock::wall() const { return floor<microseconds>(system_clock::now()); }
SteadyTime SystemClock::steady() const { return floor<microseconds>(steady_clock::now()); }

std::string to_rfc3339(WallTime time) {
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:06}Z", int(date.year()), unsigned(date.month()), unsigned(date.day()), clock.hours().count(),
                       clock.minutes().count(), clock.seconds().count(), clock.subseconds().count());
}

namespace {

// Reads `width` decimal digits at `at`; -1 if they are not all there.
int digits(std::string_view text, std::size_t at, std::size_t width) {
    if (at + width > text.size()) return -1;
    int value = 0;
    for (char c : text.substr(at, width)) {
        if (c < '0' || c > '9') return -1;
        value = value * 10 + (c - '0');
    }
    return value;
}

// "Z", "+08:00" or "-05:30"; nullopt if it is none of them.
std::optional<minutes> offset(std::string_view text) {
    if (text == "Z" || text == "z") return minutes(0);
    if (text.size() != 6 || (text[0] != '+' && text[0] != '-') || text[3] != ':') return std::nullopt;
    const int hour = digits(text, 1, 2), minute = digits(text, 4, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59) return std::nullopt;
    const minutes value(hour * 60 + minute);
    return text[0] == '-' ? -value : value;
}

}  // namespace

Result<WallTime> from_rfc3339(std::string_view text) {
    const auto bad = [&] { return fail(errors::kBadInput, fmt::format("not an RFC 3339 time: '{}'", text.substr(0, 40))); };
    if (text.size() < 20 || text[4] != '-' || text[7] != '-' || (text[10] != 'T' && text[10] != 't' && text[10] != ' ') || text[13] != ':' || text[16] != ':') return bad();
    const int y = digits(text, 0, 4), mo = digits(text, 5, 2), d = digits(text, 8, 2), h = digits(text, 11, 2), mi = digits(text, 14, 2), s = digits(text, 17, 2);
    const year_month_day date{year{y}, month{static_cast<unsigned>(mo)}, day{static_cast<unsigned>(d)}};
    if (y < 0 || mo < 0 || d < 0 || !date.ok() || h < 0 || h > 23 || mi < 0 || mi > 59 || s < 0 || s > 60) return bad();
    std::size_t at = 19;
    std::int64_t micros = 0;
    if (at < text.size() && text[at] == '.') {
        std::int64_t scale = 100'000;
        const std::size_t first = ++at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at, scale /= 10) micros += (text[at] - '0') * scale;
        if (at == first || at - first > 9) return bad();
    }
    const auto zone = offset(text.substr(at));
    if (!zone) return bad();
    return WallTime(sys_days{date}) + hours(h) + minutes(mi) + seconds(s) + microseconds(micros) - *zone;
}

}  // namespace md
