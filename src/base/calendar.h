#pragma once
// Days, weekdays and times of day as people write them in configuration, tables and the API.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace md {

inline constexpr std::chrono::hours kShanghai{8};        // Asia/Shanghai against UTC: no daylight saving since 1991
inline constexpr std::chrono::minutes kDayEnd{24 * 60};  // "24:00"

// "22:00", "24:00" (the end of a day); nothing when it is no time.
std::optional<std::chrono::minutes> time_of_day_from(std::string_view text);
std::string to_text(std::chrono::minutes time_of_day);
// "2026-10-01"; nothing when it is no day.
std::optional<std::chrono::sys_days> day_from(std::string_view text);
std::string to_text(std::chrono::sys_days day);
// "mon" .. "sun" -> 0 .. 6.
std::optional<std::size_t> weekday_from(std::string_view text);
std::string_view weekday_text(std::size_t weekday);

}  // namespace md
