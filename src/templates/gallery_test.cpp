#include "templates/gallery.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <map>
#include <thread>

#include "store/errors.h"
#include "templates/errors.h"
#include "templates/synthetic_faces.h"
#include "test_support.h"

namespace md::templates {
namespace {

using Face = std::vector<float>;
constexpr float kThreshold = 0.40F;

Profile profile() { return profile_from(md::test::profile_name()).value_or(Profile::general); }
Bytes subject(int number) { return to_bytes("subject " + std::to_string(number)); }

// An installation on disk that can be closed and opened again.
class Site {
public:
    std::unique_ptr<Gallery> open(GalleryOptions options = {}) {
        options.profile = profile();
        if (options.model_id.empty()) options.model_id = "model-a";
        stores = must(store::Stores::open({.profile = profile(), .folder = folder.path()}, SecretBytes(Bytes(32, 9)), clock, random));
        return must(Gallery::open(stores, options, clock, random, &workers));
    }
    RecordId enrol(Gallery& gallery, int person, const Face& face) {
        must(stores->keyring->create_subject_key(subject(person)));
        return must(gallery.enrol(subject(person), face)).record;
    }
    store::Database& features() { return (*stores)[store::Store::features]; }
    store::Database& keys() { return (*stores)[store::Store::keys]; }
    std::int64_t count(store::Database& database, const std::string& table) {
        return must(database.query("SELECT COUNT(*) FROM " + table))[0].integer(0);
    }

    md::test::TempDir folder;
    FakeClock clock;
    SystemRandom random;
    Workers workers{"search", 1, 16};
    std::shared_ptr<store::Stores> stores;
};

class GalleryTest : public ::testing::Test {
protected:
    Site site;
    test::SyntheticFaces faces{77};
};

TEST_F(GalleryTest, FindsTheRightPersonAgainAfterReopening) {
    std::vector<Face> people;
    std::vector<RecordId> records;
    for (const int bits : {512, 1024, 2048}) {
        GalleryOptions options{.name = "g" + std::to_string(bits), .bits = bits};
        auto gallery = site.open(options);
        people.clear(), records.clear();
        for (int i = 0; i < 20; ++i) {
            people.push_back(faces.person());
            records.push_back(site.enrol(*gallery, i, people.back()));
        }
        for (int reopened = 0; reopened < 2; ++reopened) {
            EXPECT_EQ(gallery->size(), 20U);
            for (int i = 0; i < 20; ++i) {
                const auto probe = faces.picture(people[i], 0.75F);
                const auto matches = gallery->search(probe, 3, kThreshold);
                ASSERT_FALSE(matches.empty());
                EXPECT_EQ(matches[0].record, records[i]);
                EXPECT_EQ(gallery->compare(probe, records[i]), matches[0].score);
            }
            EXPECT_TRUE(gallery->search(faces.person(), 3, 0.6F).empty());
            gallery.reset();
            gallery = site.open(options);
            EXPECT_EQ(gallery->opened().loaded, 20U);
            EXPECT_EQ(gallery->opened().left_over + gallery->opened().tampered + gallery->opened().missing, 0U);
        }
    }
}

TEST_F(GalleryTest, SearchIsTheBruteForceOverAllRecords) {
    for (const int capacity : {1, 8}) {
        auto gallery = site.open({.name = "c" + std::to_string(capacity), .slot_capacity = capacity});
        std::vector<Face> people;
        for (int i = 0; i < 600; ++i) {
            people.push_back(faces.person());
            must(site.stores->keyring->create_subject_key(subject(i)));
        }
        std::vector<Bytes> subjects;
        for (int i = 0; i < 600; ++i) subjects.push_back(subject(i));
        std::vector<Gallery::Enrolment> enrolments;
        for (int i = 0; i < 600; ++i) enrolments.push_back({subjects[i], people[i]});
        auto records = must(gallery->enrol_many(enrolments));
        for (int i = 0; i < 600; i += 3) must(gallery->remove(records[i]));
        for (int i = 1; i < 600; i += 3) records[i] = must(gallery->renew(subjects[i], records[i], people[i]));
        EXPECT_EQ(gallery->size(), 400U);
        for (int i = 0; i < 60; ++i) {
            const auto probe = faces.picture(people[i], 0.6F);
            std::vector<std::pair<float, RecordId>> expected;
            for (const auto& record : gallery->records())
                if (const auto score = gallery->compare(probe, record); score && *score >= 0.2F) expected.emplace_back(-*score, record);
            std::ranges::sort(expected);
            const auto matches = gallery->search(probe, 5, 0.2F);
            // The pre-filter may lose one hardly above the threshold, never a clear one; what is found is exact and in order.
            std::size_t at = 0;
            for (const auto& match : matches) {
                while (at < expected.size() && expected[at].second != match.record && -expected[at].first < 0.3F) ++at;
                ASSERT_LT(at, expected.size());
                EXPECT_EQ(expected[at].second, match.record);
                EXPECT_EQ(-expected[at++].first, match.score);
            }
            EXPECT_TRUE(i % 3 == 0 || matches.at(0).record == records[i]);
        }
    }
}

// B5: the new template has nothing to do with the old, which stops matching; nobody else is touched.
TEST_F(GalleryTest, RenewalReplacesOneTemplateOnly) {
    auto gallery = site.open();
    const auto a = faces.person(), b = faces.person();
    const auto record_a = site.enrol(*gallery, 1, a), record_b = site.enrol(*gallery, 2, b);
    const auto score_b = gallery->compare(b, record_b);
    must(gallery->revoke(record_a));
    EXPECT_FALSE(gallery->compare(a, record_a));
    EXPECT_TRUE(gallery->search(a, 1, kThreshold).empty());
    EXPECT_TRUE(gallery->check(record_a).error().is(errors::kNoSuchRecord));
    gallery = site.open();
    EXPECT_TRUE(gallery->search(a, 1, kThreshold).empty()) << "revocation survives a restart";
    EXPECT_EQ(gallery->opened().missing + gallery->opened().tampered, 0U);

    const auto fresh = must(gallery->renew(subject(1), record_a, a));
    EXPECT_NE(fresh, record_a);
    EXPECT_FALSE(gallery->compare(a, record_a));
    ASSERT_EQ(gallery->search(a, 2, kThreshold).size(), 1U);
    EXPECT_EQ(gallery->search(a, 2, kThreshold)[0].record, fresh);
    EXPECT_EQ(gallery->compare(b, record_b), score_b);
    EXPECT_EQ(site.count(site.features(), "templates"), 2);
    EXPECT_EQ(site.count(site.keys(), "template_salts"), 2);
    EXPECT_EQ(site.count(site.keys(), "template_slots"), 2) << "the old slot went with its only record";
    EXPECT_TRUE(gallery->renew(subject(2), fresh, b).error().is(errors::kNoSuchRecord)) << "another person's record";
    EXPECT_TRUE(gallery->renew(subject(1), record_a, a).error().is(errors::kNoSuchRecord));
}

// B6, B11: what is left in store `features` after the salts or the subject's key are gone is dead, also when a backup of it is put back.
TEST_F(GalleryTest, RemovedAndShreddedRecordsStayDead) {
    auto gallery = site.open();
    const auto a = faces.person(), b = faces.person(), c = faces.person();
    const auto record_a = site.enrol(*gallery, 1, a), record_b = site.enrol(*gallery, 2, b), record_c = site.enrol(*gallery, 3, c);
    const auto backup = must(site.features().query("SELECT record, generation, gallery, sealed FROM templates"));
    must(gallery->remove(record_a));
    must(gallery->remove(record_a));
    EXPECT_EQ(gallery->size(), 2U);
    must(site.stores->keyring->destroy_subject_key(subject(2)));
    must(site.features().execute("DELETE FROM templates"));
    for (const auto& row : backup)
        must(site.features().execute("INSERT INTO templates VALUES (?, ?, ?, ?)", {row.blob(0), row.integer(1), row.text(2), row.blob(3)}));
    gallery = site.open();
    EXPECT_EQ(gallery->records(), std::vector{record_c});
    EXPECT_EQ(gallery->opened().left_over, 2U);
    EXPECT_TRUE(gallery->search(a, 1, kThreshold).empty());
    EXPECT_TRUE(gallery->search(b, 1, kThreshold).empty());
    EXPECT_EQ(site.count(site.features(), "templates"), 1);
    EXPECT_EQ(site.count(site.keys(), "template_salts"), 1);
    EXPECT_TRUE(gallery->check(record_b).error().is(errors::kNoSuchRecord));
}

// B6: swapped, changed, rolled back, cut. The record is disabled and named, the others work.
TEST_F(GalleryTest, TamperedRowsAreDisabled) {
    auto gallery = site.open();
    std::vector<Face> people;
    std::vector<RecordId> records;
    for (int i = 0; i < 7; ++i) {
        people.push_back(faces.person());
        records.push_back(site.enrol(*gallery, i, people.back()));
    }
    const auto sealed = [&](int i) {
        return must(site.features().query("SELECT sealed FROM templates WHERE record = ?", {records[i].bytes()}))[0].blob(0);
    };
    const auto set = [&](int i, const Bytes& bytes) {
        must(site.features().execute("UPDATE templates SET sealed = ? WHERE record = ?", {bytes, records[i].bytes()}));
    };
    const Bytes zero = sealed(0), one = sealed(1), old = sealed(2);
    set(0, one), set(1, zero);
    must(gallery->rekey([&](const RecordId& record) { return record == records[2] ? std::optional(people[2]) : std::nullopt; }));
    // 0 and 1 could be re-keyed from memory, so swap them again; roll 2 back to its first generation; flip a bit of 3; cut the end of 4;
    // delete 5.
    const Bytes zero_again = sealed(0);
    set(0, sealed(1)), set(1, zero_again);
    must(site.features().execute("UPDATE templates SET sealed = ?, generation = 1 WHERE record = ?", {old, records[2].bytes()}));
    Bytes flipped = sealed(3);
    flipped[40] ^= 1;
    set(3, flipped);
    Bytes cut = sealed(4);
    cut.resize(cut.size() - 1);
    set(4, cut);
    must(site.features().execute("DELETE FROM templates WHERE record = ?", {records[5].bytes()}));

    for (int reopened = 0; reopened < 2; ++reopened) {
        gallery = site.open();
        EXPECT_EQ(gallery->records(), std::vector{records[6]});
        EXPECT_EQ(gallery->opened().tampered, 5U);
        EXPECT_EQ(gallery->opened().missing, 1U);
        for (int i = 0; i < 6; ++i) {
            EXPECT_TRUE(gallery->check(records[i]).error().is(errors::kTemplateTampered)) << i;
            EXPECT_FALSE(gallery->compare(people[i], records[i]));
        }
    }
    EXPECT_TRUE(gallery->check(records[6]));
    const auto fresh = must(gallery->renew(subject(3), records[3], people[3]));  // a disabled record can be made anew
    EXPECT_EQ(gallery->search(people[3], 1, kThreshold).at(0).record, fresh);
    must(gallery->remove(records[5]));
    EXPECT_TRUE(gallery->check(records[5]).error().is(errors::kNoSuchRecord));
}

TEST_F(GalleryTest, AnotherModelOrSizeIsRefused) {
    auto gallery = site.open();
    site.enrol(*gallery, 1, faces.person());
    EXPECT_TRUE(gallery->enrol(subject(1), Face(128, 0.088F)).error().is(errors::kModelMismatch));
    EXPECT_TRUE(gallery->enrol(subject(1), Face(512, 0.5F)).error().is(errors::kEmbeddingInvalid));
    EXPECT_TRUE(gallery->search(Face(128, 0.088F), 1, 0.1F).empty());
    GalleryOptions other{.profile = profile(), .model_id = "model-b"};
    EXPECT_TRUE(Gallery::open(site.stores, other, site.clock, site.random).error().is(errors::kModelMismatch));
    other = {.profile = profile(), .model_id = "model-a", .bits = 512};
    EXPECT_TRUE(Gallery::open(site.stores, other, site.clock, site.random).error().is(errors::kModelMismatch));
}

TEST_F(GalleryTest, EnrolmentFeedsCalibrationAndNamesDuplicates) {
    auto gallery = site.open();
    std::vector<Face> people;
    std::vector<RecordId> records;
    for (int i = 0; i < 60; ++i) {
        people.push_back(faces.person());
        records.push_back(site.enrol(*gallery, i, people.back()));
    }
    EXPECT_EQ(gallery->calibration().people(), 60U);
    EXPECT_EQ(gallery->calibration().scores(), 60U * 59 / 2);
    // A second picture of an enrolled subject is neither a stranger nor a suspect; as another subject the person is reported, and her score
    // left out.
    must(site.stores->keyring->create_subject_key(subject(100)));
    const auto second = must(gallery->enrol(subject(5), faces.picture(people[5], 0.9F)));
    EXPECT_TRUE(second.possibly_same.empty());
    EXPECT_EQ(gallery->calibration().people(), 60U);
    const auto duplicate = must(gallery->enrol(subject(100), faces.picture(people[7], 0.9F)));
    EXPECT_EQ(duplicate.possibly_same, std::vector{records[7]});
    EXPECT_EQ(gallery->calibration().scores(), 60U * 59 / 2 + 59 + 60);
    const auto histogram = gallery->calibration().histogram();
    gallery.reset();
    EXPECT_EQ(site.open()->calibration().histogram(), histogram);
}

// B5: everything moves to new keys; what has a picture gets a new template, the rest new record keys.
TEST_F(GalleryTest, RekeyMovesEverythingAndDestroysOldKeys) {
    auto gallery = site.open({.slot_capacity = 8});
    std::vector<Face> people;
    std::vector<RecordId> records;
    for (int i = 0; i < 150; ++i) {
        people.push_back(faces.person());
        records.push_back(site.enrol(*gallery, i, people.back()));
    }
    const auto before = must(site.features().query("SELECT record, sealed FROM templates ORDER BY record"));
    must(gallery->rekey([&](const RecordId& record) -> std::optional<Face> {
        const auto at = static_cast<std::size_t>(std::ranges::find(records, record) - records.begin());
        return at % 2 ? std::optional(people[at]) : std::nullopt;
    }));
    const auto after = must(site.features().query("SELECT record, sealed FROM templates ORDER BY record"));
    ASSERT_EQ(before.size(), after.size());
    for (std::size_t i = 0; i < before.size(); ++i) EXPECT_NE(before[i].blob(1), after[i].blob(1));
    for (int reopened = 0; reopened < 2; ++reopened) {
        EXPECT_EQ(gallery->size(), 150U);
        for (int i = 0; i < 150; ++i) EXPECT_EQ(gallery->search(people[i], 1, kThreshold).at(0).record, records[i]);
        gallery = site.open({.slot_capacity = 8});
    }
    EXPECT_EQ(must(site.keys().query("SELECT COUNT(*) FROM template_salts WHERE epoch <> 2"))[0].integer(0), 0);
}

// Searches beside enrolments, removals, renewals: always exactly one of old and new, never neither, never both.
TEST_F(GalleryTest, SearchesSeeExactlyOneOfOldAndNew) {
    auto gallery = site.open({.slot_capacity = 8});
    std::vector<Face> people;
    std::vector<RecordId> records;
    for (int i = 0; i < 40; ++i) {
        people.push_back(faces.person());
        records.push_back(site.enrol(*gallery, i, people.back()));
    }
    std::atomic<bool> stop{false};
    std::atomic<int> wrong{0}, searches{0};
    std::vector<std::thread> readers;
    for (int reader = 0; reader < 2; ++reader)
        readers.emplace_back([&, reader] {
            for (int i = reader; !stop; i = (i + 1) % 10) {
                wrong += gallery->search(people[i], 5, 0.6F).size() != 1;
                ++searches;
            }
        });
    for (int round = 0; round < 12; ++round) {
        for (int i = 0; i < 10; ++i) records[i] = must(gallery->renew(subject(i), records[i], people[i]));
        must(gallery->remove(records[20 + round]));
        site.enrol(*gallery, 200 + round, faces.person());
    }
    must(gallery->rekey([&](const RecordId& record) -> std::optional<Face> {
        const auto at = std::ranges::find(records, record);
        return at == records.end() ? std::nullopt : std::optional(people[static_cast<std::size_t>(at - records.begin())]);
    }));
    while (searches < 100) std::this_thread::yield();
    stop = true;
    for (auto& reader : readers) reader.join();
    EXPECT_EQ(wrong, 0);
}

// Runs `change` in a process of its own that dies, like kill -9, after its nth step. False when there was no nth step.
bool dies_at(Site& site, int nth, const std::function<void(Gallery&)>& change) {
    site.stores.reset();
    const pid_t child = ::fork();
    if (child == 0) {
        int steps = 0;
        GalleryOptions options{.profile = profile(), .model_id = "model-a"};
        options.after_step = [&](std::string_view) {
            if (++steps == nth) ::_exit(9);
        };
        auto stores = must(
            store::Stores::open({.profile = profile(), .folder = site.folder.path()}, SecretBytes(Bytes(32, 9)), site.clock, site.random));
        auto gallery = must(Gallery::open(stores, options, site.clock, site.random));
        change(*gallery);
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_TRUE(WIFEXITED(status));
    return WEXITSTATUS(status) == 9;
}

// B5: after a crash between any two steps of a renewal the person has exactly one template, old or new, and nothing is left over.
TEST_F(GalleryTest, CrashBetweenAnyTwoStepsOfRenewal) {
    const auto face = faces.person(), other = faces.person();
    auto gallery = site.open();
    auto record = site.enrol(*gallery, 1, face);
    site.enrol(*gallery, 2, other);
    gallery.reset();
    int crashes = 0;
    for (int nth = 1;; ++nth, ++crashes) {
        if (!dies_at(site, nth, [&](Gallery& in_child) { must(in_child.renew(subject(1), record, face)); })) break;
        gallery = site.open();
        const auto matches = gallery->search(face, 5, kThreshold);
        ASSERT_EQ(matches.size(), 1U) << nth;
        EXPECT_EQ(gallery->size(), 2U);
        EXPECT_EQ(matches[0].record == record, nth == 1) << "decided by the second step";
        EXPECT_EQ(gallery->opened().tampered + gallery->opened().missing, 0U);
        EXPECT_EQ(site.count(site.features(), "templates"), 2);
        EXPECT_EQ(site.count(site.keys(), "template_slots"), 2);
        record = matches[0].record;
        gallery.reset();
    }
    EXPECT_EQ(crashes, 4);
}

TEST_F(GalleryTest, CrashBetweenAnyTwoStepsOfEnrolmentAndRemoval) {
    const auto face = faces.person();
    auto gallery = site.open();
    must(site.stores->keyring->create_subject_key(subject(1)));
    gallery.reset();
    int crashes = 0;
    for (int nth = 1; dies_at(site, nth, [&](Gallery& in_child) { must(in_child.enrol(subject(1), face)); }); ++nth, ++crashes) {
        gallery = site.open();
        EXPECT_EQ(gallery->size(), nth == 1 ? 0U : 1U);
        EXPECT_EQ(site.count(site.features(), "templates"), nth == 1 ? 0 : 1);
        for (const auto& record : gallery->records()) {
            gallery.reset();
            EXPECT_TRUE(dies_at(site, nth, [&](Gallery& in_child) { must(in_child.remove(record)); }));
            gallery = site.open();
            for (const auto& left : gallery->records()) must(gallery->remove(left));
            EXPECT_EQ(gallery->opened().tampered + gallery->opened().missing, 0U);
            EXPECT_EQ(site.count(site.features(), "templates") + site.count(site.keys(), "template_salts"), 0);
            break;
        }
        gallery.reset();
    }
    EXPECT_EQ(crashes, 4);
}

TEST_F(GalleryTest, RekeyResumesAfterACrashAtEveryStep) {
    std::map<RecordId, Face> people;
    auto gallery = site.open();
    for (int i = 0; i < 100; ++i) {
        const auto face = faces.person();
        people[site.enrol(*gallery, i, face)] = face;
    }
    gallery.reset();
    const auto embedding_of = [&](const RecordId& record) { return std::optional(people.at(record)); };
    for (int nth = 1; nth <= 9; ++nth) {
        dies_at(site, nth, [&](Gallery& in_child) { must(in_child.rekey(embedding_of)); });
        gallery = site.open();
        EXPECT_EQ(gallery->size(), 100U) << nth;
        EXPECT_EQ(gallery->opened().tampered + gallery->opened().missing, 0U);
        must(gallery->rekey(embedding_of));
        EXPECT_EQ(must(site.keys().query("SELECT COUNT(DISTINCT epoch) FROM template_salts"))[0].integer(0), 1);
        for (const auto& [record, face] : people) EXPECT_TRUE(gallery->compare(face, record).value_or(0) > 0.6F);
        gallery.reset();
    }
}

// A full disk, as a limit on file sizes: the change fails, what was there stays whole and searchable.
TEST_F(GalleryTest, FullDiskLeavesTheDataWhole) {
    const auto face = faces.person();
    auto gallery = site.open();
    const auto record = site.enrol(*gallery, 1, face);
    gallery.reset();
    site.stores.reset();
    const pid_t child = ::fork();
    if (child == 0) {
        auto stores = must(
            store::Stores::open({.profile = profile(), .folder = site.folder.path()}, SecretBytes(Bytes(32, 9)), site.clock, site.random));
        auto in_child = must(Gallery::open(stores, {.profile = profile(), .model_id = "model-a"}, site.clock, site.random));
        std::vector<Face> more;
        for (int i = 0; i < 400; ++i) more.push_back(faces.person());
        const Bytes owner = subject(1);
        std::vector<Gallery::Enrolment> many;
        for (const auto& one : more) many.push_back({owner, one});
        ::signal(SIGXFSZ, SIG_IGN);
        const rlimit limit{64 << 10, 64 << 10};
        ::setrlimit(RLIMIT_FSIZE, &limit);
        const bool refused = !in_child->enrol_many(many);
        const bool works = in_child->size() == 1 && in_child->search(face, 1, kThreshold).size() == 1;
        ::_exit(refused && works ? 7 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    EXPECT_EQ(WEXITSTATUS(status), 7);
    gallery = site.open();
    EXPECT_EQ(gallery->records(), std::vector{record});
    EXPECT_EQ(gallery->opened().tampered + gallery->opened().missing, 0U);
}

TEST_F(GalleryTest, BandsFollowTheRates) {
    auto gallery = site.open();
    const auto& calibration = gallery->calibration();
    EXPECT_EQ(gallery->band(calibration.threshold(1e-3).value - 0.01F, 1e-3), Band::none);
    EXPECT_EQ(gallery->band(calibration.threshold(1e-3).value, 1e-3), Band::weak);
    EXPECT_EQ(gallery->band(calibration.threshold(1e-4).value, 1e-3), Band::clear);
    EXPECT_EQ(gallery->band(calibration.threshold(1e-5).value, 1e-3), Band::strong);
}

// B3: document against live picture, without any gallery.
TEST_F(GalleryTest, CompareOnceSeparatesSameFromOther) {
    const auto person = faces.person();
    EXPECT_GT(compare_once(person, faces.picture(person, 0.8F), 1024, profile(), site.random), 0.5F);
    EXPECT_LT(compare_once(person, faces.person(), 1024, profile(), site.random), 0.5F);
    EXPECT_EQ(compare_once(person, Face(512, 1), 1024, profile(), site.random), -1);
}

}  // namespace
}  // namespace md::templates
