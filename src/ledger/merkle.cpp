#include "ledger/merkle.h"

#include <bit>

namespace md::ledger {
namespace {

// RFC 6962 section 2.1.2: SUBPROOF(m, D[begin:end], whole).
Status subproof(std::uint64_t m, std::uint64_t begin, std::uint64_t end, bool whole, const SubtreeRoot& root, std::vector<Digest>& path) {
    const auto add = [&](std::uint64_t from, std::uint64_t to) -> Status {
        MD_ASSIGN(const Digest digest, root(from, to));
        path.push_back(digest);
        return {};
    };
    if (m == end - begin) return whole ? Status() : add(begin, end);
    const auto k = split(end - begin);
    if (m <= k) {
        MD_TRY(subproof(m, begin, begin + k, whole, root, path));
        return add(begin + k, end);
    }
    MD_TRY(subproof(m - k, begin + k, end, false, root, path));
    return add(begin, begin + k);
}

}  // namespace

void Frontier::add(const Hashes& hashes, Digest leaf) {
    for (std::uint64_t bit = size_; bit & 1; bit >>= 1) {
        leaf = hashes.node(subtrees_.back(), leaf);
        subtrees_.pop_back();
    }
    subtrees_.push_back(leaf);
    ++size_;
}

Digest Frontier::root(const Hashes& hashes) const {
    if (subtrees_.empty()) return hashes.of({});
    Digest root = subtrees_.back();
    for (auto next = subtrees_.rbegin() + 1; next != subtrees_.rend(); ++next) root = hashes.node(*next, root);
    return root;
}

Digest root_of(const Hashes& hashes, std::span<const Digest> leaves) {
    Frontier frontier;
    for (const auto& leaf : leaves) frontier.add(hashes, leaf);
    return frontier.root(hashes);
}

std::uint64_t split(std::uint64_t size) { return std::bit_floor(size - 1); }

Result<std::vector<Digest>> inclusion_path(std::uint64_t index, std::uint64_t size, const SubtreeRoot& root) {
    std::vector<Digest> path;  // from the root down; turned round at the end
    std::uint64_t begin = 0, end = size;
    while (end - begin > 1) {
        const auto middle = begin + split(end - begin);
        const bool left = index < middle;
        MD_ASSIGN(const Digest sibling, left ? root(middle, end) : root(begin, middle));
        path.push_back(sibling);
        (left ? end : begin) = middle;
    }
    return std::vector<Digest>(path.rbegin(), path.rend());
}

Result<std::vector<Digest>> consistency_path(std::uint64_t first, std::uint64_t second, const SubtreeRoot& root) {
    std::vector<Digest> path;
    if (first > 0 && first < second) MD_TRY(subproof(first, 0, second, true, root, path));
    return path;
}

bool inclusion_holds(const Hashes& hashes, std::uint64_t index, std::uint64_t size, const Digest& leaf, std::span<const Digest> path,
                     const Digest& root) {
    if (index >= size) return false;
    std::uint64_t fn = index, sn = size - 1;
    Digest r = leaf;
    for (const auto& p : path) {
        if (sn == 0) return false;
        if ((fn & 1) || fn == sn) {
            r = hashes.node(p, r);
            while (!(fn & 1) && fn != 0) fn >>= 1, sn >>= 1;
        } else {
            r = hashes.node(r, p);
        }
        fn >>= 1, sn >>= 1;
    }
    return sn == 0 && r == root;
}

bool consistency_holds(const Hashes& hashes, std::uint64_t first, std::uint64_t second, const Digest& first_root, const Digest& second_root,
                       std::span<const Digest> path) {
    if (first > second) return false;
    if (first == 0) return path.empty() && first_root == hashes.of({});
    if (first == second) return path.empty() && first_root == second_root;
    std::vector<Digest> nodes(path.begin(), path.end());
    if (std::has_single_bit(first)) nodes.insert(nodes.begin(), first_root);
    if (nodes.empty()) return false;
    std::uint64_t fn = first - 1, sn = second - 1;
    while (fn & 1) fn >>= 1, sn >>= 1;
    Digest fr = nodes.front(), sr = nodes.front();
    for (std::size_t i = 1; i < nodes.size(); ++i) {
        if (sn == 0) return false;
        if ((fn & 1) || fn == sn) {
            fr = hashes.node(nodes[i], fr);
            sr = hashes.node(nodes[i], sr);
            while (!(fn & 1) && fn != 0) fn >>= 1, sn >>= 1;
        } else {
            sr = hashes.node(sr, nodes[i]);
        }
        fn >>= 1, sn >>= 1;
    }
    return sn == 0 && fr == first_root && sr == second_root;
}

}  // namespace md::ledger
