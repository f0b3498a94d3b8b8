#pragma once
// A run of slots of one epoch and capacity, laid out for scanning. Private to SlotTable.
#include "base/secret.h"
#include "templates/aligned.h"
#include "templates/slot_table.h"

namespace md::templates {

struct SlotTable::Segment {
    Segment(int epoch_of_all, int records_a_slot, int bits, bool cache_signs)
        : epoch(epoch_of_all),
          capacity(records_a_slot),
          words(static_cast<std::size_t>(bits) / 64),
          slots(kSegmentRecords / records_a_slot),
          salts(slots),
          numbers(slots),
          live(slots),
          ids(slots * capacity),
          codes(slots * capacity * words),
          signs(cache_signs ? slots * sign_bytes(bits) : 0) {}
    Segment(const Segment&) = default;
    Segment& operator=(const Segment&) = delete;
    ~Segment() {
        wipe(codes.data(), codes.size() * sizeof codes[0]);
        wipe(salts.data(), salts.size() * sizeof salts[0]);
        wipe(signs.data(), signs.size());
    }
    std::uint64_t* code(std::size_t slot, std::size_t entry) { return codes.data() + (slot * capacity + entry) * words; }
    const std::uint64_t* code(std::size_t slot, std::size_t entry) const { return codes.data() + (slot * capacity + entry) * words; }
    std::uint64_t full() const { return capacity == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << capacity) - 1; }
    std::size_t bytes() const {
        return sizeof *this + salts.size() * sizeof salts[0] + numbers.size() * 8 + live.size() * 8 + ids.size() * sizeof ids[0] +
               codes.size() * 8 + signs.size();
    }

    const int epoch;
    const int capacity;
    const std::size_t words;
    const std::size_t slots;
    std::size_t used = 0;  // slots 0..used-1 have been given out
    std::vector<SlotSalt> salts;
    std::vector<std::int64_t> numbers;
    std::vector<std::uint64_t> live;  // one bit an entry
    std::vector<RecordId> ids;
    AlignedVector<std::uint64_t> codes;
    AlignedVector<std::uint8_t> signs;  // empty unless cached
};

// A place is a number that the index can hold: segment, slot and entry in 32 bits.
struct SlotTable::Place {
    std::uint32_t segment;
    std::uint32_t slot;
    std::uint32_t entry;
    static std::uint32_t pack(std::uint32_t segment, std::size_t record_in_segment) {
        return segment * kSegmentRecords + static_cast<std::uint32_t>(record_in_segment);
    }
    static Place unpack(const Segments& segments, std::uint32_t packed) {
        const std::uint32_t segment = packed / kSegmentRecords, record = packed % kSegmentRecords;
        const auto capacity = static_cast<std::uint32_t>(segments[segment]->capacity);
        return {segment, record / capacity, record % capacity};
    }
};

}  // namespace md::templates
