#include "base/event_bus.h"

#include <algorithm>

namespace md {

std::uint64_t EventBus::publish(std::string kind, std::string json) {
    // One publisher at a time, so that listeners see events in the order of their ids.
    const std::scoped_lock listeners(listeners_mutex_);
    BusEvent event;
    {
        const std::scoped_lock lock(mutex_);
        event = {++last_, std::move(kind), std::move(json)};
        ring_.push_back(event);
        if (ring_.size() > keep_) ring_.pop_front();
    }
    arrived_.notify_all();
    for (const auto& [token, listener] : listeners_) listener(event);
    return event.id;
}

std::vector<BusEvent> EventBus::after(std::uint64_t after, std::chrono::milliseconds wait) const {
    std::unique_lock lock(mutex_);
    arrived_.wait_for(lock, wait, [&] { return last_ > after; });
    const auto first = std::find_if(ring_.begin(), ring_.end(), [&](const BusEvent& event) { return event.id > after; });
    return {first, ring_.end()};
}

std::uint64_t EventBus::last_id() const {
    const std::scoped_lock lock(mutex_);
    return last_;
}

std::uint64_t EventBus::subscribe(Listener listener) {
    const std::scoped_lock lock(listeners_mutex_);
    listeners_.emplace(next_token_, std::move(listener));
    return next_token_++;
}

void EventBus::unsubscribe(std::uint64_t token) {
    const std::scoped_lock lock(listeners_mutex_);
    listeners_.erase(token);
}

}  // namespace md
