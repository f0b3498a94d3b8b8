#pragma once
// Which packets need no decoding when fewer pictures are wanted than come.
#include <algorithm>
#include <chrono>
#include <optional>

namespace md::media {

// Not thread-safe. Times are the arrival of live packets or the time stamps of a file; a packet without one is always wanted.
class Thinner {
public:
    using Micros = std::chrono::microseconds;
    // fps 0: all are wanted.
    explicit Thinner(double fps) : step_(fps > 0 ? std::int64_t(1e6 / std::clamp(fps, 0.01, 1000.0)) : 0) {}
    bool wants(std::optional<Micros> packet) const {
        if (step_ == Micros(0) || !packet || !last_) return true;
        return *packet + kSlack >= due_ || *packet < *last_ - kJump;
    }
    // A picture came out of the decoder.
    void gave(std::optional<Micros> picture) {
        if (!picture) return;
        // On average the wanted rate, but no burst after a pause.
        const bool in_step = last_ && *picture >= *last_ && *picture - due_ < step_;
        due_ = in_step ? std::max(due_, *picture - step_) + step_ : *picture + step_;
        last_ = picture;
    }

private:
    static constexpr Micros kSlack{5'000}, kJump{1'000'000};
    Micros step_, due_{0};
    std::optional<Micros> last_;
};

}  // namespace md::media
