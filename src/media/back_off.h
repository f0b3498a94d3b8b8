#pragma once
// How long to wait before the next attempt: doubling, with jitter, so that a hundred cameras behind one switch do not come back in step.
#include <algorithm>
#include <chrono>
#include <random>

namespace md::media {

// Not thread-safe.
class BackOff {
public:
    using Millis = std::chrono::milliseconds;
    BackOff(Millis min, Millis max, std::uint64_t seed) : min_(std::max(min, Millis(1))), max_(std::max(max, min_)), random_(seed) {}
    // Between half and all of min * 2^n, never above max.
    Millis next() {
        const Millis full = current_;
        current_ = std::min(max_, 2 * current_);
        return Millis(std::uniform_int_distribution<Millis::rep>(full.count() / 2, full.count())(random_));
    }
    void reset() { current_ = min_; }

private:
    Millis min_, max_, current_ = min_;
    std::minstd_rand random_;
};

}  // namespace md::media
