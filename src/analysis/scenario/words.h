#pragma once
// The words of the scenario language in both languages, and how times are written in it.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/timeline.h"

namespace md::analysis::scenario {

// The words of a line, Chinese keywords put into English ("出现" -> "seen"). A comment begins with #.
std::vector<std::string> words_of(std::string_view line);

// "30s", "1min30s", "-1h", "500ms"; 30秒, 1分30秒, 2小时, 500毫秒.
std::optional<std::chrono::microseconds> duration_from(std::string_view text);
// A time of the case: a duration since its start, or a clock time ("22:00:05.5", on the day of the start, or the next if that is earlier).
std::optional<std::chrono::microseconds> time_from(std::string_view text, std::chrono::microseconds start_of_day_to_start);
// "31s", "1min30.5s".
std::string text_of(std::chrono::microseconds time);

}  // namespace md::analysis::scenario
