#include "analysis/records/rows.h"

#include <algorithm>

#include "base/bytes.h"

namespace md::analysis {

Status Sequence::open(store::Database& database, std::string_view table) {
    MD_ASSIGN(const auto rows, database.query(std::string("SELECT COALESCE(MAX(sequence), 0) FROM ").append(table)));
    last_ = rows.at(0).integer(0);
    return {};
}

std::int64_t Sequence::next(WallTime now) {
    auto last = last_.load();
    std::int64_t next = 0;
    do {
        next = std::max(last + 1, to_micros(now));
    } while (!last_.compare_exchange_weak(last, next));
    return next;
}

std::string cursor_of(std::int64_t before) { return to_hex(Writer().u64(static_cast<std::uint64_t>(before)).bytes()); }

std::int64_t read_cursor(const std::string& cursor) {
    const auto bytes = from_hex(cursor);
    return bytes && bytes->size() == 8 ? static_cast<std::int64_t>(Reader(*bytes).u64()) : INT64_MAX;
}

std::string join_names(const std::vector<std::string>& names) {
    std::string out;
    for (const auto& name : names) out.append(out.empty() ? "\n" : "").append(name).append("\n");
    return out;
}

std::vector<std::string> split_names(const std::string& text) {
    std::vector<std::string> out;
    for (std::size_t start = 1; start < text.size();) {
        const auto end = std::min(text.find('\n', start), text.size());
        out.push_back(text.substr(start, end - start));
        start = end + 1;
    }
    return out;
}

void Conditions::add_name(std::string_view column, const std::string& name) {
    std::string pattern = "%\n";
    for (const char c : name) {
        if (c == '%' || c == '_' || c == '~') pattern += '~';
        pattern += c;
    }
    text_.append(" AND ").append(column).append(" LIKE ? ESCAPE '~'");
    params_.emplace_back(pattern + "\n%");
}

store::Value optional_time(const std::optional<WallTime>& time) { return time ? store::Value(to_micros(*time)) : store::Value(); }

std::optional<WallTime> read_time(const store::Row& row, std::size_t column) {
    if (row.null(column)) return std::nullopt;
    return from_micros(row.integer(column));
}

Status note(const RecordParts& parts, const Actor& actor, std::string action, std::string object, std::string_view clause,
            std::string detail_json) {
    ledger::Entry entry;
    entry.actor = actor;
    entry.action = std::move(action);
    entry.object = std::move(object);
    entry.outcome = "ok";
    entry.clause = clause;
    entry.detail_json = std::move(detail_json);
    MD_TRY(parts.ledger->append(std::move(entry)));
    return {};
}

store::RetentionKind retention_of_rows(store::Database& database, std::string table, std::string column, std::string camera) {
    store::RetentionKind kind;
    kind.count_due = [&database, table, column](WallTime now, std::chrono::seconds term) -> Result<std::int64_t> {
        MD_ASSIGN(const auto rows, database.query("SELECT COUNT(*) FROM " + table + " WHERE " + column + " <= ?", {to_micros(now - term)}));
        return rows.at(0).integer(0);
    };
    kind.delete_due = [&database, table, column](WallTime now, std::chrono::seconds term, std::int64_t limit) {
        return database.execute("DELETE FROM " + table + " WHERE id IN (SELECT id FROM " + table + " WHERE " + column + " <= ? ORDER BY " +
                                    column + " LIMIT ?)",
                                {to_micros(now - term), limit});
    };
    kind.list_due = [&database, table, column, camera](std::chrono::seconds term,
                                                       std::int64_t limit) -> Result<std::vector<store::DueGroup>> {
        const std::string hour = column + " - " + column + " % 3600000000";  // of microseconds
        const bool by_camera = !camera.empty();                              // PostgreSQL groups by no constant
        MD_ASSIGN(const auto rows,
                  database.query("SELECT MIN(" + column + "), COUNT(*), " + (by_camera ? "MIN(" + camera + ")" : "''") + " FROM " + table +
                                     " GROUP BY " + hour + (by_camera ? ", " + camera : "") + " ORDER BY 1 LIMIT ?",
                                 {limit}));
        std::vector<store::DueGroup> out;
        for (const auto& row : rows) out.push_back({from_micros(row.integer(0)) + term, row.integer(1), row.text(2)});
        return out;
    };
    return kind;
}

}  // namespace md::analysis
