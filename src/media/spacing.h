#pragma once
// How far the pictures of a source are apart, usually: what it declares, until its last few pictures show it.
#include <algorithm>
#include <array>
#include <chrono>
#include <optional>

namespace md::media {

// Not thread-safe.
class Spacing {
public:
    using Micros = std::chrono::microseconds;
    // A picture at this time on any clock; `declared`: how long it lasts, as its container says. The middle one of the last intervals, so
    // that a pause or a burst changes nothing.
    Micros next(Micros at, Micros declared) {
        if (last_ && at > *last_) intervals_[count_++ % kKept] = at - *last_;
        last_ = at;
        if (count_ < kKept) return declared;
        auto sorted = intervals_;
        std::nth_element(sorted.begin(), sorted.begin() + kKept / 2, sorted.end());
        return sorted[kKept / 2];
    }
    // The next picture follows on nothing.
    void interrupt() { last_.reset(); }

private:
    static constexpr std::size_t kKept = 5;
    std::array<Micros, kKept> intervals_{};
    std::size_t count_ = 0;
    std::optional<Micros> last_;
};

}  // namespace md::media
