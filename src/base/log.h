#pragma once
// One line of JSON an event, on standard error and optionally in a file. Secrets and faces have no formatter, so logging one does not compile.
//   log::info("store", "migrated {} to version {}", name, version);
#include <fmt/format.h>

#include <filesystem>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace md::log {

enum class Level { debug, info, warning, error };

// Call once at start. style: text for a terminal, json for a service. Default before set_up: text, warnings and above.
struct Settings {
    Level level = Level::info;
    bool json = false;
    std::optional<std::filesystem::path> file;  // rotated at 20 MiB, five kept
};
Status set_up(const Settings& settings);

bool enabled(Level level);
void write(Level level, std::string_view module, std::string_view text);

template <class... Args>
void emit(Level level, std::string_view module, fmt::format_string<Args...> format, Args&&... args) {
    if (enabled(level)) write(level, module, fmt::format(format, std::forward<Args>(args)...));
}
template <class... Args>
void debug(std::string_view module, fmt::format_string<Args...> format, Args&&... args) {
    emit(Level::debug, module, format, std::forward<Args>(args)...);
}
template <class... Args>
void info(std::string_view module, fmt::format_string<Args...> format, Args&&... args) {
    emit(Level::info, module, format, std::forward<Args>(args)...);
}
template <class... Args>
void warning(std::string_view module, fmt::format_string<Args...> format, Args&&... args) {
    emit(Level::warning, module, format, std::forward<Args>(args)...);
}
template <class... Args>
void error(std::string_view module, fmt::format_string<Args...> format, Args&&... args) {
    emit(Level::error, module, format, std::forward<Args>(args)...);
}

}  // namespace md::log
