#pragma once
// Where the parts of an installation lie: beside the executable when packaged, else where the build found them.
#include <filesystem>

namespace md::roles {

std::filesystem::path default_manifest();
std::filesystem::path default_models_folder();
std::filesystem::path executable_folder();

}  // namespace md::roles
