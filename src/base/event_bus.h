#pragma once
// What happens, to whoever listens in this process (SSE, webhooks). Bounded: the last events are kept for listeners that come back with an
// id.
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace md {

struct BusEvent {
    std::uint64_t id = 0;  // from 1, no gaps, in this run of the process
    std::string kind;      // "recognition", "alert", "system"
    std::string json;      // one object; holds no names
};

// Thread-safe.
class EventBus {
public:
    explicit EventBus(std::size_t keep = 1000) : keep_(keep) {}
    std::uint64_t publish(std::string kind, std::string json);
    // Events with an id above `after`, oldest first, as far as they are kept; waits up to `wait` for the first one.
    std::vector<BusEvent> after(std::uint64_t after, std::chrono::milliseconds wait = std::chrono::milliseconds(0)) const;
    std::uint64_t last_id() const;
    // Called from the publishing thread, after the event is in the ring; must not block and must not call subscribe or unsubscribe.
    using Listener = std::function<void(const BusEvent&)>;
    std::uint64_t subscribe(Listener listener);
    void unsubscribe(std::uint64_t token);

private:
    const std::size_t keep_;
    mutable std::mutex mutex_;
    mutable std::condition_variable arrived_;
    std::deque<BusEvent> ring_;
    std::uint64_t last_ = 0;
    std::mutex listeners_mutex_;
    std::map<std::uint64_t, Listener> listeners_;
    std::uint64_t next_token_ = 1;
};

}  // namespace md
