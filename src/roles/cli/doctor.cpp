#include <fmt/format.h>
#include <cstdio>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "crypto/tls.h"
#include "ledger/ledger.h"
#include "roles/cli/command.h"
#include "roles/platform/config.h"
#include "vision/engine.h"

// `miandun doctor`: is this machine, and the installation on it, fit to run? Looks only; changes nothing.
namespace md::cli {
namespace {

namespace fs = std::filesystem;

struct Finding {
    std::string name;
    bool ok;
    std::string zh, en, clause;
};

Finding check_suite(Profile profile) {
    const auto status = crypto::probe_suites(profile);
    const auto text = status ? std::string(to_string(profile)) : status.error().detail();
    return {fmt::format("crypto.{}", to_string(profile)), status.has_value(), "密码算法可用：" + text, "cryptographic algorithms: " + text,
            profile == Profile::cii ? "D17" : "D3"};
}

Finding check_models(const Context& context) {
    const auto engine = vision::Engine::load(context.manifest, context.models_folder);
    const auto text = engine ? (*engine)->model_id() : engine.error().text();
    return {"models", engine.has_value(), "模型校验与自检：" + text, "models verified and self-tested: " + text, ""};
}

Finding check_space(const fs::path& folder) {
    constexpr std::uintmax_t kEnough = 2ull << 30;
    std::error_code problem;
    const auto space = fs::space(folder, problem);
    const auto gib = problem ? 0.0 : double(space.available) / double(1ull << 30);
    return {"disk", !problem && space.available >= kEnough, fmt::format("可用磁盘 {:.1f} GiB", gib),
            fmt::format("{:.1f} GiB of disk free", gib), ""};
}

Finding check_config(const fs::path& home) {
    const auto config = roles::read_platform_config(home / "platform.yaml", home);
    const auto text = config ? std::string(to_string(config->profile)) : config.error().text();
    return {"config", config.has_value(), "配置文件：" + text, "configuration: " + text, ""};
}

Finding check_ledger(const fs::path& home) {
    const auto answer = ledger::verify(home / "data" / "ledger");
    const bool ok = answer && answer->whole;
    const auto text = answer ? (answer->whole ? fmt::format("{}", answer->entries) : answer->problem) : answer.error().text();
    return {"ledger", ok, "账本校验：" + text, "ledger verified: " + text, "D19"};
}

void examine(const fs::path& home, bool json, Context& context) {
    std::vector<Finding> findings{check_suite(Profile::general), check_suite(Profile::cii), check_models(context)};
    std::error_code ignored;
    const bool installed = fs::exists(home, ignored);
    findings.push_back(check_space(installed ? home : fs::path(".")));
    if (installed) {
        findings.push_back(check_config(home));
        if (fs::exists(home / "data" / "ledger", ignored)) findings.push_back(check_ledger(home));
    }
    auto list = nlohmann::ordered_json::array();
    for (const auto& finding : findings) {
        if (!finding.ok) context.exit_code = kAnswerIsNo;
        if (json)
            list.push_back(
                {{"name", finding.name}, {"ok", finding.ok}, {"zh", finding.zh}, {"en", finding.en}, {"clause", finding.clause}});
        else
            std::printf("%s %s\n", finding.ok ? "✓" : "✗", (context.language == "en" ? finding.en : finding.zh).c_str());
    }
    if (json) std::puts(nlohmann::ordered_json{{"checks", list}}.dump().c_str());
}

}  // namespace

void add_doctor(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand("doctor", "检查本机与安装 / examine this machine and the installation");
    auto home = std::make_shared<fs::path>("var");
    auto json = std::make_shared<bool>(false);
    command->add_option("--home", *home, "平台文件夹 / the platform's home");
    command->add_flag("--json", *json, "一行 JSON / one JSON object");
    command->callback([=, &context] { examine(*home, *json, context); });
}

}  // namespace md::cli
