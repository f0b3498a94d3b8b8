#pragma once
// Helpers every module's tests may use. Header only, no dependency on a module.
#include <cstdlib>
#include <filesystem>
#include <string>

#include "source_dir.h"

namespace md::test {

// "general" or "cii": tests marked BOTH_PROFILES run once with each.
inline std::string profile_name() {
    const char* value = std::getenv("MIANDUN_PROFILE");
    return value ? value : "general";
}

// A folder of its own that is removed with everything in it.
class TempDir {
public:
    TempDir() {
        std::string pattern = (std::filesystem::temp_directory_path() / "miandun-test.XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~TempDir() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TempDir(const TempDir&) = delete;
    TempDir& operator=(const TempDir&) = delete;
    const std::filesystem::path& path() const { return path_; }
    std::filesystem::path operator/(const std::string& name) const { return path_ / name; }

private:
    std::filesystem::path path_;
};

inline std::string env_or(const char* name, const std::string& fallback) {
    const char* value = std::getenv(name);
    return value && *value ? value : fallback;
}

// Folders of optional data; tests that need one skip when it does not exist.
inline std::filesystem::path models_dir() { return env_or("MIANDUN_MODELS", ""); }
inline std::filesystem::path media_dir() { return env_or("MIANDUN_MEDIA", ""); }
inline std::filesystem::path test_data_dir() { return env_or("MIANDUN_TEST_DATA", (source_dir() / "../shared/data").string()); }

}  // namespace md::test
