#pragma once
// When a source's thread must give up what it is doing: because it is told to stop, or because a time limit has passed. FFmpeg's blocking
// calls ask it every tenth of a second.
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>

#include "base/clock.h"

namespace md::media {

// Thread-safe. Once stopped it never touches the clock again: a thread that hangs in a name look-up may outlive its source, and the clock
// with it.
class Watch {
public:
    explicit Watch(const Clock& clock) : clock_(clock), last_now_(clock.steady().time_since_epoch().count()) {}

    void stop() {
        {
            const std::lock_guard lock(mutex_);
            stopping_ = true;
        }
        woken_.notify_all();
    }
    bool stopping() const { return stopping_; }

    // Time limit for what follows; replaces the last one.
    void allow(std::chrono::microseconds from_now) { set_deadline(now().time_since_epoch().count() + from_now.count()); }
    void allow_any_time() { set_deadline(kNever); }
    bool expired() const { return now().time_since_epoch().count() >= deadline_; }
    bool gives_up() const { return parting_ ? std::chrono::steady_clock::now() >= parting_until_ : stopping() || expired(); }
    // A last word to the server (RTSP TEARDOWN: many cameras serve few clients) may be said even when stopped, but only this long, by the
    // system's clock. Until the next allow().
    void allow_parting(std::chrono::milliseconds from_now) {
        parting_until_ = std::chrono::steady_clock::now() + from_now;
        parting_ = true;
    }
    // The AVIOInterruptCB.
    static int give_up(void* watch) { return static_cast<const Watch*>(watch)->gives_up(); }

    SteadyTime now() const {
        if (!stopping_) last_now_ = clock_.steady().time_since_epoch().count();
        return SteadyTime(std::chrono::microseconds(last_now_));
    }
    WallTime wall() const { return stopping_ ? WallTime() : clock_.wall(); }

    // Sleeps by the clock that was passed in, in slices, so that a test's clock can be turned. False when stopped meanwhile.
    bool sleep_until(SteadyTime time) const {
        constexpr std::chrono::microseconds kSlice{50'000};
        std::unique_lock lock(mutex_);
        while (!stopping_ && now() < time) {
            woken_.wait_for(lock, std::min<std::chrono::microseconds>(kSlice, time - now()), [&] { return stopping_.load(); });
        }
        return !stopping_;
    }
    bool sleep(std::chrono::microseconds duration) const { return sleep_until(now() + duration); }

private:
    static constexpr std::int64_t kNever = INT64_MAX;
    void set_deadline(std::int64_t micros) {
        parting_ = false;
        deadline_ = micros;
    }
    const Clock& clock_;
    mutable std::atomic<std::int64_t> last_now_;
    std::atomic<std::int64_t> deadline_ = kNever;
    std::atomic<bool> stopping_ = false;
    std::atomic<bool> parting_ = false;
    std::chrono::steady_clock::time_point parting_until_{};  // of the source's thread alone
    mutable std::mutex mutex_;
    mutable std::condition_variable woken_;
};

}  // namespace md::media
