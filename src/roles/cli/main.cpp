#include <cstdlib>

#include "base/log.h"
#include "roles/cli/command.h"
#include "roles/places.h"

namespace {

std::string language_of_environment() {
    for (const char* name : {"MIANDUN_LANGUAGE", "LC_ALL", "LANG"})
        if (const char* value = std::getenv(name); value && *value) return std::string(value).substr(0, 2) == "en" ? "en" : "zh";
    return "zh";
}

}  // namespace

int main(int argc, char** argv) {
    md::cli::Context context;
    context.language = language_of_environment();
    context.manifest = md::roles::default_manifest();
    context.models_folder = md::roles::default_models_folder();

    CLI::App app("Miandun 面盾: 人脸识别安防系统工具 / tools of the face-recognition security suite", "miandun");
    app.require_subcommand(1);
    app.fallthrough();
    app.add_option("--language", context.language, "zh 或 en / language of messages")->check(CLI::IsMember({"zh", "en"}));
    app.add_option("--manifest", context.manifest, "模型清单 / model manifest");
    app.add_option("--models", context.models_folder, "模型文件夹 / folder of the model files");

    for (const auto add :
         {md::cli::add_detect, md::cli::add_compare, md::cli::add_analyse, md::cli::add_evaluate, md::cli::add_bench, md::cli::add_ledger,
          md::cli::add_pki, md::cli::add_config, md::cli::add_doctor, md::cli::add_platform, md::cli::add_version})
        add(app, context);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& problem) {
        return app.exit(problem) == 0 ? md::cli::kDone : md::cli::kUsage;
    } catch (const md::Fatal& fatal) {
        return md::cli::report(fatal.error(), context, false);
    }
    return context.exit_code;
}
