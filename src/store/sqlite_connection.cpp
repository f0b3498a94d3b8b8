#include "store/sqlite_connection.h"

#include <fmt/format.h>

#include "base/errors.h"
#include "store/errors.h"

namespace md::store {
namespace {

constexpr int kBusyTimeoutMs = 10'000;
constexpr std::size_t kCachedStatements = 128;

const ErrorKind& kind_of(int code, int system_error) {
    switch (code & 0xff) {
        case SQLITE_FULL:
            return errors::kDiskFull;
        case SQLITE_IOERR:
            return system_error == ENOSPC || system_error == EDQUOT ? errors::kDiskFull : errors::kStoreFailed;
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
            return errors::kStoreCorrupt;
        case SQLITE_CONSTRAINT:
            return errors::kConflict;
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_CANTOPEN:
            return errors::kStoreUnavailable;
        default:
            return errors::kStoreFailed;
    }
}

struct Binder {
    sqlite3_stmt* statement;
    int index;
    int operator()(std::monostate) const { return sqlite3_bind_null(statement, index); }
    int operator()(std::int64_t value) const { return sqlite3_bind_int64(statement, index, value); }
    int operator()(double value) const { return sqlite3_bind_double(statement, index, value); }
    int operator()(const std::string& value) const {
        return sqlite3_bind_text64(statement, index, value.data(), value.size(), SQLITE_STATIC, SQLITE_UTF8);
    }
    int operator()(const Bytes& value) const {
        if (value.empty()) return sqlite3_bind_zeroblob(statement, index, 0);  // a null pointer would bind NULL
        return sqlite3_bind_blob64(statement, index, value.data(), value.size(), SQLITE_STATIC);
    }
};

Value value_of(sqlite3_stmt* statement, int column) {
    switch (sqlite3_column_type(statement, column)) {
        case SQLITE_INTEGER:
            return sqlite3_column_int64(statement, column);
        case SQLITE_FLOAT:
            return sqlite3_column_double(statement, column);
        case SQLITE_TEXT: {
            const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
            return std::string(text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
        }
        case SQLITE_BLOB: {
            const auto* data = static_cast<const std::uint8_t*>(sqlite3_column_blob(statement, column));
            return Bytes(data, data + sqlite3_column_bytes(statement, column));
        }
        default:
            return std::monostate{};
    }
}

Row row_of(sqlite3_stmt* statement) {
    const int columns = sqlite3_column_count(statement);
    std::vector<Value> values;
    values.reserve(static_cast<std::size_t>(columns));
    for (int i = 0; i < columns; ++i) values.push_back(value_of(statement, i));
    return Row(std::move(values));
}

}  // namespace

Result<std::unique_ptr<SqliteConnection>> SqliteConnection::open(const std::filesystem::path& file, bool writer) {
    sqlite3* handle = nullptr;
    const int opened = sqlite3_open_v2(file.c_str(), &handle, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, nullptr);
    std::unique_ptr<SqliteConnection> connection(new SqliteConnection(handle));
    if (opened != SQLITE_OK) return fail(connection->error(file.string()));
    MD_TRY(connection->configure(writer));
    return connection;
}

Status SqliteConnection::configure(bool writer) {
    sqlite3_extended_result_codes(handle_.get(), 1);
    sqlite3_busy_timeout(handle_.get(), kBusyTimeoutMs);
    if (writer) MD_TRY(query("PRAGMA journal_mode = WAL"));
    // secure_delete: deleted rows are overwritten. temp_store: sorting never leaves rows in temporary files. case_sensitive_like: as
    // PostgreSQL.
    for (const char* pragma :
         {"PRAGMA synchronous = FULL", "PRAGMA foreign_keys = ON", "PRAGMA secure_delete = ON", "PRAGMA temp_store = MEMORY",
          "PRAGMA trusted_schema = OFF", "PRAGMA cell_size_check = ON", "PRAGMA case_sensitive_like = ON"}) {
        MD_TRY(query(pragma));
    }
    if (!writer) MD_TRY(query("PRAGMA query_only = ON"));
    MD_TRY(query("SELECT COUNT(*) FROM sqlite_schema"));  // reads the header: a file that is no database is found here
    return {};
}

Result<Statement> SqliteConnection::take(std::string_view sql) {
    if (const auto found = idle_.find(std::string(sql)); found != idle_.end()) {
        Statement statement = std::move(found->second);
        idle_.erase(found);
        return statement;
    }
    sqlite3_stmt* raw = nullptr;
    const char* tail = nullptr;
    if (sqlite3_prepare_v3(handle_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw, &tail) != SQLITE_OK)
        return fail(error(sql));
    Statement statement(raw);
    const std::string_view rest(tail, static_cast<std::size_t>(sql.data() + sql.size() - tail));
    if (!statement || rest.find_first_not_of(" \t\r\n;") != std::string_view::npos)
        return fail(errors::kStoreFailed, "one statement expected: " + std::string(sql));
    return statement;
}

void SqliteConnection::give_back(std::string_view sql, Statement statement) {
    sqlite3_reset(statement.get());
    sqlite3_clear_bindings(statement.get());
    if (idle_.size() >= kCachedStatements) idle_.clear();
    idle_.insert_or_assign(std::string(sql), std::move(statement));
}

Status SqliteConnection::bind(sqlite3_stmt* statement, const Params& params) {
    if (sqlite3_bind_parameter_count(statement) != static_cast<int>(params.size())) {
        return fail(errors::kStoreFailed, fmt::format("{} parameters given to: {}", params.size(), sqlite3_sql(statement)));
    }
    for (std::size_t i = 0; i < params.size(); ++i) {
        if (std::visit(Binder{statement, static_cast<int>(i) + 1}, params[i]) != SQLITE_OK) return fail(error(sqlite3_sql(statement)));
    }
    return {};
}

Status SqliteConnection::for_each(std::string_view sql, const Params& params, const std::function<bool(const Row&)>& each) {
    MD_ASSIGN(Statement statement, take(sql));
    MD_TRY(bind(statement.get(), params));
    int step;
    while ((step = sqlite3_step(statement.get())) == SQLITE_ROW) {
        if (!each(row_of(statement.get()))) break;
    }
    if (step != SQLITE_ROW && step != SQLITE_DONE) return fail(error(sql));
    give_back(sql, std::move(statement));
    return {};
}

Result<Rows> SqliteConnection::query(std::string_view sql, const Params& params) {
    Rows rows;
    MD_TRY(for_each(sql, params, [&](const Row& row) {
        rows.push_back(row);
        return true;
    }));
    return rows;
}

Result<std::int64_t> SqliteConnection::execute(std::string_view sql, const Params& params) {
    const auto before = sqlite3_total_changes64(handle_.get());
    MD_TRY(for_each(sql, params, [](const Row&) { return true; }));
    // sqlite3_changes() keeps the count of an earlier statement when this one is no INSERT, UPDATE or DELETE.
    return sqlite3_total_changes64(handle_.get()) == before ? 0 : sqlite3_changes64(handle_.get());
}

// The statement is part of the detail, its values are not: they may be personal.
Error SqliteConnection::error(std::string_view sql) const {
    const int code = sqlite3_extended_errcode(handle_.get());
    return Error(kind_of(code, sqlite3_system_errno(handle_.get())), fmt::format("{} ({}): {}", sqlite3_errmsg(handle_.get()), code, sql));
}

}  // namespace md::store
