#include "analysis/records/watch_lists.h"

#include "analysis/records/records_fixture.h"
#include "analysis/subjects/observer.h"

namespace md::analysis {
namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using store::Store;

class WatchListsTest : public RecordsTest {
protected:
    void SetUp() override {
        RecordsTest::SetUp();
        if (!IsSkipped()) open();
    }
    void open() {
        lists_.reset();
        lists_ = must(WatchLists::open(world_->parts(), world_->world.engine, {}));
    }
    void restart() {
        lists_.reset();
        world_->restart();
        open();
    }
    Basis basis(days how_long = days(90)) { return {"公安机关协查", "沪公协〔2026〕17 号", world_->now() + how_long}; }
    WatchListId list(const std::string& name = "重点人员", days how_long = days(90)) {
        return must(lists_->add({name, basis(how_long)}, "admin")).id;
    }
    Result<WatchEntry> try_entry(const WatchListId& id, const std::string& label, int face, std::optional<Basis> own = {}) {
        std::vector<SecretBytes> pictures;
        pictures.push_back(test::picture_of(face, 1));
        return lists_->add_entry(id, {label, std::move(own)}, std::move(pictures), "admin");
    }
    WatchEntry entry(const WatchListId& id, const std::string& label, int face, std::optional<Basis> own = {}) {
        return must(try_entry(id, label, face, std::move(own)));
    }
    std::string found(int face, std::vector<std::string> names = {"重点人员"}, float quality = 0.9f) {
        const auto embedding = test::SyntheticEngine::embedding_of(face, 9);
        const auto hit = lists_->searcher(std::move(names))->search(embedding.values(), quality);
        return hit ? hit->watch_list + "/" + hit->entry : "";
    }
    std::unique_ptr<WatchLists> lists_;
};
MD_RECORDS_ON_BOTH_BACK_ENDS(WatchListsTest);

// C8: found as a number of a list, over a restart too, and only in the lists that a rule names.
TEST_P(WatchListsTest, FindsAnEntryAndNeverAName) {
    const auto id = list(), other = list("走失人员");
    for (int face = 1; face <= 20; ++face) entry(id, "A-" + std::to_string(face), face);
    entry(other, "B-1", 40);
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(found(7), "重点人员/A-7");
        EXPECT_EQ(found(40), "") << "on another list";
        EXPECT_EQ(found(40, {"走失人员", "重点人员"}), "走失人员/B-1");
        EXPECT_EQ(found(7, {"走失人员"}), "");
        EXPECT_EQ(found(7, {"重点人员"}, 0.05f), "") << "too poor a face to be judged";
        for (int stranger = 100; stranger < 200; ++stranger) EXPECT_EQ(found(stranger), "");
        EXPECT_EQ(must(lists_->get(id)).entries, 20);
        restart();
    }
    expect_stores_apart();
}

// B6, C8, D19: told in the ledger, and the others are found as before.
TEST_P(WatchListsTest, TamperedTemplatesAreToldInTheLedger) {
    const auto id = list();
    entry(id, "A-1", 1);
    auto& features = (*world_->world.stores)[Store::features];
    const auto of_the_first = must(features.query("SELECT record, sealed FROM templates"));
    ASSERT_EQ(of_the_first.size(), 1U);
    entry(id, "A-2", 2);
    restart();
    EXPECT_TRUE(world_->entries("template.tampered").empty());
    Bytes sealed = of_the_first[0].blob(1);
    sealed[sealed.size() / 2] ^= 1;
    lists_.reset();
    must((*world_->world.stores)[Store::features].execute("UPDATE templates SET sealed = ? WHERE record = ?",
                                                          {sealed, of_the_first[0].blob(0)}));
    open();
    const auto told = world_->entries("template.tampered");
    ASSERT_EQ(told.size(), 1U);
    EXPECT_EQ(told[0].object, "watch_lists");
    EXPECT_EQ(told[0].outcome, "failed");
    EXPECT_EQ(told[0].clause, "B6");
    EXPECT_EQ(told[0].detail_json, R"({"changed":1,"cut_out":0})");
    EXPECT_EQ(found(1), "");
    EXPECT_EQ(found(2), "重点人员/A-2");
}

// C8: no list without a ground that ends.
TEST_P(WatchListsTest, NoListWithoutABasis) {
    const auto refused = [&](Basis given) {
        return failed_with(lists_->add({"名单", std::move(given)}, "admin"), errors::kWatchBasisMissing);
    };
    EXPECT_TRUE(refused({}));
    EXPECT_TRUE(refused({"", "17", world_->now() + days(1)}));
    EXPECT_TRUE(refused({"协查", "", world_->now() + days(1)}));
    EXPECT_TRUE(refused({"协查", "17", world_->now()}));
    const auto longest = days(test::profile() == Profile::cii ? 366 : 2 * 366);
    EXPECT_TRUE(refused(basis(longest + days(1))));
    EXPECT_FALSE(refused(basis(longest)));
    const auto id = list();
    EXPECT_TRUE(failed_with(try_entry(id, "A-1", 1, Basis{"本人同意", "", world_->now() + days(1)}), errors::kWatchBasisMissing));
    EXPECT_TRUE(failed_with(lists_->add({"", basis()}, "admin"), errors::kWatchListInvalid));
    EXPECT_TRUE(failed_with(lists_->add({"重点人员", basis()}, "admin"), errors::kWatchListNameTaken));
}

// C1, C8: a label cannot be a name.
TEST_P(WatchListsTest, LabelsAreNumbers) {
    const auto id = list();
    for (const auto* label : {"", "张三", "zhangsan", "A 1", "A\n1"}) {
        EXPECT_TRUE(failed_with(try_entry(id, label, 1), errors::kWatchLabelInvalid)) << label;
    }
    entry(id, "A-1", 1);
    EXPECT_TRUE(failed_with(try_entry(id, "A-1", 2), errors::kWatchListNameTaken));
    EXPECT_TRUE(failed_with(try_entry(WatchListId::random(world_->world.random), "A-2", 2), errors::kWatchListNotFound));
}

// C2: one or two pictures, each with one clear face; none is kept.
TEST_P(WatchListsTest, PicturesAreJudgedAndNotKept) {
    const auto id = list();
    const auto add = [&](std::vector<int> faces, int shot = 1) {
        std::vector<SecretBytes> pictures;
        for (const int face : faces) pictures.push_back(test::picture_of(face, shot++));
        return lists_->add_entry(id, {"A-" + std::to_string(world_->world.random.bytes(1)[0]) + std::to_string(faces.size()), {}},
                                 std::move(pictures), "admin");
    };
    EXPECT_TRUE(failed_with(add({}), errors::kWatchPicture));
    EXPECT_TRUE(failed_with(add({1, 1, 1}), errors::kWatchPicture));
    EXPECT_TRUE(failed_with(add({0}), errors::kWatchPicture)) << "no face";
    EXPECT_TRUE(failed_with(add({1}, 63), errors::kWatchPicture)) << "blurred";
    std::vector<SecretBytes> broken;
    broken.push_back(SecretBytes(as_bytes("no picture at all")));
    EXPECT_FALSE(lists_->add_entry(id, {"A-9", {}}, std::move(broken), "admin"));
    EXPECT_EQ(must(add({1, 1})).pictures, 2);
    EXPECT_EQ(must(lists_->entries(id)).size(), 1u);
    EXPECT_EQ(world_->rows(Store::images, "analysis_pictures"), 0);
}

// C1: persons of S1 and S2 and watch lists do not know each other.
TEST_P(WatchListsTest, TheGalleryOfPersonsIsAnother) {
    const auto id = list();
    entry(id, "A-1", 1);
    const auto person = PersonId::random(world_->world.random);
    must(world_->world.stores->keyring->create_subject_key(person.view()));
    must(world_->world.gallery->enrol(person.view(), test::SyntheticEngine::embedding_of(2, 0).values()));
    EXPECT_EQ(world_->world.gallery->size(), 1u);
    EXPECT_EQ(found(2), "");
    EXPECT_TRUE(world_->world.gallery->search(test::SyntheticEngine::embedding_of(1, 0).values(), 1, 0.5f).empty());
}

// C8, B11: with the end of the basis nothing is found, at once; the round after it everything is deleted.
TEST_P(WatchListsTest, WhatHasNoBasisAnyMoreIsNotFoundAndGoes) {
    store::Retention retention(world_->world.clock);
    lists_->register_retention(retention);
    const auto id = list("重点人员", days(10));
    entry(id, "A-1", 1);
    entry(id, "A-2", 2, Basis{"本人同意", "同意书 3", world_->now() + days(5)});
    EXPECT_EQ(must(retention.preview())[0].due_in_week, 1);
    world_->world.clock.advance(days(5));
    retention.confirm_clock();
    EXPECT_EQ(found(2), "") << "before any round";
    EXPECT_EQ(found(1), "重点人员/A-1");
    EXPECT_EQ(must(retention.run_once()), 1);
    EXPECT_EQ(must(lists_->entries(id)).size(), 1u);
    world_->world.clock.advance(days(5));
    retention.confirm_clock();
    EXPECT_EQ(found(1), "");
    EXPECT_EQ(must(retention.run_once()), 2) << "the entry and the list";
    EXPECT_TRUE(lists_->list().empty());
    for (const auto* table : {"analysis_watch_lists", "analysis_watch_entries", "analysis_watch_records"}) {
        EXPECT_EQ(world_->rows(Store::identities, table), 0) << table;
    }
    EXPECT_FALSE(retention.set_term("watch_lists", days(test::profile() == Profile::cii ? 8 : 31)));
}

// B11: an entry is listed with the earlier end of its own basis and its list's, and the list itself with its own; a term comes on top.
TEST_P(WatchListsTest, WhatEndsNextIsListedWithItsTerm) {
    std::optional<store::Retention> retention;
    const auto retain = [&](days term) {
        lists_->register_retention(retention.emplace(world_->world.clock));
        must(retention->set_term("watch_lists", term));
    };
    retain(days(0));
    expect_listed(*retention, 0);
    const auto start = world_->now();
    const auto id = list("重点人员", days(10)), other = list("走失人员", days(4));
    entry(id, "A-1", 1);
    entry(id, "A-2", 2, Basis{"本人同意", "同意书 3", start + days(5)});
    entry(other, "B-1", 3, Basis{"本人同意", "同意书 4", start + days(50)});
    for (const auto term : {days(0), days(3)}) {
        restart();
        retain(term);
        expect_listed(*retention, 5);
        const auto listed = must(retention->due("watch_lists", 100));
        ASSERT_EQ(listed.size(), 3u);
        EXPECT_EQ(listed[0].due_at, start + days(4) + term);
        EXPECT_EQ(listed[0].count, 2) << "no entry outlives the basis of its list";
        EXPECT_EQ(listed[1].due_at, start + days(5) + term);
        EXPECT_EQ(listed[1].count, 1);
        EXPECT_EQ(listed[2].due_at, start + days(10) + term);
        EXPECT_EQ(listed[2].count, 2);
        EXPECT_EQ(must(retention->due("watch_lists", 2)).size(), 2u);
    }
    // Each group goes at the moment that the list named and not before.
    for (const auto& group : must(retention->due("watch_lists", 100))) {
        world_->world.clock.advance(group.due_at - world_->now() - 1s);
        retention->confirm_clock();
        EXPECT_EQ(must(retention->run_once()), 0);
        world_->world.clock.advance(1s);
        EXPECT_EQ(must(retention->run_once()), group.count);
    }
    expect_listed(*retention, 0);
}

// B11: a deleted entry's bytes are nowhere, and what a backup kept cannot be read.
TEST_P(WatchListsTest, ADeletedEntryLeavesNothing) {
    const auto id = list();
    const auto gone = entry(id, "A-1", 1);
    entry(id, "A-2", 2);
    auto& identities = (*world_->world.stores)[Store::identities];
    const auto row = must(identities.query("SELECT body FROM analysis_watch_entries WHERE id = ?", {gone.id.bytes()}))[0];
    must(lists_->remove_entry(id, gone.id, "admin"));
    EXPECT_EQ(found(1), "");
    EXPECT_EQ(found(2), "重点人员/A-2");
    EXPECT_EQ(occurrences(std::string(as_text(row.blob(0)))), 0u);
    EXPECT_EQ(occurrences(std::string(as_text(gone.id.view()))), 0u);
    EXPECT_FALSE(must(world_->world.stores->keyring->has_subject_key(gone.id.view())));
    EXPECT_EQ(world_->entries("watch_list.entry_removed").size(), 1u);
    must(identities.execute("INSERT INTO analysis_watch_entries (id, list, created, body) VALUES (?,?,0,?)",
                            {gone.id.bytes(), id.bytes(), row.blob(0)}));
    restart();
    EXPECT_EQ(must(lists_->entries(id)).size(), 1u) << "a row from a backup does not open, and goes";
    EXPECT_FALSE(lists_->remove_entry(id, gone.id, "admin"));
    must(lists_->remove(id, "admin"));
    EXPECT_EQ(found(2), "");
}

// What a crash left between template and entry goes with the next start.
TEST_P(WatchListsTest, TemplatesWithoutAnEntryAreRemoved) {
    const auto id = list();
    entry(id, "A-1", 1);
    must((*world_->world.stores)[Store::identities].execute("DELETE FROM analysis_watch_entries"));
    restart();
    EXPECT_EQ(found(1), "");
    EXPECT_EQ(must(lists_->get(id)).entries, 0);
    entry(id, "A-1", 1);
    EXPECT_EQ(found(1), "重点人员/A-1");
}

TEST_P(WatchListsTest, ListsAreRenewedByVersion) {
    const auto id = list("重点人员", days(2));
    entry(id, "A-1", 1);
    const auto before = must(lists_->get(id));
    const auto after = must(lists_->update(id, {"重点人员", basis(days(20))}, before.version, "admin"));
    EXPECT_TRUE(failed_with(lists_->update(id, {"重点人员", basis()}, before.version, "admin"), errors::kVersionChanged));
    EXPECT_EQ(after.entries, 1);
    world_->world.clock.advance(days(5));
    EXPECT_EQ(found(1), "重点人员/A-1");
    EXPECT_EQ(world_->entries("watch_list.").size(), 3u);
}

}  // namespace
}  // namespace md::analysis
