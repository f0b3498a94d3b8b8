#pragma once
// One PostgreSQL connection with its prepared statements. Used by one thread at a time.
#include <libpq-fe.h>

#include <memory>
#include <string>
#include <unordered_map>

#include "store/database.h"

namespace md::store {

class PostgresConnection final : public Queries {
public:
    static Result<std::unique_ptr<PostgresConnection>> open(const std::string& connection);

    Result<Rows> query(std::string_view sql, const Params& params = {}) override;
    // A SELECT runs behind a cursor, so memory stays bounded and other statements may run in between. Needs a transaction.
    Status for_each(std::string_view sql, const Params& params, const std::function<bool(const Row&)>& each) override;
    Result<std::int64_t> execute(std::string_view sql, const Params& params = {}) override;
    // Whether the server still holds the other end; asks the socket, not the server.
    bool alive();

private:
    struct Closer {
        void operator()(PGconn* handle) const { PQfinish(handle); }
        void operator()(PGresult* result) const { PQclear(result); }
    };
    using Answer = std::unique_ptr<PGresult, Closer>;
    explicit PostgresConnection(PGconn* handle) : handle_(handle) {}
    Result<Answer> run(std::string_view sql, const Params& params);
    Result<Answer> run_translated(const std::string& sql, const Params& params);
    Result<std::string> prepared(const std::string& sql, const std::vector<Oid>& types);
    Result<Answer> checked(Answer answer, std::string_view sql);

    std::unique_ptr<PGconn, Closer> handle_;
    std::unordered_map<std::string, std::string> prepared_;  // types and SQL -> name
    int names_ = 0, cursors_ = 0;
};

}  // namespace md::store
