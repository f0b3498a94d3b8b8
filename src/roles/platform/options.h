#pragma once
// What may stand on the platform's command line.
#include <filesystem>
#include <optional>
#include <string>

#include "base/profile.h"

namespace md::roles {

struct PlatformOptions {
    std::filesystem::path home = "var";
    std::optional<Profile> profile;  // first start only
    bool demo = false;
    std::filesystem::path ready_file;  // written (mode 0600) once the doors are open: addresses and, at the first start, the first password
    std::optional<std::string> reset_administrator;  // "" for the only one; does that and stops
};
// Prints help or the mistake and returns the exit code when the program should not start.
std::optional<int> read_options(int argc, char** argv, PlatformOptions& options);

}  // namespace md::roles
