#include <cstring>

#include "ledger/errors.h"
#include "ledger/file_ledger.h"

namespace md::ledger {
namespace {

bool holds(std::string_view text, std::string_view part) { return ::memmem(text.data(), text.size(), part.data(), part.size()) != nullptr; }

bool matches(const Entry& entry, const Filter& filter) {
    if (!entry.action.starts_with(filter.action_prefix)) return false;
    if (!filter.actor.empty() && entry.actor != filter.actor) return false;
    if ((filter.from && entry.time < *filter.from) || (filter.to && entry.time > *filter.to)) return false;
    return filter.text.empty() || holds(entry.actor, filter.text) || holds(entry.action, filter.text) || holds(entry.object, filter.text) ||
           holds(entry.detail_json, filter.text);
}

// Tells without decoding that an entry cannot match.
bool may_match(ByteView payload, const Filter& filter) {
    const auto bytes = as_text(payload);
    return (filter.text.empty() || holds(bytes, filter.text)) && (filter.actor.empty() || holds(bytes, filter.actor)) &&
           (filter.action_prefix.empty() || holds(bytes, filter.action_prefix));
}

bool may_hold(const Segment& segment, const Filter& filter) {
    if (filter.before_index && segment.first >= *filter.before_index) return false;
    return !(filter.from && segment.latest < *filter.from) && !(filter.to && segment.earliest > *filter.to);
}

Status add_matches(ByteView bytes, const Segment& segment, const Filter& filter, std::vector<Entry>& out) {
    std::vector<ByteView> payloads;  // of the entries that were on disk when the search began
    FrameReader frames(bytes.subspan(std::min(bytes.size(), kSegmentHeaderBytes)));
    while (payloads.size() < segment.entries) {
        const auto frame = frames.next();
        if (!frame) return fail(errors::kLedgerBroken, "an entry is malformed");
        payloads.push_back(frame->payload);
    }
    if (filter.before_index) payloads.resize(std::min<std::size_t>(payloads.size(), *filter.before_index - segment.first));
    for (auto payload = payloads.rbegin(); payload != payloads.rend() && out.size() < filter.limit; ++payload) {
        if (!may_match(*payload, filter)) continue;
        auto entry = decode_entry(*payload);
        if (!entry) return fail(errors::kLedgerBroken, "an entry is malformed");
        if (matches(*entry, filter)) out.push_back(std::move(*entry));
    }
    return {};
}

}  // namespace

// One segment in memory at a time, the newest first.
Result<std::vector<Entry>> FileLedger::search(const Filter& filter) {
    std::vector<Segment> segments;
    {
        const std::lock_guard lock(mutex_);
        segments = segments_;
    }
    std::vector<Entry> found;
    for (auto segment = segments.rbegin(); segment != segments.rend() && found.size() < filter.limit; ++segment) {
        if (segment->entries == 0 || !may_hold(*segment, filter)) continue;
        MD_ASSIGN(const Bytes bytes, read_segment(options_.folder, segment->first));
        MD_TRY(add_matches(bytes, *segment, filter, found));
    }
    return found;
}

}  // namespace md::ledger
