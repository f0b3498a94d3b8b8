#pragma once
// Where a record stands, in about eight bytes a record: a node-based map would cost as much memory as the template itself.
#include <bit>
#include <cstdint>
#include <cstring>
#include <optional>
#include <vector>

#include "base/ids.h"

namespace md::templates {

// Open addressing with linear probing over positions; the ids stay where the positions point. `id_at(position)` gives a position's id. Not
// thread-safe.
class PositionIndex {
public:
    template <class IdAt>
    std::optional<std::uint32_t> find(const RecordId& id, const IdAt& id_at) const {
        if (cells_.empty()) return std::nullopt;
        const auto cell = cell_of(id, id_at);
        return cells_[cell] == kFree ? std::nullopt : std::optional(cells_[cell]);
    }
    template <class IdAt>
    void insert(const RecordId& id, std::uint32_t position, const IdAt& id_at) {
        if (cells_.empty() || (used_ + 1) * 4 > cells_.size() * 3) grow(id_at);
        auto& cell = cells_[cell_of(id, id_at)];
        if (cell == kFree) ++used_;
        cell = position;
    }
    template <class IdAt>
    void erase(const RecordId& id, const IdAt& id_at) {
        if (cells_.empty()) return;
        auto hole = cell_of(id, id_at);
        if (cells_[hole] == kFree) return;
        // Backward shift: what follows moves up as far as its home allows, so no tombstones slow later look-ups.
        for (auto next = (hole + 1) & mask(); cells_[next] != kFree; next = (next + 1) & mask()) {
            const auto from_home = (next - home(id_at(cells_[next]))) & mask();
            if (from_home < ((next - hole) & mask())) continue;
            cells_[hole] = cells_[next];
            hole = next;
        }
        cells_[hole] = kFree;
        --used_;
    }
    std::size_t bytes_in_memory() const { return cells_.size() * sizeof(std::uint32_t); }

private:
    static constexpr std::uint32_t kFree = 0xFFFFFFFF;
    std::size_t mask() const { return cells_.size() - 1; }
    std::size_t home(const RecordId& id) const {  // ids are random, so any eight bytes of one are a hash
        std::uint64_t hash;
        std::memcpy(&hash, id.view().data(), sizeof hash);
        return hash & mask();
    }
    template <class IdAt>
    std::size_t cell_of(const RecordId& id, const IdAt& id_at) const {
        auto cell = home(id);
        while (cells_[cell] != kFree && !(id_at(cells_[cell]) == id)) cell = (cell + 1) & mask();
        return cell;
    }
    template <class IdAt>
    void grow(const IdAt& id_at) {
        std::vector<std::uint32_t> old(cells_.empty() ? 64 : cells_.size() * 2, kFree);
        old.swap(cells_);
        for (const auto position : old)
            if (position != kFree) cells_[cell_of(id_at(position), id_at)] = position;
    }

    std::vector<std::uint32_t> cells_;
    std::size_t used_ = 0;
};

}  // namespace md::templates
