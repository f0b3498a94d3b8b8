#include "store/retention.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "base/errors.h"
#include "store/store_test_support.h"

namespace md::store {
namespace {

using std::chrono::hours;
constexpr hours kDay{24};

class RetentionTest : public OnBothBackEnds {
protected:
    void SetUp() override {
        OnBothBackEnds::SetUp();
        if (IsSkipped()) return;
        database_ = new_database();
        must(database_->execute("CREATE TABLE events (id INTEGER PRIMARY KEY, at INTEGER NOT NULL)"));
        retention_.add(kind());
    }
    RetentionKind kind() {
        const auto limit = [](WallTime now, std::chrono::seconds term) { return to_micros(now - term); };
        return {"events",
                "事件",
                "Events",
                30 * kDay,
                90 * kDay,
                [this, limit](WallTime now, std::chrono::seconds term) -> Result<std::int64_t> {
                    MD_ASSIGN(const Rows rows, database_->query("SELECT COUNT(*) FROM events WHERE at <= ?", {limit(now, term)}));
                    return rows.front().integer(0);
                },
                [this, limit](WallTime now, std::chrono::seconds term, std::int64_t most) {
                    return database_->execute("DELETE FROM events WHERE id IN (SELECT id FROM events WHERE at <= ? ORDER BY at LIMIT ?)",
                                              {limit(now, term), most});
                }};
    }
    std::unique_ptr<Retention> reopened() {
        auto retention = must(Retention::open(clock_, database_));
        retention->add(kind());
        return retention;
    }
    void add_events(int count) {
        must(database_->transaction([&](Queries& queries) -> Status {
            for (int i = 0; i < count; ++i) MD_TRY(queries.execute("INSERT INTO events (at) VALUES (?)", {to_micros(clock_.wall())}));
            return {};
        }));
    }
    std::int64_t left() { return must(database_->query("SELECT COUNT(*) FROM events")).front().integer(0); }

    std::shared_ptr<Database> database_;
    Retention retention_{clock_};
};
MD_ON_BOTH_BACK_ENDS(RetentionTest);

// B11, C9
TEST_P(RetentionTest, DeletesWhatIsDueAndShowsItBefore) {
    add_events(1200);
    clock_.advance(kDay * 29);
    add_events(5);
    const auto preview = must(retention_.preview());
    ASSERT_EQ(preview.size(), 1u);
    EXPECT_EQ(preview[0].due_now, 0);
    EXPECT_EQ(preview[0].due_in_day, 1200);
    EXPECT_EQ(preview[0].due_in_month, 1205);
    EXPECT_EQ(must(retention_.run_once()), 0);
    clock_.advance(kDay - std::chrono::seconds(1));
    EXPECT_EQ(must(retention_.run_once()), 0) << "a second early";
    clock_.advance(std::chrono::seconds(1));
    EXPECT_EQ(must(retention_.run_once()), 1200);
    EXPECT_EQ(left(), 5);
}

// B11: the term is configurable and has a maximum.
TEST_P(RetentionTest, TermsHaveAMaximum) {
    EXPECT_TRUE(retention_.set_term("events", kDay * 91).error().is(errors::kBadInput));
    EXPECT_TRUE(retention_.set_term("unknown", kDay).error().is(errors::kNotFound));
    must(retention_.set_term("events", kDay));
    add_events(1);
    clock_.advance(kDay);
    EXPECT_EQ(must(retention_.run_once()), 1);
    auto beyond = kind();
    beyond.term = kDay * 100;
    EXPECT_THROW(retention_.add(beyond), Fatal);
}

TEST_P(RetentionTest, AClockThatJumpsForwardIsNotBelievedAtOnce) {
    add_events(3);
    clock_.jump(kDay * 400);
    EXPECT_EQ(must(retention_.run_once()), 0);
    clock_.advance(std::chrono::minutes(59));
    EXPECT_EQ(must(retention_.run_once()), 0);
    clock_.jump(-kDay * 400);
    EXPECT_EQ(must(retention_.run_once()), 0) << "it was wrong, and nothing is lost";
    clock_.jump(kDay * 400);
    EXPECT_EQ(must(retention_.run_once()), 0) << "the hour begins again";
    clock_.advance(hours(1));
    EXPECT_EQ(must(retention_.run_once()), 3) << "it has held for an hour";
}

TEST_P(RetentionTest, AConfirmedClockIsBelieved) {
    add_events(3);
    clock_.jump(kDay * 31);
    EXPECT_EQ(must(retention_.run_once()), 0);
    retention_.confirm_clock();
    EXPECT_EQ(must(retention_.run_once()), 3);
}

TEST_P(RetentionTest, AClockThatGoesBackDelaysNothing) {
    add_events(3);
    clock_.advance(kDay * 30 - std::chrono::minutes(1));
    EXPECT_EQ(must(retention_.run_once()), 0);
    clock_.jump(-kDay * 10);
    clock_.advance(std::chrono::minutes(1));
    EXPECT_EQ(must(retention_.run_once()), 3) << "time went on, whatever the wall says";
    EXPECT_EQ(retention_.clock_behind(), kDay * 10);
    clock_.jump(kDay * 10 - std::chrono::minutes(4));
    EXPECT_EQ(retention_.clock_behind().count(), 0) << "what time servers correct";
}

TEST_P(RetentionTest, AKindThatFailsDoesNotStopTheOthers) {
    Retention retention(clock_);
    retention.add({"broken", "坏", "Broken", kDay, kDay, [](auto, auto) { return Result<std::int64_t>(0); },
                   [](auto, auto, auto) -> Result<std::int64_t> { return fail(errors::kInternal); }});
    retention.add(kind());
    add_events(2);
    clock_.advance(kDay * 30);
    EXPECT_TRUE(retention.run_once().error().is(errors::kInternal));
    EXPECT_EQ(left(), 0);
}

TEST_P(RetentionTest, RunsByItselfUntilStopped) {
    add_events(2);
    clock_.advance(kDay * 30);
    retention_.start();
    for (int i = 0; i < 500 && left() > 0; ++i) ::usleep(10'000);
    retention_.stop();
    EXPECT_EQ(left(), 0);
}

// B11: what was believed outlives the process.
TEST_P(RetentionTest, AClockThatWasSetBackWhileTheServiceWasOffDelaysNothing) {
    add_events(3);
    clock_.advance(kDay * 30 - std::chrono::minutes(1));
    EXPECT_EQ(must(reopened()->run_once()), 0);
    clock_.jump(-kDay * 10);
    const auto retention = reopened();
    clock_.advance(std::chrono::minutes(1));
    EXPECT_EQ(must(retention->run_once()), 3);
}

TEST_P(RetentionTest, AClockThatJumpedWhileTheServiceWasOffIsNotBelievedAtOnce) {
    add_events(3);
    EXPECT_EQ(must(reopened()->run_once()), 0);
    clock_.jump(kDay * 400);
    for (int restart = 0; restart < 3; ++restart) EXPECT_EQ(must(reopened()->run_once()), 0) << "however often it is restarted";
    const auto retention = reopened();
    EXPECT_EQ(must(retention->run_once()), 0);
    clock_.advance(std::chrono::minutes(59));
    EXPECT_EQ(must(retention->run_once()), 0);
    clock_.advance(std::chrono::minutes(2));
    EXPECT_EQ(must(retention->run_once()), 3) << "it has held for an hour";
}

TEST_P(RetentionTest, AConfirmedClockIsBelievedByTheNextRunToo) {
    add_events(3);
    EXPECT_EQ(must(reopened()->run_once()), 0);
    clock_.jump(kDay * 31);
    reopened()->confirm_clock();
    EXPECT_EQ(must(reopened()->run_once()), 3);
}

TEST_P(RetentionTest, AShortStopIsNoJump) {
    clock_.advance(kDay * 29 + hours(12));
    EXPECT_EQ(must(reopened()->run_once()), 0);
    clock_.jump(-(kDay * 29 + hours(12)));
    add_events(3);
    clock_.jump(kDay * 29 + hours(12));
    clock_.advance(hours(13));
    EXPECT_EQ(must(reopened()->run_once()), 3);
}

TEST_P(RetentionTest, TermsThatWereSetOutliveTheProcess) {
    must(reopened()->set_term("events", kDay));
    EXPECT_EQ(must(reopened()->preview())[0].term, kDay);
    Retention forgetful(clock_);
    forgetful.add(kind());
    EXPECT_EQ(must(forgetful.preview())[0].term, 30 * kDay);
    auto stricter = kind();
    stricter.term = stricter.maximum = hours(1);
    const auto retention = must(Retention::open(clock_, database_));
    retention->add(stricter);
    EXPECT_EQ(must(retention->preview())[0].term, hours(1)) << "a remembered term never exceeds the maximum";
}

// B11: killed in the middle of a deletion, the next run finishes it.
TEST(RetentionCrash, AnInterruptedDeletionIsFinished) {
    const test::TempDir temp;
    FakeClock clock;
    const auto open = [&] { return must(Database::open_sqlite(temp / "a.db")); };
    const auto delete_due = [](Database& database) {
        return [&database](WallTime, std::chrono::seconds, std::int64_t) {
            return database.execute("DELETE FROM t WHERE id IN (SELECT id FROM t LIMIT 500)");
        };
    };
    must(open()->execute("CREATE TABLE t (id INTEGER PRIMARY KEY)"));
    must(open()->transaction([](Queries& queries) -> Status {
        for (int i = 0; i < 2000; ++i) MD_TRY(queries.execute("INSERT INTO t (id) VALUES (?)", {std::int64_t{i}}));
        return {};
    }));
    const auto run = [&](Database& database, bool die) {
        Retention retention(clock);
        int steps = 0;
        retention.add({"t", "t", "t", kDay, kDay, [](auto, auto) { return Result<std::int64_t>(0); },
                       [&, step = delete_due(database)](WallTime now, std::chrono::seconds term, std::int64_t most) {
                           if (die && ++steps == 3) ::kill(::getpid(), SIGKILL);
                           return step(now, term, most);
                       }});
        return must(retention.run_once());
    };
    const pid_t child = ::fork();
    if (child == 0) {
        const auto database = open();
        run(*database, true);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(run(*open(), false), 1000);
}

}  // namespace
}  // namespace md::store
