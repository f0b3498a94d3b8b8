#pragma once
// When a door opens: weekly windows in the time of Asia/Shanghai, over midnight where `to` is not after `from`; optionally only between two
// days (GB/T 37078 grades 3 and 4: schedules with day, month and year).
#include <array>
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"

namespace md::recognition {

struct Window {
    std::array<bool, 7> days{};                                // Monday first; the day on which the window begins
    std::chrono::minutes from{0}, to{0};                       // since midnight, 0..1440; to <= from: until that time of the next day
    std::optional<std::chrono::sys_days> first_day, last_day;  // both included; of the day on which the window begins
};
// Monday is "mon". from/to "22:00"; "24:00" is the end of the day. kDoorInvalid.
Result<Window> window_from(const std::vector<std::string>& days, std::string_view from, std::string_view to,
                           std::string_view first_day = {}, std::string_view last_day = {});
std::vector<std::string> day_names(const Window& window);

bool contains(const Window& window, WallTime now);
// No window: always.
bool open_at(const std::vector<Window>& windows, WallTime now);

}  // namespace md::recognition
