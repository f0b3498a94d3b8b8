#pragma once
// Small things the records' tables share.
#include <atomic>
#include <optional>
#include <string>
#include <vector>

#include "analysis/records/parts.h"
#include "store/retention.h"

namespace md::analysis {

// Numbers rows in the order in which they came: microseconds, pushed on where two fall together or the clock goes back. Thread-safe.
class Sequence {
public:
    Status open(store::Database& database, std::string_view table);  // goes on after the highest there
    std::int64_t next(WallTime now);

private:
    std::atomic<std::int64_t> last_{0};
};

// A page's cursor: the sequence number below which the next page begins. What cannot be read begins at the newest.
std::string cursor_of(std::int64_t before);
std::int64_t read_cursor(const std::string& cursor);

// Names as one text. They may hold anything but a line feed, which configuration refuses in names.
std::string join_names(const std::vector<std::string>& names);
std::vector<std::string> split_names(const std::string& text);

store::Value optional_time(const std::optional<WallTime>& time);
std::optional<WallTime> read_time(const store::Row& row, std::size_t column);

// A WHERE clause that grows.
class Conditions {
public:
    explicit Conditions(std::string first, store::Value value) : text_(std::move(first)), params_{std::move(value)} {}
    void add(std::string_view condition, store::Value value) {
        text_.append(" AND ").append(condition);
        params_.push_back(std::move(value));
    }
    void add(std::string_view condition) { text_.append(" AND ").append(condition); }
    // One of the names in a joined column is this one.
    void add_name(std::string_view column, const std::string& name);
    const std::string& text() const { return text_; }
    const store::Params& params() const { return params_; }
    store::Params params_with(store::Value last) const {
        auto out = params_;
        out.push_back(std::move(last));
        return out;
    }

private:
    std::string text_;
    store::Params params_;
};

// One entry of the ledger about the analysis. detail_json: an object.
Status note(const RecordParts& parts, const Actor& actor, std::string action, std::string object, std::string_view clause,
            std::string detail_json = "{}");

// A kind whose rows die by a time in a column: count, list by hour and camera (`camera`: its column, empty where there is none), and delete.
store::RetentionKind retention_of_rows(store::Database& database, std::string table, std::string column, std::string camera);

}  // namespace md::analysis
