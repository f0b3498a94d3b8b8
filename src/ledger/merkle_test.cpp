#include "ledger/merkle.h"

#include <gtest/gtest.h>

#include "test_support.h"

namespace md::ledger {
namespace {

// RFC 6962 section 2.1, word by word: the oracle for the incremental tree.
Digest reference_root(const Hashes& hashes, std::span<const Digest> leaves) {
    if (leaves.empty()) return hashes.of({});
    if (leaves.size() == 1) return leaves.front();
    std::size_t k = 1;
    while (k * 2 < leaves.size()) k *= 2;
    return hashes.node(reference_root(hashes, leaves.first(k)), reference_root(hashes, leaves.subspan(k)));
}

TEST(Merkle, KnownAnswersOfCertificateTransparency) {
    const Hashes hashes(Profile::general);
    EXPECT_EQ(to_hex(hashes.of({})), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(hashes.leaf({})), "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d");
}

TEST(Merkle, TreesPathsAndConsistencyForAllSmallSizes) {
    const Hashes hashes(*profile_from(test::profile_name()));
    std::vector<Digest> leaves;
    for (std::uint8_t i = 0; i < 40; ++i) leaves.push_back(hashes.leaf(Bytes{i}));
    const SubtreeRoot root = [&](std::uint64_t begin, std::uint64_t end) -> Result<Digest> {
        return reference_root(hashes, std::span(leaves).subspan(begin, end - begin));
    };
    for (std::uint64_t size = 1; size <= leaves.size(); ++size) {
        const auto all = std::span(leaves).first(size);
        const Digest whole = reference_root(hashes, all);
        ASSERT_EQ(root_of(hashes, all), whole);
        for (std::uint64_t index = 0; index < size; ++index) {
            auto path = must(inclusion_path(index, size, root));
            ASSERT_TRUE(inclusion_holds(hashes, index, size, leaves[index], path, whole)) << index << "/" << size;
            ASSERT_FALSE(inclusion_holds(hashes, index, size, hashes.leaf(Bytes{99}), path, whole));
            if (size > 1) {
                ASSERT_FALSE(inclusion_holds(hashes, (index + 1) % size, size, leaves[index], path, whole));
            }
            path.push_back(whole);
            ASSERT_FALSE(inclusion_holds(hashes, index, size, leaves[index], path, whole));
        }
        for (std::uint64_t first = 1; first <= size; ++first) {
            const auto path = must(consistency_path(first, size, root));
            const Digest before = reference_root(hashes, all.first(first));
            ASSERT_TRUE(consistency_holds(hashes, first, size, before, whole, path)) << first << "/" << size;
            ASSERT_FALSE(consistency_holds(hashes, first, size, hashes.leaf(Bytes{99}), whole, path));
        }
    }
}

}  // namespace
}  // namespace md::ledger
