#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "base/errors.h"
#include "base/files.h"
#include "store/common.h"
#include "store/errors.h"
#include "store/sql_text.h"
#include "store/sqlite_connection.h"

namespace md::store {
namespace {

constexpr std::size_t kIdleReaders = 8;

// One writer, and as many readers as there are readings at the same time: in WAL neither waits for the other.
class SqliteDatabase final : public Database {
public:
    SqliteDatabase(std::filesystem::path file, std::unique_ptr<SqliteConnection> writer)
        : file_(std::move(file)), writer_(std::move(writer)) {}

    Result<Rows> query(std::string_view sql, const Params& params) override {
        if (!only_reads(sql)) return with_writer<Rows>([&](SqliteConnection& writer) { return writer.query(sql, params); });
        MD_ASSIGN(Reader reader, take_reader());
        return reader->query(sql, params);
    }
    Status for_each(std::string_view sql, const Params& params, const std::function<bool(const Row&)>& each) override {
        if (!only_reads(sql)) return with_writer<void>([&](SqliteConnection& writer) { return writer.for_each(sql, params, each); });
        MD_ASSIGN(Reader reader, take_reader());
        return reader->for_each(sql, params, each);
    }
    Result<std::int64_t> execute(std::string_view sql, const Params& params) override {
        return with_writer<std::int64_t>([&](SqliteConnection& writer) { return writer.execute(sql, params); });
    }
    Status transaction(const std::function<Status(Queries&)>& body) override {
        return with_writer<void>([&](SqliteConnection& writer) -> Status {
            MD_TRY(writer.execute("BEGIN IMMEDIATE"));
            Undo undo{&writer};
            MD_TRY(body(writer));
            MD_TRY(writer.execute("COMMIT"));
            undo.writer = nullptr;
            return {};
        });
    }
    Status migrate(std::string_view module, std::span<const Migration> migrations) override {
        return transaction([&](Queries& queries) { return apply_migrations(queries, module, migrations); });
    }
    Status scrub() override {
        return with_writer<void>([](SqliteConnection& writer) -> Status {
            MD_ASSIGN(const Rows rows, writer.query("PRAGMA wal_checkpoint(TRUNCATE)"));
            if (rows.empty() || rows.front().integer(0) != 0)
                return fail(errors::kStoreUnavailable, "a reader kept the WAL from being truncated");
            return {};
        });
    }
    Status compact() override {
        MD_TRY(execute("VACUUM", {}));
        return scrub();
    }
    Status scan(const ScanVisitor& each) override {
        return scan_tables(*this,
                           "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' ORDER BY name",
                           "SELECT name FROM pragma_table_info(?) ORDER BY cid", each);
    }
    std::vector<std::filesystem::path> files() const override { return {file_, file_.string() + "-wal"}; }
    std::string backend() const override { return "sqlite"; }

private:
    struct Undo {
        SqliteConnection* writer;
        ~Undo() {
            if (writer) static_cast<void>(writer->execute("ROLLBACK"));  // SQLite may have rolled back by itself already
        }
    };
    struct ReaderReturn {
        SqliteDatabase* owner;
        void operator()(SqliteConnection* connection) const {
            std::unique_ptr<SqliteConnection> held(connection);
            const std::lock_guard lock(owner->readers_mutex_);
            if (owner->readers_.size() < kIdleReaders) owner->readers_.push_back(std::move(held));
        }
    };
    using Reader = std::unique_ptr<SqliteConnection, ReaderReturn>;

    Result<Reader> take_reader() {
        {
            const std::lock_guard lock(readers_mutex_);
            if (!readers_.empty()) {
                Reader reader(readers_.back().release(), ReaderReturn{this});
                readers_.pop_back();
                return reader;
            }
        }
        MD_ASSIGN(auto opened, SqliteConnection::open(file_, false));
        return Reader(opened.release(), ReaderReturn{this});
    }

    template <class T, class Work>
    Result<T> with_writer(const Work& work) {
        if (writing_thread_ == std::this_thread::get_id())
            return fail(errors::kStoreFailed, "a write beside the running transaction of this thread");
        const std::lock_guard lock(writer_mutex_);
        writing_thread_ = std::this_thread::get_id();
        struct Leave {
            std::atomic<std::thread::id>& thread;
            ~Leave() { thread = std::thread::id(); }
        } leave{writing_thread_};
        return work(*writer_);
    }

    const std::filesystem::path file_;
    std::mutex writer_mutex_;
    std::atomic<std::thread::id> writing_thread_{};
    std::unique_ptr<SqliteConnection> writer_;
    std::mutex readers_mutex_;
    std::vector<std::unique_ptr<SqliteConnection>> readers_;
};

}  // namespace

Result<std::shared_ptr<Database>> Database::open_sqlite(const std::filesystem::path& file) {
    // Made here, because SQLite itself would make it readable to others; WAL and shared memory take its mode.
    const int descriptor = ::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) return fail(file_error(errors::kStoreUnavailable, file, errno));
    ::close(descriptor);
    MD_ASSIGN(auto writer, SqliteConnection::open(file, true));
    return std::make_shared<SqliteDatabase>(file, std::move(writer));
}

}  // namespace md::store
