#pragma once
// For the tests of the records: both back-ends.
#include <gtest/gtest.h>

#include "analysis/errors.h"
#include "analysis/records/records_world.h"
#include "store/find_bytes.h"

namespace md::analysis {

template <class T>
bool failed_with(const Result<T>& result, const ErrorKind& kind) {
    return !result && result.error().is(kind);
}

// Parameter: "sqlite" or "postgresql".
class RecordsTest : public ::testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        if (!on_postgres()) {
            world_ = std::make_unique<RecordsWorld>();
        } else if (auto* server = test::Postgres::shared()) {
            world_ = std::make_unique<RecordsWorld>(server->new_stores());
        } else {
            GTEST_SKIP() << "postgresql-15 is not installed";
        }
    }
    bool on_postgres() const { return std::string_view(GetParam()) == "postgresql"; }
    // How often bytes occur in any row or file of the stores.
    std::uint64_t occurrences(const std::string& content) {
        const Bytes needle = to_bytes(std::string_view(content));
        return must(store::find_bytes(*world_->world.stores, {&needle, 1}));
    }
    static std::chrono::seconds retention_term(store::Retention& retention, std::string_view name) {
        for (const auto& kind : must(retention.preview())) {
            if (kind.name == name) return kind.term;
        }
        throw std::logic_error("no such kind");
    }
    // What the preview lists is what it counts, for every kind.
    static void expect_listed(store::Retention& retention, std::int64_t rows) {
        std::int64_t listed = 0;
        for (const auto& kind : must(retention.preview()))
            for (const auto& group : must(retention.due(kind.name, 100))) listed += group.count;
        EXPECT_EQ(listed, rows);
    }
    // B10
    void expect_stores_apart() {
        const auto shared = must(store::find_shared_ids(*world_->world.stores));
        EXPECT_TRUE(shared.empty()) << shared[0].id << " in " << shared[0].first << " and " << shared[0].second;
    }
    std::unique_ptr<RecordsWorld> world_;
};

#define MD_RECORDS_ON_BOTH_BACK_ENDS(suite)                                              \
    INSTANTIATE_TEST_SUITE_P(BackEnds, suite, ::testing::Values("sqlite", "postgresql"), \
                             [](const auto& each) { return std::string(each.param); })

}  // namespace md::analysis
