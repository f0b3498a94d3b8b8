#pragma once
// Both back-ends for the tests of this module.
#include <gtest/gtest.h>

#include "postgres.h"
#include "store/stores.h"
#include "test_support.h"

namespace md::store {

inline Profile test_profile() { return *profile_from(test::profile_name()); }

// Parameter: "sqlite" or "postgresql".
class OnBothBackEnds : public ::testing::TestWithParam<const char*> {
protected:
    void SetUp() override {
        if (on_postgres() && !test::Postgres::shared()) GTEST_SKIP() << "postgresql-15 is not installed";
    }
    bool on_postgres() const { return std::string_view(GetParam()) == "postgresql"; }
    std::shared_ptr<Database> new_database() {
        return must(on_postgres() ? Database::open_postgres(test::Postgres::shared()->new_database())
                                  : Database::open_sqlite(temp_ / "test.db"));
    }
    StoresConfig new_stores() const {
        StoresConfig config{test_profile(), temp_.path(), {}};
        if (on_postgres()) config.postgres = test::Postgres::shared()->new_stores();
        return config;
    }

    test::TempDir temp_;
    FakeClock clock_;
    SystemRandom random_;
};

#define MD_ON_BOTH_BACK_ENDS(suite)                                                      \
    INSTANTIATE_TEST_SUITE_P(BackEnds, suite, ::testing::Values("sqlite", "postgresql"), \
                             [](const auto& each) { return std::string(each.param); })

}  // namespace md::store
