#include "analysis/tracking/assignment.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <functional>

namespace md::analysis {
namespace {

double total(const Costs& costs, const std::vector<std::optional<std::size_t>>& column_of, double alone) {
    double sum = 0;
    for (std::size_t row = 0; row < costs.rows(); ++row) sum += column_of[row] ? costs.at(row, *column_of[row]) : alone;
    return sum;
}

// Tries everything.
double least(const Costs& costs, double alone) {
    std::vector<bool> taken(costs.columns(), false);
    const std::function<double(std::size_t)> from = [&](std::size_t row) -> double {
        if (row == costs.rows()) return 0;
        double best = alone + from(row + 1);
        for (std::size_t column = 0; column < costs.columns(); ++column) {
            if (taken[column] || !costs.allowed(row, column)) continue;
            taken[column] = true;
            best = std::min(best, costs.at(row, column) + from(row + 1));
            taken[column] = false;
        }
        return best;
    };
    return from(0);
}

RC_GTEST_PROP(Assignment, IsAsGoodAsTryingEverything, ()) {
    const auto rows = *rc::gen::inRange<std::size_t>(0, 6), columns = *rc::gen::inRange<std::size_t>(0, 6);
    const double alone = *rc::gen::inRange(-5, 25);
    Costs costs(rows, columns);
    for (std::size_t row = 0; row < rows; ++row)
        for (std::size_t column = 0; column < columns; ++column)
            if (*rc::gen::inRange(0, 3) != 0) costs.at(row, column) = *rc::gen::inRange(-20, 30);
    const auto column_of = assign(costs, alone);
    std::vector<bool> taken(columns, false);
    for (std::size_t row = 0; row < rows; ++row) {
        if (!column_of[row]) continue;
        RC_ASSERT(costs.allowed(row, *column_of[row]) && !taken[*column_of[row]]);
        taken[*column_of[row]] = true;
    }
    RC_ASSERT(std::abs(total(costs, column_of, alone) - least(costs, alone)) < 1e-9);
}

TEST(Assignment, NothingToAssign) {
    EXPECT_TRUE(assign(Costs(0, 5), 1).empty());
    EXPECT_EQ(assign(Costs(2, 0), 1), (std::vector<std::optional<std::size_t>>{std::nullopt, std::nullopt}));
}

}  // namespace
}  // namespace md::analysis
