#include "analysis/records/captures.h"

#include <nlohmann/json.hpp>
#include <set>

#include "analysis/records/records_fixture.h"

namespace md::analysis {
namespace {

using std::chrono::hours;
using std::chrono::minutes;
using store::Store;

class CapturesTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (!IsSkipped()) open();
    }
    void open(CaptureOptions options = {}) {
        captures_.reset();
        captures_ = must(Captures::open(world_->parts(), nullptr, options));
        labels_ = std::make_unique<SubjectLabels>(test::profile(), world_->world.random);
    }
    Result<StoredCapture> record(const Capture& capture) {
        return captures_->record(capture, labels_->label(capture.subject, capture.first_seen));
    }
    SubjectId someone() { return SubjectId::random(world_->world.random); }
    Bytes shown(const CaptureId& id) { return to_bytes(must(captures_->picture(id, "op")).view()); }

    std::unique_ptr<Captures> captures_;
    std::unique_ptr<SubjectLabels> labels_;
};
MD_RECORDS_ON_BOTH_BACK_ENDS(CapturesTest);

// C2: two pictures a subject and window, whatever the analysis says.
TEST_P(CapturesTest, AWindowHasTwoPicturesAtMost) {
    const auto subject = someone();
    const auto first = world_->capture(subject, Capture::Kind::first), last = world_->capture(subject, Capture::Kind::last);
    must(record(first));
    must(record(last));
    for (const auto kind : {Capture::Kind::first, Capture::Kind::last, Capture::Kind::best}) {
        EXPECT_TRUE(failed_with(record(world_->capture(subject, kind)), errors::kWindowFull)) << to_string(kind);
    }
    EXPECT_EQ(world_->rows(Store::images, "analysis_pictures"), 2);
    EXPECT_FALSE((*world_->world.stores)[Store::events].execute("UPDATE analysis_captures SET slot = 2"))
        << "the table itself takes no third";
    world_->world.clock.advance(minutes(10));
    EXPECT_TRUE(record(world_->capture(subject, Capture::Kind::first))) << "another window";
}

// C2: the subject turned out to be another that has its captures already.
TEST_P(CapturesTest, AWithdrawnCaptureIsDeletedWithItsPicture) {
    const auto subject = someone();
    auto first = world_->capture(subject, Capture::Kind::first), last = world_->capture(subject, Capture::Kind::last);
    must(record(first));
    must(record(last));
    first.stage = Capture::Stage::withdrawn;
    first.picture = nullptr;
    EXPECT_EQ(must(record(first)).stage, Capture::Stage::withdrawn);
    EXPECT_TRUE(failed_with(captures_->get(first.id), errors::kCaptureNotFound));
    EXPECT_EQ(world_->rows(Store::images, "analysis_pictures"), 1);
    EXPECT_TRUE(captures_->get(last.id));
    EXPECT_TRUE(record(first)) << "twice does no harm";
    EXPECT_TRUE(record(world_->capture(subject, Capture::Kind::first))) << "its place is free";
}

// C2: a better picture takes the place of the one before, which is gone.
TEST_P(CapturesTest, ABetterPictureReplacesTheOldOne) {
    auto capture = world_->capture(someone());
    must(record(capture));
    const auto old_row = must((*world_->world.stores)[Store::images].query("SELECT body FROM analysis_pictures"))[0].blob(0);
    world_->world.clock.advance(minutes(1));
    capture.stage = Capture::Stage::replaced;
    const auto better = unique_picture(world_->world.random);
    capture.picture = picture(better, world_->now(), 0.9f);
    const auto stored = must(record(capture));
    EXPECT_EQ(stored.stage, Capture::Stage::replaced);
    EXPECT_FLOAT_EQ(stored.quality, 0.9f);
    EXPECT_EQ(shown(capture.id), to_bytes(std::string_view(better)));
    EXPECT_EQ(world_->rows(Store::images, "analysis_pictures"), 1);
    EXPECT_EQ(world_->rows(Store::events, "analysis_captures"), 1);
    must((*world_->world.stores)[Store::images].scrub());
    EXPECT_EQ(occurrences(std::string(as_text(old_row))), 0u) << "not even sealed";
    capture.stage = Capture::Stage::closed;
    capture.picture.reset();
    EXPECT_TRUE(must(record(capture)).has_picture) << "closing brings no picture and takes none";
}

// C1, C9: labels of two windows, and of two runs, have nothing in common.
TEST_P(CapturesTest, ASubjectIsALabelThatDiesWithItsWindow) {
    const auto subject = someone();
    const auto first = must(record(world_->capture(subject, Capture::Kind::first)));
    const auto last = must(record(world_->capture(subject, Capture::Kind::last)));
    EXPECT_EQ(first.subject, last.subject);
    EXPECT_EQ(must(captures_->find({.subject = first.subject})).items.size(), 2u);
    world_->world.clock.advance(minutes(10));
    EXPECT_NE(must(record(world_->capture(subject))).subject, first.subject);
    const SubjectLabels another_run(test::profile(), world_->world.random);
    EXPECT_NE(another_run.label(subject, first.first_seen), first.subject);
    EXPECT_EQ(occurrences(std::string(as_text(subject.view()))), 0u) << "the subject itself is written nowhere";
    expect_stores_apart();
}

// C9: pictures go with their term, and with their keys.
TEST_P(CapturesTest, PicturesGoInTimeAndLeaveNothing) {
    store::Retention retention(world_->world.clock);
    captures_->register_retention(retention);
    const auto term = retention_term(retention, "analysis_captures");
    EXPECT_EQ(term, test::profile() == Profile::cii ? hours(12) : hours(24));
    const auto content = unique_picture(world_->world.random);
    auto early = world_->capture(someone());
    early.picture = picture(content, world_->now());
    must(record(early));
    const auto sealed = must((*world_->world.stores)[Store::images].query("SELECT body FROM analysis_pictures"))[0].blob(0);
    world_->world.clock.advance(minutes(30));
    const auto late = world_->capture(someone());
    must(record(late));
    expect_listed(retention, 4);
    EXPECT_EQ(occurrences(content), 0u) << "never in the clear";

    world_->world.clock.advance(term - minutes(41));
    EXPECT_EQ(must(retention.run_once()), 0);
    EXPECT_EQ(must(retention.preview())[0].due_in_day, 2);
    world_->world.clock.advance(minutes(11));
    EXPECT_EQ(must(retention.run_once()), 1) << "at its term at the latest";
    EXPECT_TRUE(failed_with(captures_->picture(early.id, "op"), errors::kPictureGone));
    EXPECT_TRUE(captures_->picture(late.id, "op"));
    EXPECT_FALSE(must(captures_->get(early.id)).has_picture);
    EXPECT_EQ(occurrences(std::string(as_text(sealed))), 0u) << "not in rows, free pages or the log";
    world_->world.clock.advance(minutes(41));
    EXPECT_EQ(must(retention.run_once()), 1);
    EXPECT_EQ(world_->rows(Store::images, "analysis_buckets"), 0);
    EXPECT_EQ(world_->rows(Store::events, "analysis_captures"), 2) << "records without pictures stay for their own term";
    world_->world.clock.advance(std::chrono::days(30));
    retention.confirm_clock();
    EXPECT_EQ(must(retention.run_once()), 2);
    EXPECT_EQ(world_->rows(Store::events, "analysis_captures"), 0);
}

// C9: what a backup kept cannot be read once the bucket's key is destroyed.
TEST_P(CapturesTest, ABackupOfThePicturesIsUselessAfterTheirTerm) {
    store::Retention retention(world_->world.clock);
    captures_->register_retention(retention);
    const auto capture = world_->capture(someone());
    must(record(capture));
    auto& images = (*world_->world.stores)[Store::images];
    const auto backup = must(images.query("SELECT reference, kind, bucket, body FROM analysis_pictures"))[0];
    world_->world.clock.advance(retention_term(retention, "analysis_captures"));
    retention.confirm_clock();
    EXPECT_EQ(must(retention.run_once()), 1);
    must(images.execute("INSERT INTO analysis_pictures (reference, kind, bucket, body) VALUES (?,?,?,?)",
                        {backup.blob(0), backup.text(1), backup.integer(2), backup.blob(3)}));
    EXPECT_TRUE(failed_with(captures_->picture(capture.id, "op"), errors::kPictureGone));
}

// C9: the term has a maximum by profile.
TEST_P(CapturesTest, TermsHaveMaxima) {
    store::Retention retention(world_->world.clock);
    captures_->register_retention(retention);
    const auto most = std::chrono::days(test::profile() == Profile::cii ? 7 : 30);
    EXPECT_TRUE(retention.set_term("analysis_captures", most));
    EXPECT_FALSE(retention.set_term("analysis_captures", most + std::chrono::seconds(1)));
    must(retention.set_term("analysis_captures", std::chrono::seconds(0)));
    must(record(world_->capture(someone())));
    EXPECT_EQ(must(retention.run_once()), 1) << "no term at all: gone with the next round";
    const auto again = world_->capture(someone());
    must(record(again));
    EXPECT_TRUE(captures_->picture(again.id, "op")) << "a bucket destroyed while it is in use gets a new key";
}

// C9: "live captures deleted once analysed", as strictly as can be.
TEST_P(CapturesTest, PicturesNeedNotBeKeptAtAll) {
    open({.keep_pictures = false});
    const auto capture = world_->capture(someone());
    EXPECT_FALSE(must(record(capture)).has_picture);
    EXPECT_EQ(world_->rows(Store::images, "analysis_pictures"), 0);
    EXPECT_TRUE(failed_with(captures_->picture(capture.id, "op"), errors::kPictureGone));
}

TEST_P(CapturesTest, EveryLookAtAPictureIsInTheLedger) {
    const auto capture = world_->capture(someone());
    must(record(capture));
    must(captures_->picture(capture.id, "user-7"));
    const auto entries = world_->entries("capture.viewed");
    ASSERT_EQ(entries.size(), 1u);
    EXPECT_EQ(entries[0].actor, "user-7");
    EXPECT_EQ(entries[0].object, capture.id.text());
    open({.audit_views = false});
    must(captures_->picture(capture.id, "user-7"));
    EXPECT_EQ(world_->entries("capture.viewed").size(), 1u);
    EXPECT_TRUE(failed_with(captures_->picture(CaptureId::random(world_->world.random), "op"), errors::kCaptureNotFound));
}

// B10: a picture moved to another capture does not open.
TEST_P(CapturesTest, APictureThatWasSwappedDoesNotOpen) {
    const auto a = world_->capture(someone()), b = world_->capture(someone());
    must(record(a));
    must(record(b));
    auto& images = (*world_->world.stores)[Store::images];
    const auto rows = must(images.query("SELECT reference, body FROM analysis_pictures"));
    must(images.execute("UPDATE analysis_pictures SET body = ? WHERE reference = ?", {rows[0].blob(1), rows[1].blob(0)}));
    const int readable = (captures_->picture(a.id, "op") ? 1 : 0) + (captures_->picture(b.id, "op") ? 1 : 0);
    EXPECT_EQ(readable, 1);
}

TEST_P(CapturesTest, FindsByEverythingAndPages) {
    const std::vector<std::string> odd{"100%", "a_b", "大厅 二"};
    for (int i = 0; i < 30; ++i) {
        auto capture = world_->capture(someone(), i % 3 == 0 ? Capture::Kind::last : Capture::Kind::best, i % 2 ? "东门" : "西门");
        capture.regions = {odd[static_cast<std::size_t>(i % 3)], "共同"};
        must(record(capture));
        world_->world.clock.advance(std::chrono::seconds(10));
    }
    EXPECT_EQ(must(captures_->find({.camera = "东门", .limit = 500})).items.size(), 15u);
    EXPECT_EQ(must(captures_->find({.region = "100%", .limit = 500})).items.size(), 10u);
    EXPECT_EQ(must(captures_->find({.region = "100", .limit = 500})).items.size(), 0u) << "whole names";
    EXPECT_EQ(must(captures_->find({.region = "aXb", .limit = 500})).items.size(), 0u) << "no wild cards";
    EXPECT_EQ(must(captures_->find({.region = "共同", .limit = 500})).items.size(), 30u);
    EXPECT_EQ(must(captures_->find({.kind = Capture::Kind::last, .limit = 500})).items.size(), 10u);
    EXPECT_EQ(must(captures_->find({.from = world_->now() - std::chrono::seconds(98), .limit = 500})).items.size(), 10u);
    std::set<std::string> seen;
    CaptureQuery query{.limit = 7};
    int pages = 0;
    WallTime newest = world_->now() + hours(1);
    do {
        const auto page = must(captures_->find(query));
        for (const auto& item : page.items) {
            seen.insert(item.id.text());
            EXPECT_LT(item.stored, newest);
            newest = item.stored;
        }
        query.cursor = page.next;
        ++pages;
    } while (!query.cursor.empty());
    EXPECT_EQ(seen.size(), 30u);
    EXPECT_EQ(pages, 5);
    EXPECT_EQ(must(captures_->find({.cursor = "nonsense", .limit = 500})).items.size(), 30u);
    EXPECT_EQ(must(captures_->find({.subject = "zz", .limit = 5})).items.size(), 0u);
}

// C1: nothing that goes out names anybody, and the next run closes what was open.
TEST_P(CapturesTest, TellsTheBusAndClosesWhatAFormerRunLeftOpen) {
    const auto subject = someone();
    const auto capture = world_->capture(subject);
    must(record(capture));
    const auto events = world_->bus.after(0);
    ASSERT_EQ(events.size(), 1u);
    EXPECT_EQ(events[0].kind, "capture");
    const auto json = nlohmann::json::parse(events[0].json);
    EXPECT_EQ(json.at("id"), capture.id.text());
    EXPECT_EQ(json.at("camera_id"), "东门");
    EXPECT_EQ(events[0].json.find(subject.text()), std::string::npos);
    open();
    EXPECT_EQ(must(captures_->get(capture.id)).stage, Capture::Stage::closed);
}

}  // namespace
}  // namespace md::analysis
