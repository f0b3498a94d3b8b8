#include <libpq-fe.h>

#include <algorithm>
#include <mutex>

#include "store/common.h"
#include "store/errors.h"
#include "store/postgres_connection.h"
#include "store/sql_text.h"

namespace md::store {
namespace {

constexpr std::size_t kIdleConnections = 8;

// Transactions of a database run one after another, as in SQLite: a body that reads and then writes needs no thought about what comes
// between.
constexpr std::string_view kOneAtATime = "SELECT 1 FROM (SELECT pg_advisory_xact_lock(1296323684)) AS lock";

// Databases this thread is in a transaction of, so that a write beside it is refused as SQLite must refuse it.
thread_local std::vector<const void*> in_transaction;

class PostgresDatabase final : public Database {
public:
    explicit PostgresDatabase(std::string connection) : connection_(std::move(connection)) {}

    Result<Rows> query(std::string_view sql, const Params& params) override {
        MD_TRY(may_run(sql));
        return with_connection<Rows>(only_reads(sql), [&](PostgresConnection& connection) { return connection.query(sql, params); });
    }
    Status for_each(std::string_view sql, const Params& params, const std::function<bool(const Row&)>& each) override {
        MD_TRY(may_run(sql));
        return with_connection<void>(false, [&](PostgresConnection& connection) -> Status {
            return in_own_transaction(connection, [&] { return connection.for_each(sql, params, each); });
        });
    }
    Result<std::int64_t> execute(std::string_view sql, const Params& params) override {
        MD_TRY(may_run(sql));
        return with_connection<std::int64_t>(false, [&](PostgresConnection& connection) { return connection.execute(sql, params); });
    }
    Status transaction(const std::function<Status(Queries&)>& body) override {
        MD_TRY(may_run("BEGIN"));
        return with_connection<void>(false, [&](PostgresConnection& connection) -> Status {
            const Inside inside(this);
            return in_own_transaction(connection, [&]() -> Status {
                MD_TRY(connection.query(kOneAtATime));
                return body(connection);
            });
        });
    }
    Status migrate(std::string_view module, std::span<const Migration> migrations) override {
        return transaction([&](Queries& queries) { return apply_migrations(queries, module, migrations); });
    }
    Status scrub() override { return {}; }
    Status compact() override {
        MD_TRY(execute("VACUUM FULL", {}));
        return {};
    }
    Status scan(const ScanVisitor& each) override {
        return scan_tables(
            *this, "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename",
            "SELECT column_name::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name = ? "
            "ORDER BY ordinal_position",
            each);
    }
    std::vector<std::filesystem::path> files() const override { return {}; }
    std::string backend() const override { return "postgresql"; }

private:
    struct Inside {
        explicit Inside(const void* database) { in_transaction.push_back(database); }
        ~Inside() { in_transaction.pop_back(); }
        Inside(const Inside&) = delete;
    };
    struct Undo {
        PostgresConnection* connection;
        ~Undo() {
            if (connection) static_cast<void>(connection->execute("ROLLBACK"));
        }
    };

    Status may_run(std::string_view sql) const {
        if (only_reads(sql) || std::find(in_transaction.begin(), in_transaction.end(), this) == in_transaction.end()) return {};
        return fail(errors::kStoreFailed, "a write beside the running transaction of this thread");
    }

    template <class Body>
    static Status in_own_transaction(PostgresConnection& connection, const Body& body) {
        MD_TRY(connection.execute("BEGIN"));
        Undo undo{&connection};
        MD_TRY(body());
        MD_TRY(connection.execute("COMMIT"));
        undo.connection = nullptr;
        return {};
    }

    // A reading is tried again on a fresh connection when the server went away under it; a write is not, because it may have happened.
    template <class T, class Work>
    Result<T> with_connection(bool repeatable, const Work& work) {
        for (bool again = repeatable;; again = false) {
            MD_ASSIGN(auto connection, take());
            Result<T> done = work(*connection);
            if (connection->alive()) give_back(std::move(connection));
            if (done || !again || !done.error().is(errors::kStoreUnavailable)) return done;
        }
    }

    Result<std::unique_ptr<PostgresConnection>> take() {
        while (true) {
            std::unique_ptr<PostgresConnection> idle;
            {
                const std::lock_guard lock(mutex_);
                if (idle_.empty()) break;
                idle = std::move(idle_.back());
                idle_.pop_back();
            }
            if (idle->alive()) return idle;
        }
        return PostgresConnection::open(connection_);
    }

    void give_back(std::unique_ptr<PostgresConnection> connection) {
        const std::lock_guard lock(mutex_);
        if (idle_.size() < kIdleConnections) idle_.push_back(std::move(connection));
    }

    const std::string connection_;
    std::mutex mutex_;
    std::vector<std::unique_ptr<PostgresConnection>> idle_;
};

}  // namespace

Result<std::shared_ptr<Database>> Database::open_postgres(const std::string& connection) {
    auto database = std::make_shared<PostgresDatabase>(connection);
    MD_TRY(database->query("SELECT 1", {}));
    return database;
}

}  // namespace md::store
