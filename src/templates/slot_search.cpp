// The exhaustive search over a snapshot of the table.
#include <algorithm>
#include <bit>

#include "templates/segment.h"

namespace md::templates {
namespace {

constexpr std::size_t kBatchSlots = 32;  // their signs stay in the first-level cache between cipher and rotation
constexpr std::size_t kSlotsWorthAThread = 2048;

bool better(const Hit& a, const Hit& b) { return a.score != b.score ? a.score > b.score : a.record < b.record; }

}  // namespace

// One thread's part of a search: its own keystreams, buffers and best hits.
class SlotTable::Scan {
public:
    Scan(const SlotTable& table, const Quantised& probe)
        : table_(table),
          probe_(probe),
          norm_(score_norm(probe, table.bits_)),
          signs_(kBatchSlots * kSignBytes),
          whole_signs_(sign_bytes(table.bits_)) {}
    ~Scan() {
        wipe(&rotated_, sizeof rotated_);
        wipe(signs_.data(), signs_.size());
        wipe(whole_signs_.data(), whole_signs_.size());
    }

    // Most records are strangers, and one block of the rotation is enough to see it: the rest is made only for slots with a record that
    // could still match.
    void best(const Segment& segment, std::size_t k, float threshold, const Prefilter& filter) {
        for (std::size_t at = 0; at < segment.used; at += kBatchSlots) {
            const std::size_t count = std::min<std::size_t>(kBatchSlots, segment.used - at);
            const auto [signs, stride] = signs_of(segment, at, count, kSignBytes, signs_);
            for (std::size_t i = 0; i < count; ++i) {
                if (segment.live[at + i] == 0) continue;
                rotate(probe_, {signs + i * stride, kSignBytes}, kBlock, rotated_);
                const std::uint64_t candidates = near_in_first_block(segment, at + i, filter.first_block);
                if (candidates != 0) score_slot(segment, at + i, candidates, k, threshold, filter.whole);
            }
        }
    }

    // With the whole rotation.
    void rotate_slot(const Segment& segment, std::size_t slot) {
        const auto bytes = sign_bytes(table_.bits_);
        rotate(probe_, {signs_of(segment, slot, 1, bytes, whole_signs_).first, bytes}, table_.bits_, rotated_);
    }

    float score_of(const std::uint64_t* code) const { return asymmetric_score(rotated_, code, table_.bits_, norm_); }
    std::vector<Hit>& hits() { return hits_; }

private:
    std::uint64_t near_in_first_block(const Segment& segment, std::size_t slot, int limit) const {
        std::uint64_t near = 0;
        for (std::uint64_t live = segment.live[slot]; live != 0; live &= live - 1) {
            const auto* code = segment.code(slot, static_cast<std::size_t>(std::countr_zero(live)));
            if (hamming(rotated_.code.data(), code, kBlock / 64) <= limit) near |= live & -live;
        }
        return near;
    }
    void score_slot(const Segment& segment, std::size_t slot, std::uint64_t candidates, std::size_t k, float threshold, int limit) {
        rotate_slot(segment, slot);
        for (; candidates != 0; candidates &= candidates - 1) {
            const auto entry = static_cast<std::size_t>(std::countr_zero(candidates));
            const auto* code = segment.code(slot, entry);
            if (hamming(rotated_.code.data(), code, segment.words) > limit) continue;
            const float score = score_of(code);
            if (score >= threshold) keep({segment.ids[slot * segment.capacity + entry], score}, k);
        }
    }
    // The first `bytes` signs of `count` slots, and how far apart the slots' signs are.
    std::pair<const std::uint8_t*, std::size_t> signs_of(const Segment& segment, std::size_t at, std::size_t count, std::size_t bytes,
                                                         AlignedVector<std::uint8_t>& buffer) {
        const auto stride = sign_bytes(table_.bits_);
        if (!segment.signs.empty()) return {segment.signs.data() + at * stride, stride};
        auto& stream = streams_[segment.epoch];
        if (!stream) stream = table_.keystream_of_(segment.epoch);
        stream->fill_many({segment.salts.data() + at, count}, bytes, {buffer.data(), count * bytes});
        return {buffer.data(), bytes};
    }
    void keep(const Hit& hit, std::size_t k) {
        if (hits_.size() == k && !better(hit, hits_.front())) return;
        hits_.push_back(hit);
        std::push_heap(hits_.begin(), hits_.end(), better);  // the worst kept hit stands in front
        if (hits_.size() <= k) return;
        std::pop_heap(hits_.begin(), hits_.end(), better);
        hits_.pop_back();
    }

    const SlotTable& table_;
    const Quantised& probe_;
    const float norm_;
    AlignedVector<std::uint8_t> signs_;        // the first block's, of a batch of slots
    AlignedVector<std::uint8_t> whole_signs_;  // all, of one slot
    std::map<int, std::unique_ptr<crypto::Keystream>> streams_;
    Rotated rotated_;
    std::vector<Hit> hits_;
};

std::vector<Hit> SlotTable::search(const Quantised& probe, std::size_t k, float threshold, Workers* workers) const {
    if (k == 0) return {};
    const auto segments = snapshot();
    const Prefilter filter = prefilter(threshold, bits_);
    std::size_t used = 0;
    for (const auto& segment : *segments) used += segment->used;
    const std::size_t threads = workers && used >= 2 * kSlotsWorthAThread ? workers->threads() + 1 : 1;
    // The pool's threads and the caller draw segments from one counter, so a thread that the system holds up delays nobody.
    std::atomic<std::size_t> next{0};
    std::vector<std::vector<Hit>> parts(threads);
    const auto run = [&](std::size_t part) {
        Scan scan(*this, probe);
        for (std::size_t i; (i = next.fetch_add(1)) < segments->size();) scan.best(*(*segments)[i], k, threshold, filter);
        parts[part] = std::move(scan.hits());
    };
    if (threads == 1)
        run(0);
    else
        workers->for_each_part(threads, run);
    std::vector<Hit> all;
    for (auto& part : parts) all.insert(all.end(), part.begin(), part.end());
    std::sort(all.begin(), all.end(), better);
    if (all.size() > k) all.resize(k);
    return all;
}

std::optional<float> SlotTable::score(const Quantised& probe, const RecordId& record) const {
    const auto found = locate(record);
    if (!found) return std::nullopt;
    const auto& [segments, place] = *found;
    const auto& segment = *(*segments)[place.segment];
    Scan scan(*this, probe);
    scan.rotate_slot(segment, place.slot);
    return scan.score_of(segment.code(place.slot, place.entry));
}

std::vector<float> SlotTable::sample_scores(const Quantised& probe, std::size_t limit, std::uint64_t start) const {
    const auto segments = snapshot();
    std::vector<float> scores;
    Scan scan(*this, probe);
    for (std::size_t i = 0; i < segments->size() && scores.size() < limit; ++i) {
        const auto& segment = *(*segments)[(start + i) % segments->size()];
        for (std::size_t slot = 0; slot < segment.used && scores.size() < limit; ++slot) {
            std::uint64_t live = segment.live[slot];
            if (live != 0) scan.rotate_slot(segment, slot);
            for (; live != 0 && scores.size() < limit; live &= live - 1)
                scores.push_back(scan.score_of(segment.code(slot, static_cast<std::size_t>(std::countr_zero(live)))));
        }
    }
    return scores;
}

}  // namespace md::templates
