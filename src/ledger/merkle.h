#pragma once
// Merkle tree of RFC 6962 section 2.1 over leaf hashes.
#include <functional>
#include <vector>

#include "ledger/format.h"

namespace md::ledger {

// Roots of the complete subtrees on the right edge; enough to grow the tree and to know its root.
class Frontier {
public:
    void add(const Hashes& hashes, Digest leaf);
    Digest root(const Hashes& hashes) const;
    std::uint64_t size() const { return size_; }

private:
    std::uint64_t size_ = 0;
    std::vector<Digest> subtrees_;  // one for every set bit of size_, the largest first
};

// Root of the leaves [begin, end) of the tree. Called with ranges that are subtrees of it.
using SubtreeRoot = std::function<Result<Digest>(std::uint64_t begin, std::uint64_t end)>;

Digest root_of(const Hashes& hashes, std::span<const Digest> leaves);
// The largest power of two below `size`, which is at least 2: where RFC 6962 splits.
std::uint64_t split(std::uint64_t size);
Result<std::vector<Digest>> inclusion_path(std::uint64_t index, std::uint64_t size, const SubtreeRoot& root);
Result<std::vector<Digest>> consistency_path(std::uint64_t first, std::uint64_t second, const SubtreeRoot& root);

// RFC 9162 sections 2.1.3.2 and 2.1.4.2.
bool inclusion_holds(const Hashes& hashes, std::uint64_t index, std::uint64_t size, const Digest& leaf, std::span<const Digest> path,
                     const Digest& root);
bool consistency_holds(const Hashes& hashes, std::uint64_t first, std::uint64_t second, const Digest& first_root, const Digest& second_root,
                       std::span<const Digest> path);

}  // namespace md::ledger
