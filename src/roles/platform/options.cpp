#include "roles/platform/options.h"

#include <CLI/CLI.hpp>

namespace md::roles {

std::optional<int> read_options(int argc, char** argv, PlatformOptions& options) {
    CLI::App app("面盾平台：人脸验证与人脸辨识 / Miandun platform: face verification and identification", "miandun-platform");
    std::string profile;
    std::string administrator;
    app.add_option("--home", options.home, "配置、密钥和数据所在文件夹 / folder of configuration, keys and data");
    app.add_option("--profile", profile, "首次启动：general (非关基) | cii (关基) / first start only")
        ->check(CLI::IsMember({"general", "cii"}));
    app.add_flag("--demo", options.demo, "装入演示人员 / load demonstration people");
    app.add_option("--ready-file", options.ready_file, "就绪后写入地址的文件 / file written once the platform serves");
    auto* reset = app.add_option("--reset-administrator", administrator,
                                 "重置管理员（服务须先停止）/ reset an administrator; the service must be stopped")
                      ->expected(0, 1);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return app.exit(problem) == 0 ? 0 : 2;
    }
    if (!profile.empty()) options.profile = profile_from(profile);
    if (reset->count() > 0) options.reset_administrator = administrator;
    return std::nullopt;
}

}  // namespace md::roles
