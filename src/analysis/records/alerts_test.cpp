#include "analysis/records/alerts.h"

#include <nlohmann/json.hpp>
#include <set>

#include "analysis/records/records_fixture.h"

namespace md::analysis {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;
using store::Store;

constexpr std::string_view kLabel = "0011223344556677";

class AlertsTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (!IsSkipped()) open();
    }
    void open() {
        alerts_.reset();
        alerts_ = must(Alerts::open(world_->parts(), nullptr, {}));
    }
    StoredAlert record(const Alert& alert) { return must(alerts_->record(alert, std::string(kLabel))); }
    std::vector<std::string> told() {
        std::vector<std::string> out;
        for (const auto& event : world_->bus.after(0)) out.push_back(nlohmann::json::parse(event.json).at("what"));
        return out;
    }
    std::unique_ptr<Alerts> alerts_;
};
MD_RECORDS_ON_BOTH_BACK_ENDS(AlertsTest);

// C5, C6, C7, C8: the whole life, with everything said about it.
TEST_P(AlertsTest, LivesFromRaisedToClosed) {
    for (const auto kind : {RuleKind::intrusion, RuleKind::stay, RuleKind::wander, RuleKind::appearance}) {
        auto alert = world_->alert(kind);
        const auto raised = record(alert);
        EXPECT_EQ(raised.state, AlertState::raised);
        EXPECT_FALSE(raised.ended_at);
        world_->world.clock.advance(seconds(5));
        alert.stage = Alert::Stage::updated;
        alert.last_seen = world_->now();
        record(alert);
        const auto seen = must(alerts_->acknowledge(alert.id, raised.version, "guard-1"));
        EXPECT_EQ(seen.acknowledged_by, "guard-1");
        EXPECT_EQ(seen.acknowledged_at, world_->now());
        must(alerts_->comment(alert.id, "已派人查看", "guard-1"));
        world_->world.clock.advance(seconds(5));
        alert.stage = Alert::Stage::closed;
        record(alert);
        const auto over = must(alerts_->get(alert.id));
        EXPECT_EQ(over.ended_at, alert.last_seen);
        EXPECT_EQ(over.end, AlertEnd::over);
        EXPECT_EQ(over.state, AlertState::acknowledged) << "over is not done with";
        const auto closed = must(alerts_->close(alert.id, AlertOutcome::false_alarm, "保洁人员", std::nullopt, "op-2"));
        EXPECT_EQ(closed.state, AlertState::closed);
        EXPECT_EQ(closed.outcome, AlertOutcome::false_alarm);
        EXPECT_EQ(closed.comments, 2);
        const auto comments = must(alerts_->comments(alert.id));
        ASSERT_EQ(comments.size(), 2u);
        EXPECT_EQ(comments[0].text, "已派人查看");
        EXPECT_EQ(comments[1].author, "op-2");
        for (const auto* act : {"alert.raised", "alert.acknowledged", "alert.commented", "alert.ended", "alert.closed"}) {
            const auto entries = world_->entries(act);
            ASSERT_FALSE(entries.empty()) << act;
            EXPECT_EQ(entries[0].object, alert.id.text());
            EXPECT_EQ(entries[0].clause, row_of(kind));
        }
    }
    EXPECT_EQ(told().size(), 4 * 6u);
}

TEST_P(AlertsTest, WhatIsDoneIsNotDoneAgain) {
    const auto alert = world_->alert();
    record(alert);
    must(alerts_->acknowledge(alert.id, std::nullopt, "a"));
    EXPECT_TRUE(failed_with(alerts_->acknowledge(alert.id, std::nullopt, "b"), errors::kAlertState));
    EXPECT_TRUE(failed_with(alerts_->close(alert.id, AlertOutcome::real, "", 1, "b"), errors::kVersionChanged));
    must(alerts_->close(alert.id, AlertOutcome::real, "", 2, "b"));
    EXPECT_TRUE(failed_with(alerts_->close(alert.id, AlertOutcome::test, "", std::nullopt, "c"), errors::kAlertState));
    EXPECT_TRUE(alerts_->comment(alert.id, "later", "c")) << "a closed one can still be commented";
    EXPECT_TRUE(failed_with(alerts_->comment(alert.id, "", "c"), errors::kCommentInvalid));
    EXPECT_TRUE(failed_with(alerts_->comment(alert.id, std::string(2001, 'x'), "c"), errors::kCommentInvalid));
    EXPECT_TRUE(failed_with(alerts_->get(AlertId::random(world_->world.random)), errors::kAlertNotFound));
    EXPECT_EQ(must(alerts_->get(alert.id)).closed_by, "b");
}

// An operator's decision stands, whatever the rule says afterwards.
TEST_P(AlertsTest, AnUpdateAfterClosingReopensNothing) {
    auto alert = world_->alert();
    record(alert);
    must(alerts_->close(alert.id, AlertOutcome::real, "", std::nullopt, "op"));
    alert.stage = Alert::Stage::updated;
    alert.last_seen += seconds(30);
    const auto after = record(alert);
    EXPECT_EQ(after.state, AlertState::closed);
    EXPECT_EQ(after.last_seen, alert.last_seen);
    EXPECT_EQ(after.version, 2) << "rules do not disturb whoever is writing";
}

// Nobody is told that it ended well when nobody knows.
TEST_P(AlertsTest, ARestartEndsWhatWasGoingOnAndLeavesItWithTheOperators) {
    const auto seen = world_->alert(), unseen = world_->alert();
    record(seen);
    record(unseen);
    must(alerts_->acknowledge(seen.id, std::nullopt, "op"));
    alerts_.reset();
    world_->world.clock.advance(minutes(3));
    world_->restart();
    open();
    const auto after = must(alerts_->get(unseen.id));
    EXPECT_EQ(after.state, AlertState::raised);
    EXPECT_EQ(after.end, AlertEnd::restart);
    EXPECT_EQ(after.ended_at, world_->now());
    EXPECT_EQ(must(alerts_->get(seen.id)).state, AlertState::acknowledged);
    EXPECT_EQ(must(alerts_->counts()).ongoing, 0);
    EXPECT_EQ(must(alerts_->counts()).raised, 1);
    EXPECT_EQ(world_->entries("alert.ended_by_restart").size(), 1u);
}

// C2: two pictures of evidence at most; a better one takes its place.
TEST_P(AlertsTest, EvidenceIsTwoPicturesAtMost) {
    auto alert = world_->alert();
    const auto first = unique_picture(world_->world.random), second = unique_picture(world_->world.random);
    alert.evidence = {picture(first, world_->now())};
    record(alert);
    alert.stage = Alert::Stage::updated;
    alert.evidence.push_back(picture(second, world_->now() + seconds(1), 0.8f));
    alert.evidence.push_back(picture("a third one that must not be kept", world_->now() + seconds(2)));
    const auto stored = record(alert);
    ASSERT_EQ(stored.evidence.size(), 2u);
    EXPECT_FLOAT_EQ(stored.evidence[1].quality, 0.8f);
    EXPECT_EQ(to_bytes(must(alerts_->picture(alert.id, 0, "op")).view()), to_bytes(std::string_view(first)));
    EXPECT_EQ(to_bytes(must(alerts_->picture(alert.id, 1, "op")).view()), to_bytes(std::string_view(second)));
    EXPECT_TRUE(failed_with(alerts_->picture(alert.id, 2, "op"), errors::kPictureGone));
    EXPECT_EQ(world_->rows(Store::images, "analysis_pictures"), 2);
    EXPECT_EQ(world_->entries("alert.viewed").size(), 2u);
    EXPECT_FALSE((*world_->world.stores)[Store::events].execute("UPDATE analysis_evidence SET slot = 2 WHERE slot = 1"));
    EXPECT_EQ(occurrences(first), 0u);
    expect_stores_apart();
}

// C9: evidence has a term of its own, longer than a capture's and shorter than the alert's.
TEST_P(AlertsTest, EvidenceGoesBeforeTheRecord) {
    store::Retention retention(world_->world.clock);
    alerts_->register_retention(retention);
    auto alert = world_->alert();
    record(alert);
    must(alerts_->comment(alert.id, "备注", "op"));
    expect_listed(retention, 2);
    const auto sealed = must((*world_->world.stores)[Store::images].query("SELECT body FROM analysis_pictures"))[0].blob(0);
    world_->world.clock.advance(std::chrono::days(29));
    retention.confirm_clock();
    EXPECT_EQ(must(retention.run_once()), 0);
    world_->world.clock.advance(std::chrono::days(1));
    retention.confirm_clock();
    EXPECT_EQ(must(retention.run_once()), 1);
    const auto after = must(alerts_->get(alert.id));
    ASSERT_EQ(after.evidence.size(), 1u);
    EXPECT_FALSE(after.evidence[0].has_picture);
    EXPECT_TRUE(failed_with(alerts_->picture(alert.id, 0, "op"), errors::kPictureGone));
    EXPECT_EQ(occurrences(std::string(as_text(sealed))), 0u);
    world_->world.clock.advance(std::chrono::days(151));
    retention.confirm_clock();
    EXPECT_EQ(must(retention.run_once()), 1);
    for (const auto* table : {"analysis_alerts", "analysis_evidence", "analysis_comments"})
        EXPECT_EQ(world_->rows(Store::events, table), 0);
    const bool cii = test::profile() == Profile::cii;
    EXPECT_FALSE(retention.set_term("analysis_evidence", std::chrono::days(cii ? 91 : 181)));
    EXPECT_FALSE(retention.set_term("analysis_alerts", std::chrono::days(cii ? 366 : 3 * 365 + 1)));
}

// B10: comments are sealed in their place; one that was moved or changed is not shown as somebody's word.
TEST_P(AlertsTest, AChangedCommentIsNoticed) {
    const auto alert = world_->alert();
    record(alert);
    must(alerts_->comment(alert.id, "first remark of the guard", "op"));
    must(alerts_->comment(alert.id, "second remark of the guard", "op"));
    EXPECT_EQ(occurrences("first remark of the guard"), 0u);
    auto& events = (*world_->world.stores)[Store::events];
    const auto body = must(events.query("SELECT body FROM analysis_comments WHERE number = 1"))[0].blob(0);
    must(events.execute("UPDATE analysis_comments SET body = ? WHERE number = 2", {body}));
    EXPECT_FALSE(alerts_->comments(alert.id));
}

// A step that is told twice, or whose beginning was never told, makes one alert.
TEST_P(AlertsTest, StepsMayComeTwiceOrAlone) {
    auto alert = world_->alert();
    record(alert);
    record(alert);
    auto whole = world_->alert();
    whole.stage = Alert::Stage::closed;
    EXPECT_EQ(record(whole).ended_at, whole.last_seen);
    EXPECT_EQ(world_->rows(Store::events, "analysis_alerts"), 2);
    EXPECT_EQ(world_->entries("alert.raised").size(), 2u);
    EXPECT_EQ(told(), (std::vector<std::string>{"raised", "updated", "raised"}));
}

TEST_P(AlertsTest, FindsCountsAndPages) {
    std::vector<AlertId> ids;
    for (int i = 0; i < 12; ++i) {
        auto alert = world_->alert(i % 2 ? RuleKind::appearance : RuleKind::stay, i < 4 ? "东门" : "西门");
        if (i % 2) {
            alert.watch_list = "重点人员";
            alert.entry = "A-" + std::to_string(i);
        }
        if (i < 3) alert.stage = Alert::Stage::closed;
        record(alert);
        ids.push_back(alert.id);
        world_->world.clock.advance(seconds(1));
    }
    must(alerts_->acknowledge(ids[5], std::nullopt, "op"));
    must(alerts_->close(ids[6], AlertOutcome::test, "", std::nullopt, "op"));
    const auto count = [&](AlertQuery query) {
        query.limit = 500;
        return must(alerts_->find(query)).items.size();
    };
    EXPECT_EQ(count({}), 12u);
    EXPECT_EQ(count({.state = AlertState::raised}), 10u);
    EXPECT_EQ(count({.ongoing = false}), 3u);
    EXPECT_EQ(count({.kind = RuleKind::stay}), 6u);
    EXPECT_EQ(count({.camera = "东门"}), 4u);
    EXPECT_EQ(count({.region = "机房"}), 12u);
    EXPECT_EQ(count({.rule = "别的"}), 0u);
    EXPECT_EQ(count({.watch_list = "重点人员"}), 6u);
    EXPECT_EQ(count({.from = world_->now() - seconds(3), .to = world_->now() - seconds(1)}), 2u);
    const auto counts = must(alerts_->counts());
    EXPECT_EQ(counts.raised, 10);
    EXPECT_EQ(counts.acknowledged, 1);
    EXPECT_EQ(counts.closed, 1);
    EXPECT_EQ(counts.ongoing, 9);
    std::set<std::string> seen;
    AlertQuery query{.limit = 5};
    do {
        const auto page = must(alerts_->find(query));
        for (const auto& item : page.items) seen.insert(item.id.text());
        query.cursor = page.next;
    } while (!query.cursor.empty());
    EXPECT_EQ(seen.size(), 12u);
}

// C1, C8: a list and an entry, and nothing else of anybody.
TEST_P(AlertsTest, WhatGoesOutHoldsNoIdentity) {
    auto alert = world_->alert(RuleKind::appearance);
    alert.watch_list = "重点人员";
    alert.entry = "A-17";
    record(alert);
    const auto events = world_->bus.after(0);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].kind, "alert");
    const auto json = nlohmann::json::parse(events[0].json);
    EXPECT_EQ(json.at("clause"), "C8");
    EXPECT_EQ(json.at("entry"), "A-17");
    EXPECT_EQ(events[0].json.find(alert.subject.text()), std::string::npos);
    EXPECT_EQ(occurrences(std::string(as_text(alert.subject.view()))), 0u);
}

}  // namespace
}  // namespace md::analysis
