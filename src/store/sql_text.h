#pragma once
// What must be known of SQL text to run one text on both back-ends. Quotes, quoted names and comments are left alone.
#include <string>
#include <string_view>
#include <vector>

namespace md::store {

// Statements between semicolons, without empty ones.
std::vector<std::string> split_statements(std::string_view sql);
// True for a statement that only reads: it begins with SELECT or VALUES.
bool only_reads(std::string_view sql);
// `?` becomes $1, $2 ...; column types become PostgreSQL's.
std::string to_postgres(std::string_view sql);
// A name in double quotes.
std::string quoted_name(std::string_view name);

}  // namespace md::store
