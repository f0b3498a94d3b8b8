#include "base/log.h"

#include <poll.h>
#include <spdlog/sinks/rotating_file_sink.h>
#include <spdlog/sinks/stdout_color_sinks.h>
#include <spdlog/spdlog.h>
#include <unistd.h>

#include <atomic>
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

// Whoever was given the standard error may have stopped reading it; a full pipe must not hold up the service. Lines are left out until there
// is room again, and their number is told then; a log file has them all.
using Stderr = spdlog::sinks::stderr_color_sink_mt;
class UnheldStderr final : public Stderr {
public:
    void log(const spdlog::details::log_msg& message) override {
        pollfd room{STDERR_FILENO, POLLOUT, 0};
        if (::poll(&room, 1, 0) < 1 || !(room.revents & POLLOUT)) {
            ++left_out_;
            return;
        }
        if (const auto count = left_out_.exchange(0); count > 0) {
            const auto text = fmt::format("log: {} lines were left out, nobody read them", count);
            Stderr::log(spdlog::details::log_msg(message.logger_name, spdlog::level::warn, text));
        }
        Stderr::log(message);
    }

private:
    std::atomic<std::uint64_t> left_out_ = 0;
};

std::shared_ptr<spdlog::logger> make_logger(const Settings& settings) {
    std::vector<spdlog::sink_ptr> sinks{std::make_shared<UnheldStderr>()};
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
