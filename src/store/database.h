#pragma once
// One small SQL interface over SQLite (default) and PostgreSQL 15. Only this module includes their headers.
//
// SQL is the common part of both: `?` placeholders, types INTEGER (64 bit), REAL, TEXT, BLOB (`BYTEA` is substituted), `INSERT ... ON
// CONFLICT`, `RETURNING`, `INTEGER PRIMARY KEY` (numbered by the database), `WITHOUT ROWID` (dropped for PostgreSQL). LIKE minds the case
// in both. One statement a call. Every call is thread-safe; a transaction holds its own connection.
//
// Errors: kDiskFull, kStoreCorrupt, kConflict (a constraint, or a lost race), kStoreUnavailable (busy for 10 s, or no connection), else
// kStoreFailed.
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace md::store {

using Value = std::variant<std::monostate, std::int64_t, double, std::string, Bytes>;
using Params = std::vector<Value>;

class Row {
public:
    explicit Row(std::vector<Value> values) : values_(std::move(values)) {}
    bool null(std::size_t column) const { return std::holds_alternative<std::monostate>(values_.at(column)); }
    std::int64_t integer(std::size_t column) const;  // 0 when null
    double real(std::size_t column) const;
    const std::string& text(std::size_t column) const;  // empty when null
    const Bytes& blob(std::size_t column) const;
    // The bytes of a text or blob; nullopt for null and numbers.
    std::optional<ByteView> bytes(std::size_t column) const;
    std::size_t size() const { return values_.size(); }

private:
    std::vector<Value> values_;
};
using Rows = std::vector<Row>;

// What both Database and a running transaction can do.
class Queries {
public:
    virtual ~Queries() = default;
    virtual Result<Rows> query(std::string_view sql, const Params& params = {}) = 0;
    // Calls `each` for every row without keeping them; stop early by returning false.
    virtual Status for_each(std::string_view sql, const Params& params, const std::function<bool(const Row&)>& each) = 0;
    // Number of rows changed.
    virtual Result<std::int64_t> execute(std::string_view sql, const Params& params = {}) = 0;
};

struct Migration {
    int version;  // 1, 2, 3 ... in order, never edited once released
    std::string_view name;
    std::string_view sql;  // statements separated by ';'
};

class Database : public Queries {
public:
    // WAL, synchronous=FULL, foreign keys on, secure_delete on. The file is created with mode 0600.
    static Result<std::shared_ptr<Database>> open_sqlite(const std::filesystem::path& file);
    // A libpq connection string. Connections are pooled and re-established.
    static Result<std::shared_ptr<Database>> open_postgres(const std::string& connection);
    // Runs the body in a transaction, one at a time for each database; commits when it returns success, else rolls back and returns its
    // error. Inside the body only the Queries given may write: a write through the Database itself from there is refused (kStoreFailed),
    // because it would wait for its own transaction for ever.
    virtual Status transaction(const std::function<Status(Queries&)>& body) = 0;
    // Brings a module's tables to the newest version. `module` keeps versions of several modules in one database apart. kMigrationNewer
    // when the data was written by a newer program.
    virtual Status migrate(std::string_view module, std::span<const Migration> migrations) = 0;
    // Scrubs deleted bytes from the files: checkpoint and truncate the WAL (SQLite), nothing for PostgreSQL. Called after a deletion with
    // proof.
    virtual Status scrub() = 0;
    // Every byte string of every row of every table, for the scan that proves a deletion.
    virtual Status scan(const std::function<bool(std::string_view table, std::string_view column, ByteView content)>& each) = 0;
    // Rewrites every table, so that no free space holds old bytes. Takes a lock and time proportional to the size: for when scrub() was not
    // enough.
    virtual Status compact() = 0;
    // The files that hold the content, for reading them raw: database and WAL (SQLite), none for PostgreSQL, whose files belong to the
    // server.
    virtual std::vector<std::filesystem::path> files() const = 0;
    virtual std::string backend() const = 0;  // "sqlite" or "postgresql"
};

}  // namespace md::store
