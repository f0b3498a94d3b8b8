#include "base/progress.h"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>

namespace md {
using namespace std::chrono_literals;

Progress::Progress(std::string label, std::uint64_t total)
    : label_(std::move(label)), total_(std::max<std::uint64_t>(total, 1)), terminal_(::isatty(STDERR_FILENO) == 1), start_(std::chrono::steady_clock::now()) {}

Progress::~Progress() {
    if (terminal_ && drawn_ != std::chrono::steady_clock::time_point{}) std::fputs("\r\033[K", stderr);
}

void Progress::advance(std::uint64_t by) {
    done_ += by;
    const auto now = std::chrono::steady_clock::now();
    if (!terminal_ || now - drawn_ < 100ms) return;
    drawn_ = now;
    draw();
}

void Progress::draw() {
    constexpr std::size_t kWidth = 30;
    const double share = std::min(1.0, double(done_) / double(total_));
    const auto full = static_cast<std::size_t>(share * kWidth);
    const double elapsed_s = std::chrono::duration<double>(drawn_ - start_).count();
    const auto left_s = share > 0 ? static_cast<long>(elapsed_s * (1 - share) / share) : 0;
    const auto line = fmt::format("\r\033[K{} [{:=<{}}{: <{}}] {}/{}  {:02}:{:02}", label_, "", full, "", kWidth - full, done_, total_, left_s / 60, left_s % 60);
    std::fputs(line.c_str(), stderr);
}

}  // namespace md
