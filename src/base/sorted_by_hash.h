#pragma once
// Many items found by evenly spread bytes (a keyed hash): filled first, sorted once, then only asked. One piece of memory and no pointers,
// where a node-based map would pay an allocation and some cache misses for each of a million items.
#include <algorithm>
#include <cstddef>
#include <span>
#include <vector>

namespace md {

// Hash: the member with the bytes by which items are found, std::array<std::uint8_t, N>.
template <class Item, auto Hash>
class SortedByHash {
public:
    void add(const Item& item) { items_.push_back(item); }
    // Once all are in.
    void sort() {
        if (!std::ranges::is_sorted(items_, {}, Hash)) std::ranges::sort(items_, {}, Hash);
        first_with_.assign(kLeads + 1, items_.size());
        for (std::size_t i = items_.size(); i-- > 0;) first_with_[lead(items_[i].*Hash)] = i;
        for (std::size_t at = kLeads; at-- > 0;) first_with_[at] = std::min(first_with_[at], first_with_[at + 1]);
    }
    // The first two bytes lead to the few among which to look.
    template <class Bytes>
    Item* find(const Bytes& hash) {
        if (first_with_.empty()) return nullptr;
        const auto at_lead = lead(hash);
        const std::span few(items_.data() + first_with_[at_lead], first_with_[at_lead + 1] - first_with_[at_lead]);
        const auto at = std::ranges::lower_bound(few, hash, {}, Hash);
        return at != few.end() && (*at).*Hash == hash ? &*at : nullptr;
    }
    std::span<Item> items() { return items_; }

private:
    static constexpr std::size_t kLeads = 0x10000;
    template <class Bytes>
    static std::size_t lead(const Bytes& hash) {
        return std::size_t{hash[0]} << 8 | hash[1];
    }
    std::vector<Item> items_;
    std::vector<std::size_t> first_with_;  // by leading bytes, where their items begin
};

}  // namespace md
