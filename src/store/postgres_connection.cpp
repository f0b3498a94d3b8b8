#include "store/postgres_connection.h"

#include <fmt/format.h>

#include <cstdlib>

#include "base/errors.h"
#include "store/errors.h"
#include "store/postgres_values.h"
#include "store/sql_text.h"

namespace md::store {
namespace {

constexpr std::size_t kCachedStatements = 256;
constexpr int kRowsAFetch = 2000;
constexpr int kBinary = 1;

constexpr std::string_view kSettings =
    "SET client_encoding = 'UTF8'; SET TIME ZONE 'UTC'; SET synchronous_commit = on; SET standard_conforming_strings = on; "
    "SET lock_timeout = '10s'; SET client_min_messages = warning";

// PostgreSQL 15, appendix A.
const ErrorKind& kind_of(std::string_view state) {
    if (state.empty() || state.starts_with("08") || state.starts_with("57P")) return errors::kStoreUnavailable;
    if (state.starts_with("23") || state.starts_with("40")) return errors::kConflict;  // constraints; deadlock and serialisation
    if (state == "53100") return errors::kDiskFull;
    if (state.starts_with("53") || state == "55P03") return errors::kStoreUnavailable;  // resources; lock timeout
    if (state.starts_with("XX")) return errors::kStoreCorrupt;
    return errors::kStoreFailed;
}

std::string one_line(std::string text) {
    for (char& c : text) c = c == '\n' ? ' ' : c;
    return text;
}

}  // namespace

Result<std::unique_ptr<PostgresConnection>> PostgresConnection::open(const std::string& connection) {
    PGconn* handle = PQconnectdb(connection.c_str());
    std::unique_ptr<PostgresConnection> out(new PostgresConnection(handle));
    if (PQstatus(handle) != CONNECTION_OK) return fail(errors::kStoreUnavailable, one_line(PQerrorMessage(handle)));
    PQsetNoticeProcessor(
        handle, [](void*, const char*) {}, nullptr);  // notices would go to standard error
    for (const auto& setting : split_statements(kSettings)) MD_TRY(out->execute(setting));
    return out;
}

bool PostgresConnection::alive() { return PQconsumeInput(handle_.get()) == 1 && PQstatus(handle_.get()) == CONNECTION_OK; }

Result<PostgresConnection::Answer> PostgresConnection::checked(Answer answer, std::string_view sql) {
    const auto status = PQresultStatus(answer.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return answer;
    const char* state = PQresultErrorField(answer.get(), PG_DIAG_SQLSTATE);
    const char* message = PQresultErrorField(answer.get(), PG_DIAG_MESSAGE_PRIMARY);
    // Only the primary message: the detail names values, and they may be personal.
    return fail(kind_of(state ? state : ""), fmt::format("{} ({}): {}", message ? message : "connection lost", state ? state : "-", sql));
}

Result<std::string> PostgresConnection::prepared(const std::string& sql, const std::vector<Oid>& types) {
    std::string key(reinterpret_cast<const char*>(types.data()), types.size() * sizeof(Oid));
    key += sql;
    if (const auto found = prepared_.find(key); found != prepared_.end()) return found->second;
    if (prepared_.size() >= kCachedStatements) {
        MD_TRY(checked(Answer(PQexec(handle_.get(), "DEALLOCATE ALL")), "DEALLOCATE ALL"));
        prepared_.clear();
    }
    const std::string name = fmt::format("s{}", ++names_);
    MD_TRY(checked(Answer(PQprepare(handle_.get(), name.c_str(), sql.c_str(), static_cast<int>(types.size()), types.data())), sql));
    prepared_.emplace(std::move(key), name);
    return name;
}

Result<PostgresConnection::Answer> PostgresConnection::run(std::string_view sql, const Params& params) {
    return run_translated(to_postgres(sql), params);
}

Result<PostgresConnection::Answer> PostgresConnection::run_translated(const std::string& sql, const Params& params) {
    const WireParams wire(params);
    MD_ASSIGN(const std::string name, prepared(sql, wire.types()));
    return checked(
        Answer(PQexecPrepared(handle_.get(), name.c_str(), wire.count(), wire.values(), wire.lengths(), wire.formats(), kBinary)), sql);
}

Result<Rows> PostgresConnection::query(std::string_view sql, const Params& params) {
    MD_ASSIGN(const Answer answer, run(sql, params));
    Rows rows;
    rows.reserve(static_cast<std::size_t>(PQntuples(answer.get())));
    for (int i = 0; i < PQntuples(answer.get()); ++i) rows.push_back(row_of(answer.get(), i));
    return rows;
}

Status PostgresConnection::for_each(std::string_view sql, const Params& params, const std::function<bool(const Row&)>& each) {
    if (!only_reads(sql)) {
        MD_ASSIGN(const Rows rows, query(sql, params));
        for (const auto& row : rows) {
            if (!each(row)) break;
        }
        return {};
    }
    const std::string cursor = fmt::format("c{}", ++cursors_);
    const std::string declare = fmt::format("DECLARE {} NO SCROLL CURSOR FOR {}", cursor, to_postgres(sql));
    const std::string fetch = fmt::format("FETCH {} FROM {}", kRowsAFetch, cursor);
    const WireParams wire(params);
    MD_TRY(checked(Answer(PQexecParams(handle_.get(), declare.c_str(), wire.count(), wire.types().data(), wire.values(), wire.lengths(),
                                       wire.formats(), kBinary)),
                   declare));
    for (bool go_on = true; go_on;) {
        MD_ASSIGN(const Answer answer,
                  checked(Answer(PQexecParams(handle_.get(), fetch.c_str(), 0, nullptr, nullptr, nullptr, nullptr, kBinary)), sql));
        const int count = PQntuples(answer.get());
        for (int i = 0; i < count && go_on; ++i) go_on = each(row_of(answer.get(), i));
        go_on = go_on && count == kRowsAFetch;
    }
    const std::string close = "CLOSE " + cursor;
    MD_TRY(checked(Answer(PQexec(handle_.get(), close.c_str())), close));
    return {};
}

Result<std::int64_t> PostgresConnection::execute(std::string_view sql, const Params& params) {
    const auto answer = [&]() -> Result<Answer> {
        if (!params.empty()) return run(sql, params);
        const std::string translated = to_postgres(sql);  // BEGIN, DDL and the like: preparing them gains nothing
        return checked(Answer(PQexec(handle_.get(), translated.c_str())), sql);
    }();
    if (!answer) return fail(answer.error());
    const char* count = PQcmdTuples(answer->get());
    return *count ? std::strtoll(count, nullptr, 10) : 0;
}

}  // namespace md::store
