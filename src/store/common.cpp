#include "store/common.h"

#include <fmt/format.h>

#include "store/errors.h"
#include "store/sql_text.h"

namespace md::store {
namespace {

constexpr std::string_view kVersionTable = R"(CREATE TABLE IF NOT EXISTS md_migrations (
    module TEXT NOT NULL, version INTEGER NOT NULL, name TEXT NOT NULL, PRIMARY KEY (module, version)))";

// False when the visitor wants no more.
Result<bool> scan_table(Queries& queries, const std::string& table, const Rows& columns, const ScanVisitor& each) {
    std::string list;
    for (const auto& column : columns) list += (list.empty() ? "" : ", ") + quoted_name(column.text(0));
    bool go_on = true;
    const auto visit_row = [&](const Row& row) {
        for (std::size_t i = 0; i < row.size() && go_on; ++i) {
            const auto content = row.bytes(i);
            if (content) go_on = each(table, columns[i].text(0), *content);
        }
        return go_on;
    };
    MD_TRY(queries.for_each(fmt::format("SELECT {} FROM {}", list, quoted_name(table)), {}, visit_row));
    return go_on;
}

}  // namespace

Status apply_migrations(Queries& queries, std::string_view module, std::span<const Migration> migrations) {
    MD_TRY(queries.execute(kVersionTable));
    MD_ASSIGN(const Rows rows,
              queries.query("SELECT COALESCE(MAX(version), 0) FROM md_migrations WHERE module = ?", {std::string(module)}));
    const auto present = rows.front().integer(0);
    const auto newest = migrations.empty() ? 0 : migrations.back().version;
    if (present > newest)
        return fail(errors::kMigrationNewer, fmt::format("{}: data has version {}, program knows {}", module, present, newest));
    for (const auto& migration : migrations) {
        if (migration.version <= present) continue;
        for (const auto& statement : split_statements(migration.sql)) MD_TRY(queries.execute(statement));
        MD_TRY(queries.execute("INSERT INTO md_migrations (module, version, name) VALUES (?, ?, ?)",
                               {std::string(module), std::int64_t{migration.version}, std::string(migration.name)}));
    }
    return {};
}

Status scan_tables(Queries& queries, std::string_view tables, std::string_view columns, const ScanVisitor& each) {
    MD_ASSIGN(const Rows names, queries.query(tables));
    for (const auto& name : names) {
        MD_ASSIGN(const Rows table_columns, queries.query(columns, {name.text(0)}));
        MD_ASSIGN(const bool go_on, scan_table(queries, name.text(0), table_columns, each));
        if (!go_on) break;
    }
    return {};
}

}  // namespace md::store
