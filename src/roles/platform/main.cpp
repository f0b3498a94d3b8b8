#include <fmt/format.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <nlohmann/json.hpp>

#include "base/errors.h"
#include "base/log.h"
#include "base/memory.h"
#include "roles/platform/demo.h"
#include "roles/platform/demo_camera.h"
#include "roles/platform/options.h"
#include "roles/platform/serve.h"
#include "store/errors.h"

namespace {

using namespace md;
using namespace md::roles;
namespace fs = std::filesystem;

// Faces and keys pass through memory: no core files, no other process of this user looking in.
void shield_memory() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
    ::prctl(PR_SET_DUMPABLE, 0);
}

// Signals are taken by one thread that waits for them; blocked before any other thread starts.
sigset_t block_signals() {
    sigset_t set;
    ::sigemptyset(&set);
    for (int signal : {SIGINT, SIGTERM, SIGHUP}) ::sigaddset(&set, signal);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
    ::signal(SIGPIPE, SIG_IGN);
    return set;
}

Result<PlatformConfig> make_or_read_config(const PlatformOptions& options) {
    const fs::path home = fs::absolute(options.home).lexically_normal();
    const fs::path file = home / "platform.yaml";
    std::error_code problem;
    fs::create_directories(home, problem);
    if (problem) return fail(file_error(errors::kFileUnwritable, home, problem.value()));
    if (!fs::exists(file, problem))
        MD_TRY(write_file_atomically(file, as_bytes(default_platform_config(options.profile.value_or(Profile::general)))));
    MD_ASSIGN(auto config, read_platform_config(file, home));
    if (options.profile && *options.profile != config.profile)
        return fail(errors::kConfigValue,
                    fmt::format("{}: the profile is fixed as '{}' since the first start", file.string(), to_string(config.profile)));
    return config;
}

void print_first_administrator(const access::CreatedUser& created) {
    fmt::print(
        "\n  首个管理员 / first administrator : {}\n  一次性密码 / one-time password    : {}\n"
        "  七十二小时内登录并修改。登录时扫描二维码绑定手机动态口令，或绑定本机指纹（第二验证方式）。\n"
        "  Sign in within 72 hours and change it. Signing in shows a QR code for a one-time code app, or binds this computer's fingerprint "
        "reader (second factor).\n",
        created.user.name, as_text(created.one_time_password.view()));
}

Status write_ready_file(const fs::path& file, const Listeners& listeners, const std::optional<access::CreatedUser>& first) {
    if (file.empty()) return {};
    nlohmann::ordered_json ready{{"url", listeners.console_url}, {"port", listeners.main->port()}};
    if (listeners.metrics) ready["metrics_port"] = listeners.metrics->port();
    if (first)
        ready["first_administrator"] = {{"name", first->user.name}, {"password", std::string(as_text(first->one_time_password.view()))}};
    return write_file_atomically(file, as_bytes(ready.dump()), 0600);
}

Status load_demo(Core& core, AnalysisService* analysis) {
    const char* media = std::getenv("MIANDUN_MEDIA");
    if (!media)
        return fail(errors::kNotFound, "MIANDUN_MEDIA does not name the folder of the demonstration pictures; start with ./run --demo");
    MD_ASSIGN(const std::size_t added, load_demo_people(core, media));
    fmt::print("  演示人员 / demonstration people    : +{}\n", added);
    if (!analysis) return {};
    MD_ASSIGN(const bool camera, load_demo_camera(*analysis, media));
    fmt::print("  演示摄像机 / demonstration camera  : +{}\n", camera ? 1 : 0);
    return {};
}

Status reset_administrator(Core& core, const std::string& name) {
    MD_ASSIGN(const auto reset, core.access->users().reset_administrator(name.empty() ? std::nullopt : std::optional(name)));
    print_first_administrator(reset);
    return {};
}

// What nobody asks for and must happen all the same, once a minute.
void keep_house(Core& core) {
    if (const auto status = core.access->sessions().remove_expired(); !status)
        log::warning("platform", "expired sessions stay: {}", status.error().text());
    if (const auto filing = core.people->filing(); !filing)
        log::warning("platform", "people cannot be counted: {}", filing.error().text());  // G2
    give_back_memory();
}

void print_error(const Error& error) { fmt::print(stderr, "{}\n{}\n  {}\n", error.message("zh"), error.message("en"), error.text()); }

// A clock that went back is told and not corrected: what time it is, only a person knows. B11
Status tell_clock(Core& core) {
    const auto behind = core.retention->clock_behind();
    if (behind.count() == 0) return {};
    const Error error(errors::kClockBehind, fmt::format("by {} s", behind.count()));
    print_error(error);
    log::warning("platform", "{}", error.text());
    return note(*core.ledger, {.actor = "system",
                               .action = "clock.went_back",
                               .object = "system",
                               .outcome = "failed",
                               .clause = "B11",
                               .detail_json = fmt::format(R"({{"seconds":{}}})", behind.count())});
}

// What works by itself once all is built. However the start or the service ends, it stops before the parts it uses are gone.
class Running {
public:
    Running(Core& core, AnalysisService* analysis, Listeners& listeners) : core_(core), analysis_(analysis), listeners_(listeners) {
        core_.retention->start();
        if (analysis_) analysis_->start();
    }
    ~Running() {
        core_.retention->stop();
        if (analysis_) analysis_->stop();  // before the doors, so that whoever listens hears of what it closes
        listeners_.stop(std::chrono::seconds(10));
    }
    Running(const Running&) = delete;
    Running& operator=(const Running&) = delete;

private:
    Core& core_;
    AnalysisService* analysis_;
    Listeners& listeners_;
};

int wait_for_signal(const sigset_t& signals, Core& core) {
    constexpr timespec kMinute{60, 0};
    for (;;) {
        const int signal = ::sigtimedwait(&signals, nullptr, &kMinute);
        if (signal > 0) return signal;
        if (errno == EAGAIN) keep_house(core);
    }
}

Status run(const PlatformOptions& options, const sigset_t& signals) {
    const SystemClock clock;
    SystemRandom random;
    const auto started = clock.steady();
    MD_ASSIGN(const auto config, make_or_read_config(options));
    MD_TRY(log::set_up(config.log));
    MD_ASSIGN(const auto core, Core::open(config, clock, random));
    if (options.reset_administrator) return reset_administrator(*core, *options.reset_administrator);
    MD_TRY(tell_clock(*core));

    MD_ASSIGN(const auto first, core->access->users().create_first_administrator());
    std::unique_ptr<AnalysisService> analysis;
    if (config.analysis.enabled) {
        MD_ASSIGN(analysis, AnalysisService::open(*core, config, clock, random));
    }
    MD_ASSIGN(auto listeners, open_listeners(*core, analysis.get(), config, clock, random));
    const Running running(*core, analysis.get(), listeners);
    const double seconds = std::chrono::duration<double>(clock.steady() - started).count();
    fmt::print("\n面盾平台已就绪 / Miandun platform is ready ({:.1f} s, {})\n  控制台 / console                   : {}\n", seconds,
               to_string(config.profile), listeners.console_url);
    if (first) print_first_administrator(*first);
    if (options.demo) MD_TRY(load_demo(*core, analysis.get()));
    MD_TRY(write_ready_file(options.ready_file, listeners, first));
    std::fflush(stdout);

    const int signal = wait_for_signal(signals, *core);
    log::info("platform", "stopping on signal {}", signal);
    return {};
}

}  // namespace

int main(int argc, char** argv) {
    PlatformOptions options;
    if (const auto exit_code = read_options(argc, argv, options)) return *exit_code;
    shield_memory();
    limit_heaps();
    const sigset_t signals = block_signals();
    try {
        const auto status = run(options, signals);
        if (status) return 0;
        print_error(status.error());
    } catch (const Fatal& fatal) {
        print_error(fatal.error());
    }
    return 3;
}
