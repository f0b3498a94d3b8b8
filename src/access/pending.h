#pragma once
// What waits for an answer in memory: a bounded number, for a bounded time, with a bounded number of tries, answered once.
#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <optional>

#include "base/clock.h"

namespace md::access {

// Thread-safe.
template <class Key, class Value>
class Pending {
public:
    struct Limits {
        std::chrono::seconds life;
        std::size_t count;
        int tries;
    };
    Pending(const Clock& clock, Limits limits) : clock_(clock), limits_(limits) {}

    // Replaces what waits under the key; the oldest gives way when there are too many.
    void put(const Key& key, Value value) {
        const std::lock_guard lock(mutex_);
        drop_old();
        if (!items_.contains(key) && items_.size() >= limits_.count) items_.erase(oldest([](const Value&) { return true; }));
        items_[key] = {std::make_shared<const Value>(std::move(value)), clock_.steady(), limits_.tries};
    }
    // Uses up one try. Null when nothing waits (any more).
    std::shared_ptr<const Value> attempt(const Key& key) {
        const std::lock_guard lock(mutex_);
        drop_old();
        const auto found = items_.find(key);
        if (found == items_.end()) return nullptr;
        auto value = found->second.value;
        if (--found->second.tries_left < 0) {
            items_.erase(found);
            return nullptr;
        }
        return value;
    }
    // True for exactly one caller: the one whose right answer counts.
    bool claim(const Key& key) {
        const std::lock_guard lock(mutex_);
        return items_.erase(key) == 1;
    }
    // Makes room for one more of a kind that may wait `most` times.
    template <class Matches>
    void keep_fewer_than(std::size_t most, const Matches& matches) {
        const std::lock_guard lock(mutex_);
        drop_old();
        const auto count = [&] { return std::ranges::count_if(items_, [&](const auto& item) { return matches(*item.second.value); }); };
        while (static_cast<std::size_t>(count()) >= most) items_.erase(oldest(matches));
    }
    std::size_t size() const {
        const std::lock_guard lock(mutex_);
        return items_.size();
    }

private:
    struct Item {
        std::shared_ptr<const Value> value;
        SteadyTime since;
        int tries_left;
    };
    using Items = std::map<Key, Item>;
    template <class Matches>
    typename Items::iterator oldest(const Matches& matches) {
        auto best = items_.end();
        for (auto it = items_.begin(); it != items_.end(); ++it) {
            if (matches(*it->second.value) && (best == items_.end() || it->second.since < best->second.since)) best = it;
        }
        return best;
    }
    void drop_old() {
        const auto now = clock_.steady();
        std::erase_if(items_, [&](const auto& item) { return now - item.second.since >= limits_.life; });
    }
    const Clock& clock_;
    Limits limits_;
    mutable std::mutex mutex_;
    Items items_;
};

}  // namespace md::access
