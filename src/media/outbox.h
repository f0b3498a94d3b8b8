#pragma once
// Where the decoding thread lays its frames and others take them.
#include <condition_variable>
#include <deque>
#include <mutex>

#include "media/source.h"

namespace md::media {

// Thread-safe. keep_newest: one place, a newer frame replaces an older one (live). Otherwise put() waits for room (recorded).
class Outbox {
public:
    Outbox(bool keep_newest, std::size_t room) : keep_newest_(keep_newest), room_(keep_newest ? 1 : room) {}
    void put(FramePtr frame) {
        {
            std::unique_lock lock(mutex_);
            if (keep_newest_) {
                dropped_ += frames_.size();
                frames_.clear();
            } else {
                changed_.wait(lock, [&] { return closed_ || frames_.size() < room_; });
            }
            if (closed_) return;
            frames_.push_back(std::move(frame));
        }
        changed_.notify_all();
    }
    // Null when none came in time, or when closed or finished and empty.
    FramePtr take(std::chrono::milliseconds wait) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, wait, [&] { return closed_ || finished_ || !frames_.empty(); });
        if (frames_.empty()) return nullptr;
        FramePtr out = std::move(frames_.front());
        frames_.pop_front();
        lock.unlock();
        changed_.notify_all();
        return out;
    }
    // No more will come; what is there may still be taken.
    void finish() { mark(finished_); }
    // At once: nothing more goes in or out.
    void close() {
        mark(closed_);
        const std::lock_guard lock(mutex_);
        frames_.clear();
    }
    bool empty() const {
        const std::lock_guard lock(mutex_);
        return frames_.empty();
    }
    std::uint64_t dropped() const {
        const std::lock_guard lock(mutex_);
        return dropped_;
    }

private:
    void mark(bool& flag) {
        {
            const std::lock_guard lock(mutex_);
            flag = true;
        }
        changed_.notify_all();
    }
    const bool keep_newest_;
    const std::size_t room_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<FramePtr> frames_;
    bool closed_ = false, finished_ = false;
    std::uint64_t dropped_ = 0;
};

}  // namespace md::media
