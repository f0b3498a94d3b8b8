#include "analysis/records/statistics.h"

#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <numeric>

#include "analysis/records/records_fixture.h"

namespace md::analysis {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using store::Store;

WallTime at(std::string_view text) { return must(from_rfc3339(text)); }

class StatisticsTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (!IsSkipped()) open();
    }
    void open() {
        statistics_.reset();
        statistics_ = must(Statistics::open(world_->parts()));
    }
    SubjectId someone() { return SubjectId::random(world_->world.random); }
    std::vector<StatisticsLine> lines(StatisticsQuery query) { return must(statistics_->find(query)).lines; }
    std::unique_ptr<Statistics> statistics_;
};
MD_RECORDS_ON_BOTH_BACK_ENDS(StatisticsTest);

TEST_P(StatisticsTest, CountsASubjectOnceAnHourCameraAndRegion) {
    const auto a = someone(), b = someone();
    const auto noon = at("2026-03-02T12:00:00+08:00");
    for (int i = 0; i < 100; ++i) statistics_->seen(a, "东门", {"大厅"}, noon + std::chrono::seconds(i));
    statistics_->seen(b, "东门", {}, noon + 10min);
    statistics_->seen(a, "西门", {}, noon + 20min);
    statistics_->seen(a, "东门", {}, noon + 61min);
    const auto whole = lines({.from = noon, .to = noon + 2h});
    ASSERT_EQ(whole.size(), 3u);
    EXPECT_EQ(whole[0].camera, "东门");
    EXPECT_EQ(whole[0].people, 2);
    EXPECT_EQ(whole[1].camera, "西门");
    EXPECT_EQ(whole[1].people, 1);
    EXPECT_EQ(whole[2].from, noon + 1h);
    EXPECT_EQ(whole[2].people, 1);
    const auto regions = lines({.from = noon, .to = noon + 2h, .region = "*"});
    ASSERT_EQ(regions.size(), 1u);
    EXPECT_EQ(regions[0].region, "大厅");
    EXPECT_EQ(regions[0].people, 1);
    EXPECT_EQ(lines({.from = noon, .to = noon + 2h, .camera = "西门"}).size(), 1u);
}

TEST_P(StatisticsTest, StepsFollowTheCalendarOfShanghai) {
    for (const auto* when :
         {"2026-02-28T23:30:00+08:00", "2026-03-01T00:30:00+08:00", "2026-03-01T23:30:00+08:00", "2026-03-02T00:30:00+08:00"}) {
        statistics_->seen(someone(), "c", {}, at(when));
    }
    StatisticsQuery query{.from = at("2026-02-01T00:00:00+08:00"), .to = at("2026-04-01T00:00:00+08:00")};
    const auto people = [&](Step step) {
        query.step = step;
        std::vector<std::pair<std::string, std::int64_t>> out;
        for (const auto& line : lines(query)) out.emplace_back(to_rfc3339(line.from + 8h).substr(0, 13), line.people);
        return out;
    };
    using Expected = std::vector<std::pair<std::string, std::int64_t>>;
    EXPECT_EQ(people(Step::day), (Expected{{"2026-02-28T00", 1}, {"2026-03-01T00", 2}, {"2026-03-02T00", 1}}));
    EXPECT_EQ(people(Step::week), (Expected{{"2026-02-23T00", 3}, {"2026-03-02T00", 1}})) << "weeks begin on Monday";
    EXPECT_EQ(people(Step::month), (Expected{{"2026-02-01T00", 1}, {"2026-03-01T00", 3}}));
    EXPECT_EQ(people(Step::hour).size(), 4u);
}

TEST_P(StatisticsTest, CountsStaysAlertsAndStreams) {
    const auto now = world_->now();
    for (const auto how_long : {0ms, 1000ms, 1001ms, 3'600'000ms, 3'600'001ms}) statistics_->dwelt("c", {"r"}, how_long, now);
    statistics_->raised(RuleKind::wander, "c", {"r"}, now);
    statistics_->stream("c", true, 90s, now);
    statistics_->stream("c", false, 30s, now);
    for (int round = 0; round < 2; ++round) {
        const auto whole = lines({.from = now, .to = now + 1s});
        ASSERT_EQ(whole.size(), 1u);
        EXPECT_EQ(whole[0].dwell.front(), 2) << "up to and with a second";
        EXPECT_EQ(whole[0].dwell[1], 1);
        EXPECT_EQ(whole[0].dwell[kDwellClasses - 2], 1);
        EXPECT_EQ(whole[0].dwell.back(), 1);
        EXPECT_EQ(whole[0].dwell_total_s, 7202);
        EXPECT_EQ(whole[0].alerts, (std::array<std::int64_t, 4>{0, 0, 1, 0}));
        EXPECT_DOUBLE_EQ(whole[0].minutes_running, 1.5);
        EXPECT_DOUBLE_EQ(whole[0].minutes_broken, 0.5);
        EXPECT_EQ(lines({.from = now, .to = now + 1s, .region = "r"})[0].alerts[2], 1);
        must(statistics_->flush());  // the second round reads the same from the store
    }
}

// C1: numbers only.
TEST_P(StatisticsTest, HoldNoSubject) {
    const auto subject = someone();
    statistics_->seen(subject, "c", {"r"}, world_->now());
    must(statistics_->flush());
    EXPECT_EQ(occurrences(std::string(as_text(subject.view()))), 0u);
}

TEST_P(StatisticsTest, AddUpOverRestartsAndAreDeletedInTime) {
    const auto now = world_->now();
    for (int run = 0; run < 3; ++run) {
        statistics_->dwelt("c", {}, 2s, now);
        statistics_->start();
        open();  // the old one is stopped first, which writes what it has
    }
    EXPECT_EQ(lines({.from = now, .to = now + 1h})[0].dwell[1], 3);
    store::Retention retention(world_->world.clock);
    statistics_->register_retention(retention);
    world_->world.clock.advance(days(3 * 365) - 1h);
    retention.confirm_clock();
    EXPECT_EQ(must(retention.run_once()), 0);
    world_->world.clock.advance(2h);
    EXPECT_GT(must(retention.run_once()), 0);
    EXPECT_EQ(world_->rows(Store::events, "analysis_counts"), 0);
    EXPECT_FALSE(retention.set_term("analysis_statistics", days(3650 + 1)));
}

// B11: the hours to go, soonest first, by camera; each goes at the moment that the list named and not before.
TEST_P(StatisticsTest, WhatIsDeletedNextIsListedByHourAndCamera) {
    store::Retention retention(world_->world.clock);
    statistics_->register_retention(retention);
    expect_listed(retention, 0);
    const auto hour = std::chrono::floor<std::chrono::hours>(world_->now());
    statistics_->dwelt("西门", {}, 2s, hour + 1h);
    statistics_->dwelt("东门", {"大厅"}, 2s, hour + 59min);
    statistics_->stream("东门", true, 60s, hour);
    must(statistics_->flush());
    expect_listed(retention, world_->rows(Store::events, "analysis_counts"));
    const auto term = retention_term(retention, "analysis_statistics");
    const auto listed = must(retention.due("analysis_statistics", 100));
    ASSERT_EQ(listed.size(), 2u);
    EXPECT_EQ(listed[0].camera, "东门");
    EXPECT_EQ(listed[0].due_at, hour + 1h + term) << "when the whole hour is older";
    EXPECT_EQ(listed[1].camera, "西门");
    EXPECT_EQ(listed[1].due_at, hour + 2h + term);
    EXPECT_EQ(must(retention.due("analysis_statistics", 1)).size(), 1u);
    world_->world.clock.advance(listed[0].due_at - world_->now() - 1s);
    retention.confirm_clock();
    EXPECT_EQ(must(retention.run_once()), 0);
    world_->world.clock.advance(1s);
    EXPECT_EQ(must(retention.run_once()), listed[0].count);
    expect_listed(retention, listed[1].count);
}

TEST_P(StatisticsTest, QuestionsHaveBounds) {
    const auto now = world_->now();
    EXPECT_FALSE(statistics_->find({.from = now, .to = now}));
    EXPECT_FALSE(statistics_->find({.from = now, .to = now + days(6 * 366)}));
    for (int i = 0; i < 10'100; ++i) statistics_->stream("camera " + std::to_string(i), true, 1s, now);
    const auto answer = must(statistics_->find({.from = now, .to = now + 1h}));
    EXPECT_EQ(answer.lines.size(), 10'000u);
    EXPECT_FALSE(answer.complete);
}

// kill -9 while writing: an addition is there once or not at all, and never twice.
TEST(StatisticsCrash, NothingIsCountedTwice) {
    const test::TempDir temp;
    std::int64_t counted = 0, promised = 0;
    for (int round = 0; round < 5; ++round) {
        int pipes[2];
        ASSERT_EQ(::pipe(pipes), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            RecordsWorld world({}, temp.path());
            const auto statistics = must(Statistics::open(world.parts()));
            while (true) {
                statistics->dwelt("c", {"r"}, 2s, world.now());
                must(statistics->flush());
                if (::write(pipes[1], "x", 1) != 1) ::_exit(1);
            }
        }
        ::close(pipes[1]);
        char byte = 0;
        for (int i = 0; i < 5 + round; ++i) promised += ::read(pipes[0], &byte, 1);
        ::kill(child, SIGKILL);
        while (const auto more = ::read(pipes[0], &byte, 1)) promised += more;
        ::close(pipes[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        RecordsWorld world({}, temp.path());
        const auto statistics = must(Statistics::open(world.parts()));
        const auto lines = must(statistics->find({.from = world.now() - 1h, .to = world.now() + 1h})).lines;
        counted = lines.at(0).dwell[1];
        EXPECT_GE(counted, promised);
        EXPECT_LE(counted, promised + round + 1) << "at most the one that was on its way, each round";
    }
}

TEST(StatisticsExport, CsvIsQuotedAndHarmless) {
    StatisticsLine line;
    line.from = at("2026-03-01T23:00:00Z");
    line.camera = "=cmd|'/c calc'!A1";
    line.region = "大厅, \"北\"";
    line.people = 12;
    line.minutes_running = 59.5;
    const auto zh = to_csv({line}, "zh"), en = to_csv({line}, "en");
    EXPECT_TRUE(zh.starts_with("\xEF\xBB\xBF时间,摄像机,区域,人数,停留 1 秒以内,"));
    EXPECT_TRUE(en.starts_with("\xEF\xBB\xBFTime,Camera,Region,People,Stays up to 1 s,"));
    EXPECT_NE(zh.find("\r\n2026-03-02 07:00,'=cmd|'/c calc'!A1,\"大厅, \"\"北\"\"\",12,0,"), std::string::npos) << zh;
    EXPECT_TRUE(zh.ends_with(",59.5,0\r\n"));
    EXPECT_EQ(std::count(zh.begin(), zh.end(), '\n'), 2);
}

TEST(StatisticsExport, ExcelIsAZipOfAWorkbook) {
    StatisticsLine line;
    line.camera = "东门";
    const auto file = must(to_excel({line}, "zh"));
    ASSERT_GT(file.size(), 1000u);
    EXPECT_EQ(as_text(ByteView(file).first(4)), "PK\x03\x04");
    const test::TempDir temp;
    must(write_file_atomically(temp / "a.xlsx", file, 0600));
    const auto command = "cd " + temp.path().string() +
                         " && python3 -c \"import zipfile; z = zipfile.ZipFile('a.xlsx'); "
                         "assert z.testzip() is None; s = z.read('xl/sharedStrings.xml').decode(); assert '东门' in s and '人数' in s\"";
    EXPECT_EQ(std::system(command.c_str()), 0);
}

}  // namespace
}  // namespace md::analysis
