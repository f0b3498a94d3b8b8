#pragma once
// One pass over all files: what opening and verifying both need.
#include "ledger/heads.h"
#include "ledger/merkle.h"

namespace md::ledger {

struct Segment {
    std::uint64_t first = 0, entries = 0;
    Digest root{};  // of a full segment
    WallTime earliest = WallTime::max(), latest = WallTime::min();
};

struct Walk {
    VerifyReport report;
    Profile profile = Profile::general;
    std::vector<Segment> segments;
    std::vector<Digest> open_leaves;  // of the last segment while it is not full
    Frontier tree;
    Digest chain{};
    std::uint64_t good_bytes = 0;  // of the last segment
    bool torn = false;             // an unfinished frame follows, and no signed head misses an entry: a crash, not a change
    HeadsFile heads;
};

// Signatures of all heads, or of the newest alone (opening must stay quick).
enum class Signatures { all, newest };
Result<Walk> walk(const std::filesystem::path& folder, const crypto::PublicKey& key, Signatures signatures);

Result<Bytes> read_segment(const std::filesystem::path& folder, std::uint64_t first_index);

}  // namespace md::ledger
