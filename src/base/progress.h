#pragma once
// A progress bar on a terminal, nothing elsewhere.
#include <chrono>
#include <cstdint>
#include <string>

namespace md {

// Not thread-safe. Draws on standard error at most ten times a second; the destructor clears the line.
class Progress {
public:
    Progress(std::string label, std::uint64_t total);
    ~Progress();
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;
    void advance(std::uint64_t by = 1);

private:
    void draw();
    std::string label_;
    std::uint64_t total_, done_ = 0;
    bool terminal_;
    std::chrono::steady_clock::time_point start_, drawn_{};
};

}  // namespace md
