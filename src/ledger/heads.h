#pragma once
// Signed heads: the root over the first `size` entries, signed, each bound to the head before it.
//   heads.log: frames as in a segment; payload: u8 profile, u64 size, u64 time, root[32], chain[32], previous[32], u32-prefixed signature;
//   the frame's second part is the digest of the payload, which the next head carries as `previous`.
#include "ledger/format.h"

namespace md::ledger {

struct Head {
    Profile profile = Profile::general;
    std::uint64_t size = 0;
    WallTime time;
    Digest root{}, chain{}, previous{};
    Bytes signature;
};

Bytes signed_part(const Head& head);
Bytes encode(const Head& head);
std::optional<Head> decode_head(ByteView payload);

struct HeadsFile {
    std::vector<Head> heads;
    Digest last_digest{};  // previous of the next head
    std::uint64_t good_bytes = 0;
    bool torn = false;
    std::string problem;  // en; empty when all frames are whole and linked
};
// The links between heads are checked, signatures and roots are not.
Result<HeadsFile> read_heads(const std::filesystem::path& folder);

}  // namespace md::ledger
