#pragma once
// Time stamps as files and cameras write them, made into a time that only goes forward.
#include <chrono>
#include <optional>

namespace md::media {

// Not thread-safe.
class Timeline {
public:
    using Micros = std::chrono::microseconds;
    // A frame's time since the first frame. stamp: its time stamp on any zero, if it has one; step: how long a frame lasts, for those that
    // have none.
    //   back by less than kJitter      the frame comes right after the last one; stamps afterwards mean what they meant
    //   back by more, or forward by more than kGap (broken stamps; a recorder's pauses are shorter)
    //                                  the stamps have a new zero: this frame comes one step after the last one
    Micros next(std::optional<Micros> stamp, Micros step);
    // The stamps that follow begin anew (a file that is played again, a stream that was taken up again).
    void restart() { fresh_ = true; }
    Micros last() const { return last_; }

    static constexpr Micros kJitter = std::chrono::seconds(1);
    static constexpr Micros kGap = std::chrono::minutes(10);

private:
    bool any_ = false, fresh_ = true;
    Micros zero_{0};  // the stamp that stands for time 0
    Micros last_{0};
};

}  // namespace md::media
