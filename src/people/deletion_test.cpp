// Deletion with proof, withdrawal, expiry; nothing is left, whatever happened before.
#include <random>

#include "people/people_fixture.h"
#include "store/retention.h"

namespace md::people {
namespace {

using store::Store;

class DeletionTest : public PeopleTest {
protected:
    using PeopleTest::PeopleTest;
    std::vector<Bytes> ids_of(const PersonId& id) {
        std::vector<Bytes> out{id.bytes(), people_->event_ref(id)};
        for (const auto& record : must(people_->records_of(id))) out.push_back(record.bytes());
        for (const auto& consent : must(people_->get(id)).consents) out.push_back(consent.id.bytes());
        return out;
    }
    void expect_gone(const PersonId& id, const std::vector<Bytes>& ids) {
        EXPECT_TRUE(failed_with(people_->get(id), errors::kPersonNotFound));
        EXPECT_EQ(must(store::find_bytes(*world_.stores, ids)), 0U);
    }
};

TEST_F(DeletionTest, ProvesThatNothingIsLeft) {  // B11
    options_.keep_enrolment_pictures = true;
    restart();
    int forgotten = 0;
    people_->add_trace(
        {"test", [](ByteView) { return Result<std::int64_t>(1); }, [&](ByteView) -> Result<std::int64_t> { return ++forgotten; }});
    const auto staying = enrol("留下的人", 20);
    const auto id = enrol("离开的人", 21, 2);
    const auto ids = ids_of(id);
    const auto proof = must(people_->remove(id, DeletionReason::left, "op"));
    expect_gone(id, ids);
    EXPECT_EQ(forgotten, 1);
    EXPECT_FALSE(recognised(21));
    EXPECT_EQ(recognised(20), staying);
    EXPECT_EQ(rows(Store::images, "people_images"), 1);
    EXPECT_EQ(proof.remains_found, 0);
    EXPECT_EQ(proof.stores_scanned, 5);
    EXPECT_GT(proof.bytes_scanned, 0);
    ASSERT_TRUE(proof.finished_at && proof.ledger_index);
    std::vector<std::string> steps;
    for (const auto& step : proof.steps) steps.push_back(step.what);
    EXPECT_EQ(steps,
              (std::vector<std::string>{"key_destroyed", "templates", "pictures", "events_anonymised", "identity_rows", "scrubbed"}));
    EXPECT_EQ(proof.steps[1].count, 2);
    EXPECT_EQ(must(people_->deletion(proof.id)).ledger_index, proof.ledger_index);
    EXPECT_EQ(must(people_->deletions("", 10)).items.size(), 1U);
    EXPECT_TRUE(failed_with(people_->remove(id, DeletionReason::left, "op"), errors::kPersonNotFound));
    EXPECT_EQ(rows(Store::identities, "people_deletions"), 0);
}

TEST_F(DeletionTest, WithdrawingTheLastConsentDeletes) {  // B1, B11
    const auto id = enrol("撤回的人", 22);
    const auto first = must(people_->get(id)).consents.at(0).id;
    const auto second = must(people_->consent(id, agreed(), "op")).id;
    EXPECT_FALSE(must(people_->withdraw(id, first, "op")));
    EXPECT_TRUE(failed_with(people_->withdraw(id, first, "op"), errors::kConsentNotFound));
    const auto ids = ids_of(id);
    const auto deletion = must(people_->withdraw(id, second, "op"));
    ASSERT_TRUE(deletion);
    EXPECT_EQ(must(people_->deletion(*deletion)).reason, DeletionReason::withdrawn);
    expect_gone(id, ids);
}

TEST_F(DeletionTest, TermsDeleteByThemselves) {  // B11
    store::Retention retention(world_.clock);
    people_->register_retention(retention);
    const auto long_stay = enrol("常住", 30);
    auto guest = newcomer("短住");
    guest.fields.valid_until = world_.clock.wall() + std::chrono::hours(5);
    guest.pictures.push_back(test::picture_of(31));
    const auto short_stay = must(people_->add(std::move(guest), "op")).id;
    auto visitor = newcomer("访客");
    visitor.fields.kind = Kind::visitor;
    const auto visiting = must(people_->add(std::move(visitor), "op")).id;
    EXPECT_EQ(must(retention.run_once()), 0);
    const auto due = must(people_->due("persons", std::chrono::days(365), 10));
    ASSERT_EQ(due.size(), 2U);
    EXPECT_EQ(due[0].due_at, world_.clock.wall() + std::chrono::hours(5));
    for (const auto& preview : must(retention.preview())) {
        EXPECT_EQ(preview.due_in_day, preview.name == "persons" ? 1 : 0);
    }
    world_.clock.advance(std::chrono::hours(6));
    EXPECT_EQ(must(retention.run_once()), 1);
    EXPECT_TRUE(failed_with(people_->get(short_stay), errors::kPersonNotFound));
    EXPECT_EQ(must(people_->deletions("", 1)).items.at(0).reason, DeletionReason::expired);
    world_.clock.advance(std::chrono::days(31));  // a visitor's month
    retention.confirm_clock();
    must(retention.run_once());
    EXPECT_TRUE(failed_with(people_->get(visiting), errors::kPersonNotFound));
    must(people_->get(long_stay));
    world_.clock.advance(std::chrono::days(280));  // the 300 days told in the notice
    retention.confirm_clock();
    must(retention.run_once());
    EXPECT_TRUE(failed_with(people_->get(long_stay), errors::kPersonNotFound));
    EXPECT_EQ(templates(), 0U);
}

// A row that was damaged or changed keeps its person, and that is told; everybody else goes in time.
TEST_F(DeletionTest, OneWhoCannotBeReadHoldsUpNobodyElse) {  // B11
    store::Retention retention(world_.clock);
    people_->register_retention(retention);
    const auto guest = [&](const std::string& name, int face, std::chrono::hours stays) {
        auto person = newcomer(name);
        person.fields.valid_until = world_.clock.wall() + stays;
        person.pictures.push_back(test::picture_of(face));
        return must(people_->add(std::move(person), "op")).id;
    };
    const auto damaged = guest("损坏", 30, std::chrono::hours(4)), whole = guest("完好", 31, std::chrono::hours(5));
    auto& identities = (*world_.stores)[Store::identities];
    const auto body = must(identities.query("SELECT body FROM people_pictures WHERE person = ?", {damaged.bytes()}))[0].blob(0);
    const auto put = [&](Bytes bytes) {
        must(identities.execute("UPDATE people_pictures SET body = ? WHERE person = ?", {std::move(bytes), damaged.bytes()}));
    };
    auto other = body;
    other.back() ^= 1;
    put(other);
    const auto ids = ids_of(whole);
    world_.clock.advance(std::chrono::hours(6));
    EXPECT_EQ(must(retention.run_once()), 1);
    expect_gone(whole, ids);
    EXPECT_EQ(must(people_->due("persons", std::chrono::days(365), 10)).size(), 1U) << "still due, and seen to be";
    EXPECT_FALSE(retention.run_once()) << "and told at every round";
    put(body);
    EXPECT_EQ(must(retention.run_once()), 1);
    EXPECT_TRUE(failed_with(people_->get(damaged), errors::kPersonNotFound));
}

// Any sequence of operations: stores share no id, and whoever was deleted has left nothing.
class AnySequence : public DeletionTest, public ::testing::WithParamInterface<int> {
protected:
    AnySequence() : DeletionTest(databases()) {}
    static std::array<std::string, 5> databases() {
        if (GetParam() != 0) return {};
        auto* server = test::Postgres::shared();
        return server ? server->new_stores() : std::array<std::string, 5>{};
    }
};

TEST_P(AnySequence, KeepsStoresApartAndLeavesNothing) {  // B10, B11
    options_.keep_enrolment_pictures = GetParam() % 2 == 0;
    restart();
    std::mt19937 dice(static_cast<unsigned>(GetParam()));
    std::map<PersonId, int> present;
    std::vector<Bytes> gone;
    int next_face = 1;
    for (int step = 0; step < 25; ++step) {
        const auto any = [&] { return std::next(present.begin(), static_cast<std::ptrdiff_t>(dice() % present.size())); };
        const auto what = present.empty() ? 0 : dice() % 7;
        if (what <= 1) {
            const int face = next_face++;
            present.emplace(enrol("人员" + std::to_string(face), face, 1 + static_cast<int>(dice() % 2)), face);
        } else if (what == 2) {
            const auto person = any();
            const auto ids = ids_of(person->first);
            gone.insert(gone.end(), ids.begin(), ids.end());
            must(people_->remove(person->first, DeletionReason::request, "op"));
            present.erase(person);
        } else if (what == 3) {
            const auto person = any();
            for (const auto& record : must(people_->records_of(person->first))) gone.push_back(record.bytes());
            must(people_->renew(person->first, test::picture_of(person->second, 10 + step), "op"));
        } else if (what == 4) {
            must(people_->block(any()->first, "依据", std::nullopt, "op"));
        } else if (what == 5) {
            const auto added = people_->add_picture(any()->first, test::picture_of(any()->second, 40), "op");
            EXPECT_TRUE(added || added.error().is(errors::kTooManyPictures) || added.error().is(errors::kPicturesDiffer) ||
                        added.error().is(errors::kPictureDuplicate));
        } else {
            restart();
        }
    }
    for (const auto& shared : must(store::find_shared_ids(*world_.stores)))
        ADD_FAILURE() << shared.id << " " << shared.first << " " << shared.second;
    for (const auto store : store::kAllStores) must((*world_.stores)[store].scrub());  // a renewal scrubs nothing by itself
    EXPECT_EQ(must(store::find_bytes(*world_.stores, gone)), 0U);
    EXPECT_EQ(static_cast<std::int64_t>(templates()), rows(Store::identities, "people_pictures"));
    for (const auto& [id, face] : present) EXPECT_EQ(recognised(face), id);
}

INSTANTIATE_TEST_SUITE_P(Seeds, AnySequence, ::testing::Values(0, 1, 2, 3));  // 0: on PostgreSQL

}  // namespace
}  // namespace md::people
