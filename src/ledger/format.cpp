#include "ledger/format.h"

#include <fmt/format.h>

#include <algorithm>

namespace md::ledger {
namespace {

constexpr std::string_view kMagic = "MDLEDGER";
constexpr std::uint8_t kVersion = 1;

}  // namespace

Digest Hashes::prefixed(std::uint8_t domain, ByteView first, ByteView second) const {
    Bytes message;
    message.reserve(1 + first.size() + second.size());
    message.push_back(domain);
    message.insert(message.end(), first.begin(), first.end());
    message.insert(message.end(), second.begin(), second.end());
    return suite_.digest(message);
}

Bytes encode(const SegmentHeader& header) {
    return Writer().text(kMagic).u8(kVersion).u8(header.profile == Profile::cii).u64(header.first_index).raw(header.chain_before).bytes();
}

std::optional<SegmentHeader> decode_segment_header(ByteView bytes) {
    Reader reader(bytes.first(std::min(bytes.size(), kSegmentHeaderBytes)));
    const bool known = as_text(reader.take(kMagic.size())) == kMagic && reader.u8() == kVersion;
    const auto profile = reader.u8();
    const auto first_index = reader.u64();
    const auto chain = reader.take(sizeof(Digest));
    if (!known || !reader.done() || profile > 1) return std::nullopt;
    return SegmentHeader{profile == 1 ? Profile::cii : Profile::general, first_index, to_digest(chain)};
}

Bytes encode(const Entry& entry) {
    return Writer()
        .u64(entry.index)
        .u64(static_cast<std::uint64_t>(to_micros(entry.time)))
        .u32_prefixed(entry.actor)
        .u32_prefixed(entry.action)
        .u32_prefixed(entry.object)
        .u32_prefixed(entry.outcome)
        .u32_prefixed(entry.clause)
        .u32_prefixed(entry.detail_json)
        .bytes();
}

std::optional<Entry> decode_entry(ByteView payload) {
    Reader reader(payload);
    const auto text = [&] { return std::string(as_text(reader.take_u32_prefixed())); };
    Entry entry;
    entry.index = reader.u64();
    entry.time = from_micros(static_cast<std::int64_t>(reader.u64()));
    entry.actor = text();
    entry.action = text();
    entry.object = text();
    entry.outcome = text();
    entry.clause = text();
    entry.detail_json = text();
    return reader.done() ? std::optional(std::move(entry)) : std::nullopt;
}

std::filesystem::path segment_path(const std::filesystem::path& folder, std::uint64_t first_index) {
    return folder / fmt::format("segment-{:020}.log", first_index);
}
std::filesystem::path heads_path(const std::filesystem::path& folder) { return folder / "heads.log"; }
std::filesystem::path key_path(const std::filesystem::path& folder) { return folder / "ledger.spki"; }

Digest to_digest(ByteView bytes) {
    Digest out{};
    std::copy_n(bytes.begin(), std::min(bytes.size(), out.size()), out.begin());
    return out;
}

std::optional<Frame> FrameReader::next() {
    Reader reader(rest_);
    const std::uint32_t size = reader.u32();
    if (!reader.ok() || size == 0 || size > kMaxPayload) return std::nullopt;
    const auto payload = reader.take(size);
    const auto chain = reader.take(sizeof(Digest));
    if (!reader.ok()) return std::nullopt;
    rest_ = rest_.subspan(kFrameOverhead + size);
    return Frame{payload, to_digest(chain)};
}

bool FrameReader::torn() const {
    if (rest_.empty()) return false;
    if (std::all_of(rest_.begin(), rest_.end(), [](std::uint8_t byte) { return byte == 0; })) return true;
    Reader reader(rest_);
    const std::uint32_t size = reader.u32();
    return !reader.ok() || (size > 0 && size <= kMaxPayload);
}

void append_frame(Writer& out, ByteView payload, const Digest& chain) { out.u32_prefixed(payload).raw(chain); }

}  // namespace md::ledger
