#pragma once
// One SQLite connection with its prepared statements. Used by one thread at a time.
#include <sqlite3.h>

#include <filesystem>
#include <memory>
#include <string>
#include <unordered_map>

#include "store/database.h"

namespace md::store {

struct StatementDeleter {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, StatementDeleter>;

class SqliteConnection final : public Queries {
public:
    static Result<std::unique_ptr<SqliteConnection>> open(const std::filesystem::path& file, bool writer);

    Result<Rows> query(std::string_view sql, const Params& params = {}) override;
    Status for_each(std::string_view sql, const Params& params, const std::function<bool(const Row&)>& each) override;
    Result<std::int64_t> execute(std::string_view sql, const Params& params = {}) override;

private:
    struct Closer {
        void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
    };
    explicit SqliteConnection(sqlite3* handle) : handle_(handle) {}
    Status configure(bool writer);
    // A statement is out of the cache while it runs, so that the visitor of one run may start the same statement again.
    Result<Statement> take(std::string_view sql);
    void give_back(std::string_view sql, Statement statement);
    Status bind(sqlite3_stmt* statement, const Params& params);
    Error error(std::string_view sql) const;

    std::unique_ptr<sqlite3, Closer> handle_;
    std::unordered_map<std::string, Statement> idle_;
};

}  // namespace md::store
