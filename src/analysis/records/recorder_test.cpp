#include "analysis/records/recorder.h"

#include <signal.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "analysis/records/records_fixture.h"

namespace md::analysis {
namespace {

using namespace std::chrono_literals;
using store::Store;

// All of the records together, as the platform holds them.
struct Desk {
    explicit Desk(RecordsWorld& world) : outbox(must(Outbox::open(world.parts()))) {
        captures = must(Captures::open(world.parts(), outbox.get(), {}));
        alerts = must(Alerts::open(world.parts(), outbox.get(), {}));
        statistics = must(Statistics::open(world.parts()));
        recorder = std::make_unique<Recorder>(
            RecorderParts{captures.get(), alerts.get(), statistics.get(), &world.world.clock, &world.world.random, test::profile()});
    }
    std::unique_ptr<Outbox> outbox;
    std::unique_ptr<Captures> captures;
    std::unique_ptr<Alerts> alerts;
    std::unique_ptr<Statistics> statistics;
    std::unique_ptr<Recorder> recorder;
};

class RecorderTest : public RecordsTest {};
MD_RECORDS_ON_BOTH_BACK_ENDS(RecorderTest);

TEST_P(RecorderTest, StoresCountsAndTells) {
    Desk desk(*world_);
    auto capture = world_->capture(SubjectId::random(world_->world.random));
    desk.recorder->capture(capture);
    capture.stage = Capture::Stage::closed;
    desk.recorder->capture(capture);
    const auto alert = world_->alert();
    desk.recorder->alert(alert);
    ASSERT_TRUE(desk.recorder->flush(30s));
    EXPECT_EQ(must(desk.captures->get(capture.id)).stage, Capture::Stage::closed);
    EXPECT_EQ(must(desk.alerts->get(alert.id)).state, AlertState::raised);
    EXPECT_EQ(desk.recorder->trouble().last_error, "");
    const auto lines = must(desk.statistics->find({.from = world_->now() - 1h, .to = world_->now() + 1h})).lines;
    ASSERT_EQ(lines.size(), 1u);
    EXPECT_EQ(lines[0].people, 1);
    EXPECT_EQ(lines[0].dwell[1], 1) << "two seconds";
    EXPECT_EQ(lines[0].alerts[0], 1);
    bool told = false;
    for (const auto& event : world_->bus.after(0)) told |= event.kind == "alert";
    EXPECT_TRUE(told);
    expect_stores_apart();
}

// C2: what the analysis must never ask for is refused for good, and holds up nothing.
TEST_P(RecorderTest, AThirdPictureHoldsUpNothing) {
    Desk desk(*world_);
    const auto subject = SubjectId::random(world_->world.random);
    for (int i = 0; i < 3; ++i) desk.recorder->capture(world_->capture(subject));
    const auto next = world_->capture(SubjectId::random(world_->world.random));
    desk.recorder->capture(next);
    ASSERT_TRUE(desk.recorder->flush(30s));
    EXPECT_EQ(world_->rows(Store::events, "analysis_captures"), 2);
    EXPECT_TRUE(desk.captures->get(next.id));
}

// A name that is no text is refused by PostgreSQL, now and for ever.
TEST_P(RecorderTest, OneThatCannotBeStoredHoldsUpNobody) {
    Desk desk(*world_);
    auto bad = world_->alert();
    bad.rule = "\xff\xfe";
    desk.recorder->alert(bad);
    const auto good = world_->alert();
    desk.recorder->alert(good);
    for (int i = 0; i < 3000 && !desk.alerts->get(good.id); ++i) std::this_thread::sleep_for(10ms);
    EXPECT_TRUE(desk.alerts->get(good.id));
    EXPECT_EQ(desk.recorder->flush(1ms), !on_postgres());
}

// A small file system that the test fills and frees.
class SmallDisk {
public:
    explicit SmallDisk(const char* size) {
        std::filesystem::create_directories(folder());
        mounted_ = ::mount("tmpfs", folder().c_str(), "tmpfs", 0, size) == 0;
    }
    ~SmallDisk() {
        if (mounted_) ::umount2(folder().c_str(), MNT_DETACH);
    }
    bool mounted() const { return mounted_; }
    std::filesystem::path folder() const { return temp_ / "small"; }
    void fill() {
        std::ofstream balloon(folder() / "balloon", std::ios::binary);
        const std::string piece(4096, 'x');
        while (balloon.write(piece.data(), static_cast<std::streamsize>(piece.size())).flush()) {
        }
    }
    void free() { std::filesystem::remove(folder() / "balloon"); }

private:
    test::TempDir temp_;
    bool mounted_ = false;
};

// No alert is lost, and none is told of before it is on disk.
TEST(RecorderOnAFullDisk, AlertsWaitAndAreStoredWhenThereIsRoom) {
    SmallDisk disk("size=6m");
    if (!disk.mounted()) GTEST_SKIP() << "mounting needs root";
    RecordsWorld world({}, disk.folder() / "data");
    Desk desk(world);
    disk.fill();
    std::vector<AlertId> ids;
    for (int i = 0; i < 20; ++i) {
        auto alert = world.alert();
        alert.evidence = {picture(std::string(20'000, 'p'), world.now())};
        ids.push_back(alert.id);
        desk.recorder->alert(alert);
        alert.stage = Alert::Stage::closed;
        desk.recorder->alert(alert);
    }
    EXPECT_FALSE(desk.recorder->flush(1500ms));
    const auto trouble = desk.recorder->trouble();
    EXPECT_GE(trouble.alerts_waiting, 19u) << "what is being tried is not counted";
    EXPECT_FALSE(trouble.last_error.empty());
    const auto told = world.bus.after(0).size();
    EXPECT_EQ(told, static_cast<std::size_t>(world.rows(Store::events, "analysis_alerts"))) << "never before it is stored";
    disk.free();
    ASSERT_TRUE(desk.recorder->flush(60s)) << desk.recorder->trouble().last_error;
    for (const auto& id : ids) EXPECT_TRUE(must(desk.alerts->get(id)).ended_at);
    EXPECT_EQ(desk.recorder->trouble().alerts_waiting, 0u);
    EXPECT_EQ(desk.recorder->trouble().last_error, "");
}

// Captures give way when nothing can be stored for long; how many is shown.
TEST(RecorderOnAFullDisk, CapturesAreBounded) {
    SmallDisk disk("size=40m");
    if (!disk.mounted()) GTEST_SKIP() << "mounting needs root";
    RecordsWorld world({}, disk.folder() / "data");
    Desk desk(world);
    disk.fill();
    for (int i = 0; i < 600; ++i) desk.recorder->capture(world.capture(SubjectId::random(world.world.random)));
    const auto trouble = desk.recorder->trouble();
    EXPECT_LE(trouble.captures_waiting, 500u);
    EXPECT_GE(trouble.captures_lost, 90u);
    disk.free();
    ASSERT_TRUE(desk.recorder->flush(60s));
}

// kill -9 at many moments: every alert that somebody was told of is there afterwards.
TEST(RecorderCrash, NoAlertThatWasToldIsLost) {
    const test::TempDir temp;
    std::set<std::string> promised;
    for (int round = 0; round < 6; ++round) {
        int pipes[2];
        ASSERT_EQ(::pipe(pipes), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            RecordsWorld world({}, temp.path());
            Desk desk(world);
            world.bus.subscribe([&](const BusEvent& event) {
                const auto id = nlohmann::json::parse(event.json).at("id").get<std::string>() + "\n";
                if (::write(pipes[1], id.data(), id.size()) != static_cast<ssize_t>(id.size())) ::_exit(1);
            });
            while (true) {
                desk.recorder->alert(world.alert());
                std::this_thread::sleep_for(1ms);
            }
        }
        ::close(pipes[1]);
        std::string text;
        char buffer[33];
        while (text.size() < 33u * (5 + 3 * static_cast<unsigned>(round))) {
            const auto got = ::read(pipes[0], buffer, sizeof buffer);
            ASSERT_GT(got, 0);
            text.append(buffer, static_cast<std::size_t>(got));
        }
        ::kill(child, SIGKILL);
        while (const auto got = ::read(pipes[0], buffer, sizeof buffer)) text.append(buffer, static_cast<std::size_t>(got));
        ::close(pipes[0]);
        int status = 0;
        ::waitpid(child, &status, 0);
        for (std::size_t at = 0; at + 33 <= text.size(); at += 33) promised.insert(text.substr(at, 32));

        RecordsWorld world({}, temp.path());
        Desk desk(world);
        for (const auto& id : promised) {
            const auto alert = desk.alerts->get(*AlertId::from_text(id));
            ASSERT_TRUE(alert) << id;
            EXPECT_TRUE(alert->evidence.at(0).has_picture);
            EXPECT_TRUE(alert->ended_at) << "ended with the restart";
        }
    }
    EXPECT_GE(promised.size(), 60u);
}

}  // namespace
}  // namespace md::analysis
