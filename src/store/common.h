#pragma once
// What both back-ends do in the same way, written over Queries.
#include "store/database.h"

namespace md::store {

// Runs inside a transaction that no other migration of the database can overlap.
Status apply_migrations(Queries& queries, std::string_view module, std::span<const Migration> migrations);

using ScanVisitor = std::function<bool(std::string_view table, std::string_view column, ByteView content)>;
// `tables` selects the table names, `columns` the column names of the table given as its parameter.
Status scan_tables(Queries& queries, std::string_view tables, std::string_view columns, const ScanVisitor& each);

}  // namespace md::store
