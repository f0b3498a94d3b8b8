// Values as a server sends them, also as no honest server would.
#include "store/postgres_values.h"

#include <gtest/gtest.h>

#include <memory>

namespace md::store {
namespace {

constexpr Oid kNumeric = 1700;

Row received(Oid type, Bytes content) {
    char name[] = "c";
    PGresAttDesc column{};
    column.name = name;
    column.format = 1;
    column.typid = type;
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQmakeEmptyPGresult(nullptr, PGRES_TUPLES_OK), PQclear);
    EXPECT_TRUE(PQsetResultAttrs(result.get(), 1, &column));
    EXPECT_TRUE(PQsetvalue(result.get(), 0, 0, reinterpret_cast<char*>(content.data()), static_cast<int>(content.size())));
    return row_of(result.get(), 0);
}

Bytes numeric(std::vector<std::uint16_t> digits, std::int16_t weight, bool negative = false, std::uint16_t scale = 0) {
    Writer out;
    out.u16(static_cast<std::uint16_t>(digits.size())).u16(static_cast<std::uint16_t>(weight)).u16(negative ? 0x4000 : 0).u16(scale);
    for (const auto digit : digits) out.u16(digit);
    return out.bytes();
}

TEST(PostgresValues, WholeNumericsAreIntegers) {
    EXPECT_EQ(received(kNumeric, numeric({}, 0)).integer(0), 0);
    EXPECT_EQ(received(kNumeric, numeric({12, 3456}, 1)).integer(0), 123'456);
    EXPECT_EQ(received(kNumeric, numeric({7}, 3, true)).integer(0), -7'000'000'000'000) << "zero digits at the end are not sent";
}

TEST(PostgresValues, OtherNumericsAreReal) {
    EXPECT_DOUBLE_EQ(received(kNumeric, numeric({9999, 3333, 3333, 3333, 3333, 3333}, 0, false, 20)).real(0), 9999.33333333333333333333)
        << "an average has more digits than an integer";
    EXPECT_DOUBLE_EQ(received(kNumeric, numeric({1}, 6, true)).real(0), -1e24);
}

TEST(PostgresValues, WhatNoServerSendsIsReadToItsEnd) {
    EXPECT_NO_THROW(received(kNumeric, numeric({65535, 65535, 65535, 65535, 65535, 65535, 65535}, 1)));
    EXPECT_NO_THROW(received(kNumeric, numeric({1}, 32767)));
    EXPECT_NO_THROW(received(kNumeric, {0xff, 0xff}));
}

}  // namespace
}  // namespace md::store
