#include "store/database.h"

#include <fcntl.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <fstream>
#include <thread>

#include "base/errors.h"
#include "base/files.h"
#include "store/errors.h"
#include "store/sql_text.h"
#include "store/store_test_support.h"

namespace md::store {
namespace {

constexpr Migration kTables[] = {
    {1, "items",
     "CREATE TABLE items (id INTEGER PRIMARY KEY, name TEXT UNIQUE, size REAL, content BLOB); CREATE INDEX items_name ON items (name)"},
    {2, "notes",
     "-- kept apart; by item\nCREATE TABLE notes (item INTEGER NOT NULL REFERENCES items (id), text TEXT NOT NULL DEFAULT ';', PRIMARY KEY "
     "(item, text)) WITHOUT ROWID"},
};

Bytes numbers(std::size_t count) {
    Bytes out(count);
    for (std::size_t i = 0; i < count; ++i) out[i] = static_cast<std::uint8_t>(i * 7);
    return out;
}

class DatabaseTest : public OnBothBackEnds {
protected:
    void SetUp() override {
        OnBothBackEnds::SetUp();
        if (IsSkipped()) return;
        database_ = new_database();
        must(database_->migrate("test", kTables));
    }
    Status add(Queries& to, const std::string& name) {
        return to.execute("INSERT INTO items (name) VALUES (?)", {name}).map([](auto) {});
    }
    std::int64_t count() { return must(database_->query("SELECT COUNT(*) FROM items")).front().integer(0); }
    std::shared_ptr<Database> database_;
};
MD_ON_BOTH_BACK_ENDS(DatabaseTest);

TEST_P(DatabaseTest, EveryTypeComesBackAsItWent) {
    const Bytes content = numbers(100'000);
    const auto id = must(database_->query("INSERT INTO items (name, size, content) VALUES (?, ?, ?) RETURNING id",
                                          {std::string("面'盾\"?"), 0.1, content}))
                        .front()
                        .integer(0);
    must(database_->execute("INSERT INTO items (id, name, size, content) VALUES (?, ?, ?, ?)",
                            {id + 7, std::monostate{}, std::monostate{}, Bytes{}}));
    const auto rows = must(database_->query("SELECT id, name, size, content FROM items ORDER BY id"));
    ASSERT_EQ(rows.size(), 2u);
    EXPECT_EQ(rows[0].text(1), "面'盾\"?");
    EXPECT_EQ(rows[0].real(2), 0.1);
    EXPECT_EQ(rows[0].blob(3), content);
    EXPECT_TRUE(rows[1].null(1) && rows[1].null(2));
    EXPECT_FALSE(rows[1].null(3));
    EXPECT_TRUE(rows[1].blob(3).empty());
    EXPECT_THROW(rows[0].integer(1), Fatal);
    const auto limits = must(database_->query("SELECT ?, ?, SUM(id), COUNT(*) FROM items", {INT64_MIN, INT64_MAX})).front();
    EXPECT_EQ(limits.integer(0), INT64_MIN);
    EXPECT_EQ(limits.integer(1), INT64_MAX);
    EXPECT_EQ(limits.integer(2), 2 * id + 7);
    EXPECT_TRUE(must(database_->query("SELECT name FROM items WHERE name LIKE ?", {std::string("A%")})).empty());
    EXPECT_EQ(must(database_->execute("UPDATE items SET size = ?", {2.5})), 2);
}

TEST_P(DatabaseTest, ConstraintsAreConflicts) {
    must(add(*database_, "one"));
    EXPECT_TRUE(add(*database_, "one").error().is(errors::kConflict));
    EXPECT_TRUE(database_->execute("INSERT INTO notes (item, text) VALUES (?, ?)", {std::int64_t{999}, std::string("x")})
                    .error()
                    .is(errors::kConflict));
    EXPECT_TRUE(database_->execute("INSERT INTO nowhere VALUES (1)").error().is(errors::kStoreFailed));
    EXPECT_EQ(must(database_->execute("INSERT INTO items (name) VALUES (?) ON CONFLICT DO NOTHING", {std::string("one")})), 0);
}

TEST_P(DatabaseTest, TransactionsHoldWhollyOrNotAtAll) {
    const auto failed = database_->transaction([&](Queries& queries) -> Status {
        MD_TRY(add(queries, "one"));
        return fail(errors::kNotFound);
    });
    EXPECT_TRUE(failed.error().is(errors::kNotFound));
    EXPECT_EQ(count(), 0);
    EXPECT_THROW(static_cast<void>(database_->transaction([&](Queries& queries) -> Status {
                     must(add(queries, "two"));
                     throw Fatal(Error(errors::kInternal));
                 })),
                 Fatal);
    EXPECT_EQ(count(), 0);
    must(database_->transaction([&](Queries& queries) -> Status {
        MD_TRY(add(queries, "three"));
        EXPECT_EQ(count(), 0) << "others do not see it yet";
        EXPECT_TRUE(add(*database_, "beside").error().is(errors::kStoreFailed)) << "would wait for itself";
        return {};
    }));
    EXPECT_EQ(count(), 1);
}

TEST_P(DatabaseTest, TransactionsOfManyThreadsRunOneAfterAnother) {
    must(database_->execute("INSERT INTO items (id, size) VALUES (1, 0)"));
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] {
            for (int j = 0; j < 25; ++j) {
                must(database_->transaction([](Queries& queries) -> Status {
                    MD_ASSIGN(const Rows rows, queries.query("SELECT size FROM items WHERE id = 1"));
                    MD_TRY(queries.execute("UPDATE items SET size = ? WHERE id = 1", {rows.front().real(0) + 1}));
                    return {};
                }));
            }
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(must(database_->query("SELECT size FROM items")).front().real(0), 100);
}

TEST_P(DatabaseTest, StreamsRowsWhileOthersWrite) {
    must(database_->transaction([&](Queries& queries) -> Status {
        for (int i = 0; i < 5000; ++i) MD_TRY(add(queries, std::to_string(i)));
        return {};
    }));
    int seen = 0;
    must(database_->for_each("SELECT name FROM items ORDER BY id", {}, [&](const Row& row) {
        EXPECT_EQ(row.text(0), std::to_string(seen));
        if (++seen % 1000 == 0) {
            EXPECT_TRUE(add(*database_, "new" + std::to_string(seen)));  // readers keep no writer waiting
        }
        return seen < 4500;
    }));
    EXPECT_EQ(seen, 4500);
    must(database_->transaction([&](Queries& queries) {
        return queries.for_each("SELECT id FROM items WHERE id <= ?", {std::int64_t{3000}}, [&](const Row& row) {
            return queries.execute("DELETE FROM items WHERE id = ?", {row.integer(0)}).has_value();
        });
    }));
    EXPECT_EQ(count(), 2004);
}

TEST_P(DatabaseTest, MigrationsRunOnceAndNewerDataIsRefused) {
    must(database_->migrate("test", kTables));
    must(database_->migrate("other", {}));
    EXPECT_TRUE(database_->migrate("test", std::span(kTables).first(1)).error().is(errors::kMigrationNewer));
    constexpr Migration broken[] = {{1, "half", "CREATE TABLE half (a TEXT); CREATE TABLE broken ("}};
    EXPECT_FALSE(database_->migrate("broken", broken));
    EXPECT_FALSE(database_->query("SELECT * FROM half")) << "a migration that fails leaves nothing";
}

TEST_P(DatabaseTest, ScanVisitsEveryTextAndBlob) {
    must(database_->execute("INSERT INTO items (name, content) VALUES (?, ?)", {std::string("text here"), Bytes{1, 2, 3}}));
    std::vector<std::string> seen;
    must(database_->scan([&](std::string_view table, std::string_view column, ByteView content) {
        if (table == "items")
            seen.push_back(std::string(column) + "=" + (column == "content" ? to_hex(content) : std::string(as_text(content))));
        return true;
    }));
    EXPECT_EQ(seen, (std::vector<std::string>{"name=text here", "content=010203"}));
}

TEST(Sqlite, FileIsPrivateAndForeignFilesAreRefused) {
    const test::TempDir temp;
    must(Database::open_sqlite(temp / "a.db"));
    struct stat info {};
    ASSERT_EQ(::stat((temp / "a.db").c_str(), &info), 0);
    EXPECT_EQ(info.st_mode & 0777, 0600u);
    std::ofstream(temp / "b.db") << std::string(8192, 'x');
    EXPECT_TRUE(Database::open_sqlite(temp / "b.db").error().is(errors::kStoreCorrupt));
    EXPECT_TRUE(Database::open_sqlite(temp / "no/such/folder.db").error().is(errors::kStoreUnavailable));
}

TEST(Sqlite, FullDiskChangesNothing) {
    const test::TempDir temp;
    std::filesystem::create_directory(temp / "small");
    if (::mount("tmpfs", (temp / "small").c_str(), "tmpfs", 0, "size=256k") != 0) GTEST_SKIP() << "mounting needs root";
    {
        const auto database = must(Database::open_sqlite(temp / "small/a.db"));
        must(database->execute("CREATE TABLE t (content BLOB)"));
        const auto full = database->transaction([](Queries& queries) -> Status {
            for (int i = 0; i < 100; ++i) MD_TRY(queries.execute("INSERT INTO t VALUES (?)", {numbers(10'000)}));
            return {};
        });
        ASSERT_FALSE(full);
        EXPECT_TRUE(full.error().is(errors::kDiskFull)) << full.error().text();
        EXPECT_EQ(must(database->query("SELECT COUNT(*) FROM t")).front().integer(0), 0);
        must(database->execute("INSERT INTO t VALUES (?)", {numbers(10)}));
    }
    ::umount2((temp / "small").c_str(), MNT_DETACH);
}

TEST(Sqlite, CommittedRowsSurviveKills) {
    const test::TempDir temp;
    must(must(Database::open_sqlite(temp / "a.db"))->execute("CREATE TABLE t (id INTEGER PRIMARY KEY, twin INTEGER)"));
    std::int64_t promised = 0;
    for (int round = 0; round < 15; ++round) {
        int pipes[2];
        ASSERT_EQ(::pipe(pipes), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            const auto database = must(Database::open_sqlite(temp / "a.db"));
            for (std::int64_t id = promised + 1000;; ++id) {
                must(database->transaction([&](Queries& queries) -> Status {
                    MD_TRY(queries.execute("INSERT INTO t VALUES (?, ?)", {2 * id, id}));
                    MD_TRY(queries.execute("INSERT INTO t VALUES (?, ?)", {2 * id + 1, id}));
                    return {};
                }));
                if (::write(pipes[1], &id, sizeof id) != sizeof id) ::_exit(1);
            }
        }
        ::close(pipes[1]);
        std::int64_t id = 0;
        for (int i = 0; i < 3 + round && ::read(pipes[0], &id, sizeof id) == sizeof id; ++i) promised = id;
        ::kill(child, SIGKILL);
        ::waitpid(child, nullptr, 0);
        while (::read(pipes[0], &id, sizeof id) == sizeof id) promised = id;
        ::close(pipes[0]);
        const auto database = must(Database::open_sqlite(temp / "a.db"));
        EXPECT_EQ(must(database->query("SELECT COUNT(*) FROM t WHERE twin = ?", {promised})).front().integer(0), 2);
        EXPECT_TRUE(must(database->query("SELECT twin FROM t GROUP BY twin HAVING COUNT(*) <> 2")).empty()) << "half a transaction";
    }
}

TEST(Postgres, ComesBackAfterTheServerWasAway) {
    if (!test::Postgres::available()) GTEST_SKIP() << "postgresql-15 is not installed";
    test::Postgres server;
    const auto database = must(Database::open_postgres(server.new_database()));
    must(database->execute("CREATE TABLE t (id INTEGER)"));
    must(database->execute("INSERT INTO t VALUES (?)", {std::int64_t{1}}));
    server.stop();
    EXPECT_TRUE(database->query("SELECT * FROM t").error().is(errors::kStoreUnavailable));
    EXPECT_TRUE(database->execute("INSERT INTO t VALUES (2)").error().is(errors::kStoreUnavailable));
    server.start();
    EXPECT_EQ(must(database->query("SELECT COUNT(*) FROM t")).front().integer(0), 1);
    must(database->execute("INSERT INTO t VALUES (3)"));
}

TEST(SqlText, TranslatesOnlyWhatIsSql) {
    EXPECT_EQ(to_postgres("SELECT '?', \"a?\" FROM t -- why?\n WHERE x = ? AND y = ?"),
              "SELECT '?', \"a?\" FROM t -- why?\n WHERE x = $1 AND y = $2");
    EXPECT_EQ(to_postgres("CREATE TABLE t (a integer primary key, b BLOB, blobs REAL) WITHOUT ROWID"),
              "CREATE TABLE t (a BIGINT GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY, b BYTEA, blobs DOUBLE PRECISION) ");
    EXPECT_EQ(split_statements("a; -- x;\n 'b;' ; ;c").size(), 3u);
    EXPECT_TRUE(only_reads(" /* x */ select 1"));
    EXPECT_FALSE(only_reads("INSERT INTO t SELECT 1"));
    EXPECT_EQ(quoted_name("a\"b"), "\"a\"\"b\"");
}

}  // namespace
}  // namespace md::store
