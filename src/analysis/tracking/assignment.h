#pragma once
// Optimal assignment of rows to columns (Jonker and Volgenant, Computing 38, 1987: shortest augmenting paths). Pure.
#include <cstddef>
#include <limits>
#include <optional>
#include <vector>

namespace md::analysis {

// Costs of pairs. A pair that was never set is forbidden.
class Costs {
public:
    static constexpr double kForbidden = std::numeric_limits<double>::infinity();
    Costs(std::size_t rows, std::size_t columns) : rows_(rows), columns_(columns), cost_(rows * columns, kForbidden) {}
    std::size_t rows() const { return rows_; }
    std::size_t columns() const { return columns_; }
    double& at(std::size_t row, std::size_t column) { return cost_[row * columns_ + column]; }
    double at(std::size_t row, std::size_t column) const { return cost_[row * columns_ + column]; }
    bool allowed(std::size_t row, std::size_t column) const { return at(row, column) < kForbidden; }

private:
    std::size_t rows_, columns_;
    std::vector<double> cost_;
};

// The column of each row such that the sum is least, where a row without a column costs `alone`. Pairs that cost more than `alone` are
// never made. Falls apart into groups that share no allowed pair, so that 200 faces cost little more than 20.
std::vector<std::optional<std::size_t>> assign(const Costs& costs, double alone);

}  // namespace md::analysis
