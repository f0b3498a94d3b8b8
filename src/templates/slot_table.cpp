#include "templates/slot_table.h"

#include <algorithm>
#include <bit>

#include "base/errors.h"
#include "templates/segment.h"

namespace md::templates {

SlotTable::SlotTable(int bits, bool cache_signs, KeystreamOf keystream_of)
    : bits_(bits), cache_signs_(cache_signs), keystream_of_(std::move(keystream_of)), published_(std::make_shared<const Segments>()) {}

SlotTable::~SlotTable() = default;

std::shared_ptr<const SlotTable::Segments> SlotTable::snapshot() const {
    const std::lock_guard lock(published_mutex_);
    return published_;
}

// ---- changes
// -------------------------------------------------------------------------------------------------------------------------------------

// A change in the making: a copy of the list of segments, and which of them are already ours to write.
struct SlotTable::Draft {
    std::shared_ptr<Segments> segments;
    std::vector<bool> ours;

    Segment& write(std::uint32_t number) {
        auto& segment = (*segments)[number];
        if (!ours[number]) {
            segment = std::make_shared<const Segment>(*segment);
            ours[number] = true;
        }
        return const_cast<Segment&>(*segment);  // not published yet, so nobody else reads it
    }
    std::uint32_t append(std::shared_ptr<Segment> segment) {
        segments->push_back(std::move(segment));
        ours.push_back(true);
        return static_cast<std::uint32_t>(segments->size() - 1);
    }
};

void SlotTable::apply(std::span<const RecordId> removed, std::span<const Entry> added) {
    const std::lock_guard lock(changes_);
    Draft draft{std::make_shared<Segments>(*published_), std::vector<bool>(published_->size())};
    change(draft, removed, added);
}

void SlotTable::load(std::span<const Entry> added) {
    const std::lock_guard lock(changes_);
    Draft draft{std::make_shared<Segments>(*published_), std::vector<bool>(published_->size(), true)};
    change(draft, {}, added);
}

void SlotTable::change(Draft& draft, std::span<const RecordId> removed, std::span<const Entry> added) {
    const auto old = published_;
    const auto id_in = [](const Segments& segments) {
        return [&segments](std::uint32_t packed) -> const RecordId& {
            return segments[packed / kSegmentRecords]->ids[packed % kSegmentRecords];
        };
    };
    std::vector<const RecordId*> gone;
    for (const auto& record : removed)
        if (const auto packed = index_.find(record, id_in(*old))) {
            take_out(draft, Place::unpack(*old, *packed));
            gone.push_back(&record);
        }
    std::vector<std::uint32_t> places;
    for (const auto& entry : added) places.push_back(put_in(draft, entry));

    const std::lock_guard lock(published_mutex_);
    for (const auto* record : gone) index_.erase(*record, id_in(*old));
    published_ = draft.segments;
    for (std::size_t i = 0; i < added.size(); ++i) index_.insert(added[i].record, places[i], id_in(*published_));
    size_ += added.size() - gone.size();
}

void SlotTable::take_out(Draft& draft, const Place& place) {
    auto& segment = draft.write(place.segment);
    wipe(segment.code(place.slot, place.entry), segment.words * sizeof(std::uint64_t));
    segment.live[place.slot] &= ~(std::uint64_t{1} << place.entry);
    if (segment.live[place.slot] != 0) {
        open_slots_[segment.numbers[place.slot]] = Place::pack(place.segment, place.slot * segment.capacity);
        return;
    }
    // An empty slot ends: its salt is never used again, its place is.
    open_slots_.erase(segment.numbers[place.slot]);
    wipe(segment.salts[place.slot].data(), sizeof(SlotSalt));
    empty_places_[{segment.epoch, segment.capacity}].push_back(Place::pack(place.segment, place.slot * segment.capacity));
}

std::uint32_t SlotTable::put_in(Draft& draft, const Entry& entry) {
    const auto known = open_slots_.find(entry.slot.number);
    const std::uint32_t slot_place = known != open_slots_.end() ? known->second : begin_slot(draft, entry.slot);
    const auto place = Place::unpack(*draft.segments, slot_place);
    auto& segment = draft.write(place.segment);
    const auto free_entry = static_cast<std::size_t>(std::countr_one(segment.live[place.slot]));
    segment.live[place.slot] |= std::uint64_t{1} << free_entry;
    segment.ids[place.slot * segment.capacity + free_entry] = entry.record;
    std::copy_n(entry.code.begin(), segment.words, segment.code(place.slot, free_entry));
    if (segment.live[place.slot] == segment.full())
        open_slots_.erase(entry.slot.number);
    else
        open_slots_[entry.slot.number] = slot_place;
    return slot_place + static_cast<std::uint32_t>(free_entry);
}

std::uint32_t SlotTable::begin_slot(Draft& draft, const NewSlot& slot) {
    const std::uint32_t at = free_place(draft, slot.epoch, slot.capacity);
    const auto place = Place::unpack(*draft.segments, at);
    auto& segment = draft.write(place.segment);
    segment.salts[place.slot] = slot.salt;
    segment.numbers[place.slot] = slot.number;
    segment.live[place.slot] = 0;
    if (cache_signs_) {
        auto& stream = writer_streams_[slot.epoch];
        if (!stream) stream = keystream_of_(slot.epoch);
        stream->fill(slot.salt, {segment.signs.data() + place.slot * sign_bytes(bits_), sign_bytes(bits_)});
    }
    return at;
}

std::uint32_t SlotTable::free_place(Draft& draft, int epoch, int capacity) {
    auto& emptied = empty_places_[{epoch, capacity}];
    if (!emptied.empty()) {
        const auto place = emptied.back();
        emptied.pop_back();
        return place;
    }
    const auto growing = growing_.find({epoch, capacity});
    if (growing != growing_.end() && (*draft.segments)[growing->second]->used < (*draft.segments)[growing->second]->slots) {
        auto& segment = draft.write(growing->second);
        return Place::pack(growing->second, segment.used++ * capacity);
    }
    const auto number = draft.append(std::make_shared<Segment>(epoch, capacity, bits_, cache_signs_));
    growing_[{epoch, capacity}] = number;
    return Place::pack(number, draft.write(number).used++ * capacity);
}

// ---- questions
// -----------------------------------------------------------------------------------------------------------------------------------

std::vector<SlotTable::OpenSlot> SlotTable::open_slots(int epoch, int capacity) const {
    const std::lock_guard lock(changes_);
    std::vector<OpenSlot> open;
    for (const auto& [number, at] : open_slots_) {
        const auto& segment = *(*published_)[at / kSegmentRecords];
        if (segment.epoch != epoch || segment.capacity != capacity) continue;
        const auto slot = Place::unpack(*published_, at).slot;
        open.push_back({{number, epoch, capacity, segment.salts[slot]}, capacity - std::popcount(segment.live[slot])});
    }
    return open;
}

std::vector<RecordId> SlotTable::records() const {
    const auto segments = snapshot();
    std::vector<RecordId> all;
    for (const auto& segment : *segments)
        for (std::size_t slot = 0; slot < segment->used; ++slot)
            for (auto live = segment->live[slot]; live != 0; live &= live - 1)
                all.push_back(segment->ids[slot * segment->capacity + static_cast<std::size_t>(std::countr_zero(live))]);
    return all;
}

std::optional<std::pair<std::shared_ptr<const SlotTable::Segments>, SlotTable::Place>> SlotTable::locate(const RecordId& record) const {
    const std::lock_guard lock(published_mutex_);
    const auto packed = index_.find(
        record, [this](std::uint32_t at) -> const RecordId& { return (*published_)[at / kSegmentRecords]->ids[at % kSegmentRecords]; });
    if (!packed) return std::nullopt;
    return std::pair(published_, Place::unpack(*published_, *packed));
}

std::optional<SlotTable::Entry> SlotTable::code_of(const RecordId& record) const {
    const auto found = locate(record);
    if (!found) return std::nullopt;
    const auto& [segments, place] = *found;
    const auto& segment = *(*segments)[place.segment];
    const auto* code = segment.code(place.slot, place.entry);
    return Entry{
        record, {segment.numbers[place.slot], segment.epoch, segment.capacity, segment.salts[place.slot]}, {code, code + segment.words}};
}

bool SlotTable::has(const RecordId& record) const { return locate(record).has_value(); }

std::size_t SlotTable::bytes_in_memory() const {
    const auto segments = snapshot();
    std::size_t total = segments->size() * sizeof(segments->front());
    for (const auto& segment : *segments) total += segment->bytes();
    const std::lock_guard lock(published_mutex_);
    return total + index_.bytes_in_memory();
}

}  // namespace md::templates
