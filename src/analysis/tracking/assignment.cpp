#include "analysis/tracking/assignment.h"

#include <algorithm>
#include <numeric>

namespace md::analysis {
namespace {

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

// Columns 0..n-1 are real, n..n+m-1 are "alone", one a row. Rows are added one by one along the cheapest alternating path.
class Augmenter {
public:
    Augmenter(const Costs& costs, const std::vector<std::size_t>& rows, const std::vector<std::size_t>& columns, double alone)
        : costs_(costs),
          rows_(rows),
          columns_(columns),
          alone_(alone),
          width_(columns.size() + rows.size()),
          row_of_(width_, kNone),
          row_price_(rows.size(), 0),
          column_price_(width_, 0) {}

    void add(std::size_t row) {
        std::vector<double> distance(width_, Costs::kForbidden);
        std::vector<std::size_t> from(width_, kNone);  // the column before on the path, kNone: the new row
        std::vector<bool> done(width_, false);
        std::size_t at_row = row, at_column = kNone;
        double so_far = 0;
        do {
            std::size_t next = kNone;
            for (std::size_t column = 0; column < width_; ++column) {
                if (done[column]) continue;
                const double step = so_far + cost(at_row, column) - row_price_[at_row] - column_price_[column];
                if (step < distance[column]) distance[column] = step, from[column] = at_column;
                if (next == kNone || distance[column] < distance[next]) next = column;
            }
            so_far = distance[next];
            done[next] = true;
            at_column = next;
            at_row = row_of_[next];
        } while (at_row != kNone);
        reprice(row, at_column, distance, done);
        for (std::size_t column = at_column; column != kNone; column = from[column])
            row_of_[column] = from[column] == kNone ? row : row_of_[from[column]];
    }
    void result(std::vector<std::optional<std::size_t>>& column_of) const {
        for (std::size_t column = 0; column < columns_.size(); ++column)
            if (row_of_[column] != kNone) column_of[rows_[row_of_[column]]] = columns_[column];
    }

private:
    double cost(std::size_t row, std::size_t column) const {
        if (column < columns_.size()) {
            const double real = costs_.at(rows_[row], columns_[column]);
            return real <= alone_ ? real : Costs::kForbidden;
        }
        return column - columns_.size() == row ? alone_ : Costs::kForbidden;
    }
    // Keeps reduced costs from going below zero, which the shortest path needs.
    void reprice(std::size_t row, std::size_t end, const std::vector<double>& distance, const std::vector<bool>& done) {
        const double length = distance[end];
        row_price_[row] += length;
        for (std::size_t column = 0; column < width_; ++column) {
            if (!done[column] || column == end) continue;
            column_price_[column] += distance[column] - length;
            row_price_[row_of_[column]] += length - distance[column];
        }
    }

    const Costs& costs_;
    const std::vector<std::size_t>&rows_, &columns_;
    const double alone_;
    const std::size_t width_;
    std::vector<std::size_t> row_of_;
    std::vector<double> row_price_, column_price_;
};

// Which group each row and column belongs to: union-find over allowed pairs, rows first, then columns.
class Groups {
public:
    explicit Groups(std::size_t count) : parent_(count) { std::iota(parent_.begin(), parent_.end(), 0); }
    std::size_t find(std::size_t item) {
        while (parent_[item] != item) item = parent_[item] = parent_[parent_[item]];
        return item;
    }
    void join(std::size_t a, std::size_t b) { parent_[find(a)] = find(b); }

private:
    std::vector<std::size_t> parent_;
};

}  // namespace

std::vector<std::optional<std::size_t>> assign(const Costs& costs, double alone) {
    Groups groups(costs.rows() + costs.columns());
    for (std::size_t row = 0; row < costs.rows(); ++row)
        for (std::size_t column = 0; column < costs.columns(); ++column)
            if (costs.at(row, column) <= alone) groups.join(row, costs.rows() + column);

    std::vector<std::vector<std::size_t>> rows(costs.rows() + costs.columns()), columns(rows.size());
    for (std::size_t row = 0; row < costs.rows(); ++row) rows[groups.find(row)].push_back(row);
    for (std::size_t column = 0; column < costs.columns(); ++column) columns[groups.find(costs.rows() + column)].push_back(column);

    std::vector<std::optional<std::size_t>> column_of(costs.rows());
    for (std::size_t group = 0; group < rows.size(); ++group) {
        if (rows[group].empty() || columns[group].empty()) continue;
        Augmenter augmenter(costs, rows[group], columns[group], alone);
        for (std::size_t row = 0; row < rows[group].size(); ++row) augmenter.add(row);
        augmenter.result(column_of);
    }
    return column_of;
}

}  // namespace md::analysis
