#include <cstdio>
#include <nlohmann/json.hpp>

#include "build_info.h"
#include "git_commit.h"
#include "roles/cli/command.h"
#include "vision/engine.h"

namespace md::cli {
namespace {

nlohmann::ordered_json build_information() {
    return {{"product", "miandun"},         {"version", MIANDUN_VERSION},       {"commit", MIANDUN_COMMIT},
            {"compiler", MIANDUN_COMPILER}, {"build_type", MIANDUN_BUILD_TYPE}, {"openssl", MIANDUN_OPENSSL_VERSION},
            {"licence", "Apache-2.0"}};
}

void show(const Context& context, bool json, bool models, int& exit_code) {
    auto information = build_information();
    if (models) {
        const auto engine = vision::Engine::load(context.manifest, context.models_folder);
        if (!engine) {
            exit_code = report(engine.error(), context, json);
            return;
        }
        information["models"] = nlohmann::ordered_json::parse((*engine)->describe_json());
    }
    if (json)
        std::puts(information.dump().c_str());
    else
        std::printf("Miandun 面盾 %s (%s)\n%s, OpenSSL %s\n", MIANDUN_VERSION, MIANDUN_COMMIT, MIANDUN_COMPILER, MIANDUN_OPENSSL_VERSION);
    if (!json && models) std::puts(information["models"].dump(2).c_str());
}

}  // namespace

void add_version(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand("version", "版本与构建信息 / version and build information");
    auto json = std::make_shared<bool>(false), models = std::make_shared<bool>(false);
    command->add_flag("--json", *json, "一行 JSON / one JSON object");
    command->add_flag("--with-models", *models, "加载模型并列出文件、校验值与许可 / load the models and list files, hashes and licences");
    command->callback([=, &context] { show(context, *json, *models, context.exit_code); });
}

}  // namespace md::cli
