#include "base/log.h"

#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>

#include <mutex>
#include <nlohmann/json.hpp>

#include "base/clock.h"
#include "base/errors.h"

namespace md::log {
namespace {

constexpr std::size_t kFileBytes = 20u << 20;
constexpr std::size_t kFilesKept = 5;

spdlog::level::level_enum to_spdlog(Level level) {
    switch (level) {
        case Level::debug: return spdlog::level::debug;
        case Level::info: return spdlog::level::info;
        case Level::warning: return spdlog::level::warn;
        case Level::error: return spdlog::level::err;
    }
    return spdlog::level::err;
}

std::shared_ptr<spdlog::logger> make_logger(const Settings& settings) {
    std::vector<spdlog::sink_ptr> sinks{std::make_shared<spdlog::sinks::stderr_color_sink_mt>()};
    if (settings.file) sinks.push_back(std::make_shared<spdlog::sinks::rotating_file_sink_mt>(settings.file->string(), kFileBytes, kFilesKept));
    auto logger = std::make_shared<spdlog::logger>("miandun", sinks.begin(), sinks.end());
    logger->set_level(to_spdlog(settings.level));
    logger->flush_on(spdlog::level::warn);
    logger->set_pattern(settings.json ? "%v" : "%H:%M:%S %^%-7l%$ %v");
    return logger;
}

struct State {
    std::shared_ptr<spdlog::logger> logger = make_logger({.level = Level::warning});
    bool json = false;
};
State& state() {
    static State instance;
    return instance;
}

}  // namespace

Status set_up(const Settings& settings) {
    try {
        state().logger = make_logger(settings);
        state().json = settings.json;
        return {};
    } catch (const spdlog::spdlog_ex& problem) {
        return fail(errors::kFileUnwritable, problem.what());
    }
}

bool enabled(Level level) { return state().logger->should_log(to_spdlog(level)); }

void write(Level level, std::string_view module, std::string_view text) {
    const auto lvl = to_spdlog(level);
    if (!state().json) {
        state().logger->log(lvl, "{}: {}", module, text);
        return;
    }
    const auto name = spdlog::level::to_string_view(lvl);
    const nlohmann::ordered_json line{{"time", to_rfc3339(SystemClock().wall())}, {"level", std::string(name.data(), name.size())}, {"module", module}, {"text", text}};
    state().logger->log(lvl, "{}", line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace));
}

}  // namespace md::log
