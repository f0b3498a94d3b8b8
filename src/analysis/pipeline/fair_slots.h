#pragma once
// A fixed number of places for work, given in the order of asking: with many cameras none waits longer than one round. Thread-safe.
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>

namespace md::analysis {

class FairSlots {
public:
    explicit FairSlots(std::size_t slots) : free_(slots) {}

    // A place, given back when it dies.
    class Slot {
    public:
        Slot(FairSlots& owner, std::chrono::steady_clock::duration in_line) : waited(in_line), owner_(owner) {}
        ~Slot() { owner_.give_back(); }
        Slot(const Slot&) = delete;
        Slot& operator=(const Slot&) = delete;
        const std::chrono::steady_clock::duration waited;

    private:
        FairSlots& owner_;
    };

    Slot acquire() {
        const auto began = std::chrono::steady_clock::now();
        std::unique_lock lock(mutex_);
        const std::uint64_t ticket = next_ticket_++;
        turn_.wait(lock, [&] { return ticket == serving_ && free_ > 0; });
        ++serving_;
        --free_;
        lock.unlock();
        turn_.notify_all();
        return {*this, std::chrono::steady_clock::now() - began};
    }
    std::size_t waiting() const {
        const std::lock_guard lock(mutex_);
        return static_cast<std::size_t>(next_ticket_ - serving_);
    }

private:
    void give_back() {
        {
            const std::lock_guard lock(mutex_);
            ++free_;
        }
        turn_.notify_all();
    }
    mutable std::mutex mutex_;
    std::condition_variable turn_;
    std::size_t free_;
    std::uint64_t next_ticket_ = 0, serving_ = 0;
};

}  // namespace md::analysis
