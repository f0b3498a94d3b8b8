#pragma once
// The bytes of the ledger's files and what is hashed over them.
//   segment: "MDLEDGER" u8 version u8 profile u64 first_index chain[32], then frames
//   frame:   u32 size, payload[size], chain[32] with chain = H(2 || chain before || payload)
//   payload: u64 index, u64 time in microseconds, then actor, action, object, outcome, clause, detail, each u32-prefixed
#include <filesystem>
#include <optional>

#include "ledger/ledger.h"

namespace md::ledger {

using crypto::Digest;

inline constexpr std::uint64_t kEntriesASegment = 4096;  // a power of two: every full segment is a complete subtree
inline constexpr std::size_t kMaxPayload = 64u << 10;
inline constexpr std::size_t kFrameOverhead = 4 + sizeof(Digest);

// Domain-separated hashes. Leaf and node as RFC 6962 section 2.1.
class Hashes {
public:
    explicit Hashes(Profile profile) : suite_(crypto::Suite::of(profile)) {}
    Digest leaf(ByteView payload) const { return prefixed(0, {}, payload); }
    Digest node(const Digest& left, const Digest& right) const { return prefixed(1, left, right); }
    Digest chain(const Digest& before, ByteView payload) const { return prefixed(2, before, payload); }
    Digest of(ByteView bytes) const { return suite_.digest(bytes); }

private:
    Digest prefixed(std::uint8_t domain, ByteView first, ByteView second) const;
    const crypto::Suite& suite_;
};

struct SegmentHeader {
    Profile profile;
    std::uint64_t first_index;
    Digest chain_before;
};
inline constexpr std::size_t kSegmentHeaderBytes = 8 + 1 + 1 + 8 + sizeof(Digest);

Bytes encode(const SegmentHeader& header);
std::optional<SegmentHeader> decode_segment_header(ByteView bytes);
Bytes encode(const Entry& entry);
std::optional<Entry> decode_entry(ByteView payload);
std::filesystem::path segment_path(const std::filesystem::path& folder, std::uint64_t first_index);
std::filesystem::path heads_path(const std::filesystem::path& folder);
std::filesystem::path key_path(const std::filesystem::path& folder);
Digest to_digest(ByteView bytes);  // exactly 32 bytes

struct Frame {
    ByteView payload;
    Digest chain;
};
// Walks over frames. After the last whole one, next() is empty and the rest is none, torn (what a crash leaves: an unfinished frame, or
// zeros that a file system put where data was to come) or bad.
class FrameReader {
public:
    explicit FrameReader(ByteView bytes) : rest_(bytes) {}
    std::optional<Frame> next();
    std::size_t left() const { return rest_.size(); }
    bool torn() const;

private:
    ByteView rest_;
};
void append_frame(Writer& out, ByteView payload, const Digest& chain);

}  // namespace md::ledger
