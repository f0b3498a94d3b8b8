#include <algorithm>
#include <cstdio>

#include "access/permissions.h"
#include "analysis/config.h"
#include "base/clock.h"
#include "base/config.h"
#include "crypto/tls.h"
#include "roles/cli/analyse_remarks.h"
#include "roles/cli/command.h"
#include "roles/platform/config.h"

// `miandun config …`: policy is data, and this prints it.
namespace md::cli {
namespace {

namespace fs = std::filesystem;

// The platform's own file and that of `miandun analyse` have no key in common.
bool is_of_analysis(const fs::path& file) {
    const auto map = ConfigMap::from_file(file);
    const auto keys = {"deduplication", "regions", "schedules", "watch_lists", "rules", "start"};
    return map && std::any_of(keys.begin(), keys.end(), [&](const char* key) { return map->has(key); });
}

Status check_file(const fs::path& file, bool english) {
    if (!is_of_analysis(file)) return roles::read_platform_config(file, file.parent_path()).map([](const auto&) {});
    MD_ASSIGN(const auto config, analysis::config_from_file(file));
    print_remarks(config, config.start.value_or(SystemClock().wall()), english);
    return {};
}

}  // namespace

void add_config(CLI::App& app, Context& context) {
    auto* config = app.add_subcommand("config", "配置与策略 / configuration and policies");
    config->require_subcommand(1);
    auto profile = std::make_shared<std::string>("general");
    auto file = std::make_shared<std::filesystem::path>();
    const auto with_profile = [&](CLI::App* command) {
        command->add_option("--profile", *profile, "general (非关基) | cii (关基)")->check(CLI::IsMember({"general", "cii"}));
        return command;
    };

    with_profile(config->add_subcommand("print-default", "打印平台默认配置 / print the platform's default configuration"))->callback([=] {
        std::fputs(roles::default_platform_config(*profile_from(*profile)).c_str(), stdout);
    });
    with_profile(config->add_subcommand("tls-policy", "打印 TLS 策略 / print the TLS policy"))->callback([=] {
        std::puts(crypto::TlsPolicy::of(*profile_from(*profile)).json().c_str());
    });
    config->add_subcommand("permissions", "打印角色权限表 / print who may do what")->callback([] {
        std::puts(access::permission_table_json().c_str());
    });

    auto* check =
        config->add_subcommand("check", "检查平台或 analyse 的配置文件 / check a configuration file of the platform or of analyse");
    check->add_option("file", *file, "配置文件 / the file")->required()->check(CLI::ExistingFile);
    check->callback([=, &context] {
        const bool english = context.language == "en";
        if (const auto checked = check_file(*file, english); !checked)
            context.exit_code = report(checked.error(), context, false);
        else
            std::puts(english ? "The configuration is valid." : "配置有效。");
    });
}

}  // namespace md::cli
