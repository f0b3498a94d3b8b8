#include "roles/places.h"

#include "build_info.h"

namespace md::roles {
namespace fs = std::filesystem;

fs::path executable_folder() {
    std::error_code ignored;
    return fs::read_symlink("/proc/self/exe", ignored).parent_path();
}

namespace {

fs::path installed_or(const fs::path& relative, const fs::path& built) {
    const auto installed = executable_folder().parent_path() / "share" / "miandun" / relative;
    std::error_code ignored;
    return fs::exists(installed, ignored) ? installed : built;
}

}  // namespace

fs::path default_manifest() { return installed_or("models/default.yaml", fs::path(MIANDUN_BUILD_SOURCE_DIR) / "models" / "default.yaml"); }
fs::path default_models_folder() { return installed_or("models", MIANDUN_BUILD_MODELS_DIR); }

}  // namespace md::roles
