#pragma once
// Time is passed in, so that retention, windows and lock-outs are tested with a clock that the test turns.
#include <atomic>
#include <chrono>
#include <string>
#include <string_view>

#include "base/result.h"

namespace md {

using WallTime = std::chrono::sys_time<std::chrono::microseconds>;
using SteadyTime = std::chrono::time_point<std::chrono::steady_clock, std::chrono::microseconds>;

// Thread-safe. wall() may jump (it is what people and documents mean); steady() never goes back (it is what durations are measured with).
class Clock {
public:
    virtual ~Clock() = default;
    virtual WallTime wall() const = 0;
    virtual SteadyTime steady() const = 0;
};

class SystemClock final : public Clock {
public:
    WallTime wall() const override;
    SteadyTime steady() const override;
};

// For tests: advance() moves both times, jump() moves the wall clock alone (also backwards).
class FakeClock final : public Clock {
public:
    explicit FakeClock(WallTime start = WallTime(std::chrono::seconds(1'767'225'600))) : wall_(start.time_since_epoch().count()) {}  // 2026-01-01
    WallTime wall() const override { return WallTime(std::chrono::microseconds(wall_.load())); }
    SteadyTime steady() const override { return SteadyTime(std::chrono::microseconds(steady_.load())); }
    void advance(std::chrono::microseconds by) {
        wall_ += by.count();
        steady_ += by.count();
    }
    void jump(std::chrono::microseconds by) { wall_ += by.count(); }

private:
    std::atomic<std::int64_t> wall_;
    std::atomic<std::int64_t> steady_{1'000'000'000};
};

// RFC 3339 in UTC with microseconds ("2026-01-05T13:59:00.000000Z"); parsing accepts any offset and 0 to 9 fractional digits.
std::string to_rfc3339(WallTime time);
Result<WallTime> from_rfc3339(std::string_view text);
// Microseconds since the epoch: how times are stored.
inline std::int64_t to_micros(WallTime time) { return time.time_since_epoch().count(); }
inline WallTime from_micros(std::int64_t micros) { return WallTime(std::chrono::microseconds(micros)); }

}  // namespace md
