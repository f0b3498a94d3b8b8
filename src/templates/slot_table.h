#pragma once
// The gallery's templates in memory, searched exhaustively. Records stand in slots; all records of a slot share one rotation key, so a
// search pays one rotation a slot and one distance a record. B6, B7.
#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "base/ids.h"
#include "base/workers.h"
#include "crypto/suite.h"
#include "templates/hamming.h"
#include "templates/position_index.h"
#include "templates/transform.h"

namespace md::templates {

using SlotSalt = std::array<std::uint8_t, crypto::kNonceBytes>;
// A keystream over the rotation key of an epoch; called once a thread and search.
using KeystreamOf = std::function<std::unique_ptr<crypto::Keystream>(int epoch)>;

struct Hit {
    RecordId record;
    float score;
};

// Copy-on-write: a search works on the segments that were current when it began, a change replaces one segment and publishes a new list. So
// a search sees exactly one of old and new, and neither ever waits for the other. Thread-safe.
class SlotTable {
public:
    static constexpr std::uint32_t kSegmentRecords = 1024;
    static constexpr int kMaxCapacity = 64;

    // cache_signs keeps the expanded signs of every slot (sign_bytes(bits) each) instead of making them anew for every probe: for slow
    // ciphers.
    SlotTable(int bits, bool cache_signs, KeystreamOf keystream_of);
    ~SlotTable();

    struct NewSlot {
        std::int64_t number;  // the store's name for the slot
        int epoch;
        int capacity;
        SlotSalt salt;
    };
    struct Entry {
        RecordId record;
        NewSlot slot;
        std::vector<std::uint64_t> code;
    };
    // One change, seen as a whole: the removed are gone and the added are there. An entry whose slot number is known joins that slot.
    void apply(std::span<const RecordId> removed, std::span<const Entry> added);
    // For filling the table before its first search: writes in place, must not run beside a search.
    void load(std::span<const Entry> added);

    // Best first, at most k, at or above the threshold.
    std::vector<Hit> search(const Quantised& probe, std::size_t k, float threshold, Workers* workers) const;
    std::optional<float> score(const Quantised& probe, const RecordId& record) const;
    // Scores against at most `limit` records, taken from segments beginning at `start` (any number) and going round.
    std::vector<float> sample_scores(const Quantised& probe, std::size_t limit, std::uint64_t start) const;

    // Slots of this epoch and capacity with room, and how much.
    struct OpenSlot {
        NewSlot slot;
        int room;
    };
    std::vector<OpenSlot> open_slots(int epoch, int capacity) const;
    std::vector<RecordId> records() const;
    // The stored entry of a record, for sealing it anew.
    std::optional<Entry> code_of(const RecordId& record) const;
    bool has(const RecordId& record) const;
    std::size_t size() const { return size_.load(); }
    std::size_t bytes_in_memory() const;

private:
    struct Segment;
    using Segments = std::vector<std::shared_ptr<const Segment>>;
    struct Place;
    struct Draft;
    class Scan;

    std::shared_ptr<const Segments> snapshot() const;
    std::optional<std::pair<std::shared_ptr<const Segments>, Place>> locate(const RecordId& record) const;
    void change(Draft& draft, std::span<const RecordId> removed, std::span<const Entry> added);
    void take_out(Draft& draft, const Place& place);
    std::uint32_t put_in(Draft& draft, const Entry& entry);
    std::uint32_t begin_slot(Draft& draft, const NewSlot& slot);
    std::uint32_t free_place(Draft& draft, int epoch, int capacity);

    const int bits_;
    const bool cache_signs_;
    const KeystreamOf keystream_of_;
    std::atomic<std::size_t> size_{0};
    mutable std::mutex changes_;          // one change at a time
    mutable std::mutex published_mutex_;  // held for a pointer copy or an index look-up only
    std::shared_ptr<const Segments> published_;
    PositionIndex index_;  // record -> where, guarded by published_mutex_
    // Guarded by changes_. Places are packed as in Place.
    std::map<std::int64_t, std::uint32_t> open_slots_;                        // slots with room, by number
    std::map<std::pair<int, int>, std::vector<std::uint32_t>> empty_places_;  // (epoch, capacity) -> places of slots that ended
    std::map<std::pair<int, int>, std::uint32_t> growing_;                    // (epoch, capacity) -> segment with unused places
    std::map<int, std::unique_ptr<crypto::Keystream>> writer_streams_;        // for cached signs
};

}  // namespace md::templates
