// Notices, consents, persons and pictures: what may be collected, and what is refused.
#include "people/people_fixture.h"
#include "people/validation.h"

namespace md::people {
namespace {

using store::Store;

TEST_F(PeopleTest, NoticesAreImmutableAndSuperseded) {  // B1, G2
    const auto first = must(people_->notices().add(good_notice(), std::nullopt, "admin"));
    EXPECT_EQ(first.version, 1);
    auto text = good_notice();
    text.storage_days = 90;
    const auto second = must(people_->notices().add(text, first.id, "admin"));
    EXPECT_EQ(second.version, 2);
    EXPECT_EQ(must(people_->notices().get(first.id)).superseded_by, second.id);
    EXPECT_EQ(must(people_->notices().get(first.id)).storage_days, 300);
    EXPECT_EQ(must(people_->notices().current())->id, second.id);
    EXPECT_TRUE(failed_with(people_->notices().add(text, first.id, "admin"), errors::kNoticeSuperseded));
    text.alternative.clear();
    EXPECT_TRUE(failed_with(people_->notices().add(text, std::nullopt, "admin"), errors::kNoticeIncomplete));
    text = good_notice();
    text.storage_days = 100'000;
    EXPECT_TRUE(failed_with(people_->notices().add(text, std::nullopt, "admin"), errors::kNoticeTerm));
    EXPECT_EQ(must(people_->notices().list()).size(), 2U);
}

TEST_F(PeopleTest, NoFaceWithoutConsent) {  // B1
    auto person = newcomer("王小明");
    person.consent.reset();
    person.pictures.push_back(test::picture_of(7));
    EXPECT_TRUE(failed_with(people_->add(std::move(person), "op"), errors::kConsentMissing));
    EXPECT_EQ(must(people_->count()), 0);
    EXPECT_EQ(templates(), 0U);

    auto bare = newcomer("王小明");
    bare.consent.reset();
    const auto id = must(people_->add(std::move(bare), "op")).id;
    EXPECT_TRUE(failed_with(people_->add_picture(id, test::picture_of(7), "op"), errors::kConsentMissing));
    must(people_->consent(id, agreed(), "op"));
    must(people_->add_picture(id, test::picture_of(7), "op"));
    EXPECT_EQ(recognised(7), id);
}

TEST_F(PeopleTest, ConsentIsCheckedAgainstItsNotice) {  // B1
    const auto refused = [&](const ErrorKind& kind, const std::function<void(NewPerson&)>& change) {
        auto person = newcomer("李雷");
        change(person);
        EXPECT_TRUE(failed_with(people_->add(std::move(person), "op"), kind)) << kind.code;
    };
    refused(errors::kPurposeNotCovered, [](NewPerson& p) { p.consent->purposes = {"考勤评价"}; });
    refused(errors::kPurposeNotCovered, [](NewPerson& p) { p.consent->purposes.clear(); });
    refused(errors::kEvidenceMissing, [](NewPerson& p) { p.consent->evidence = "  "; });
    refused(errors::kNoticeNotFound, [](NewPerson& p) { p.consent->notice = NoticeId(); });
    refused(errors::kGuardianMissing, [](NewPerson& p) { p.fields.birth_date = date_from("2012-01-02"); });  // one day short of fourteen
    auto child = newcomer("小朋友");
    child.fields.birth_date = date_from("2016-06-01");
    child.consent->guardian = Guardian{"妈妈", "母亲", "310000000000000000"};
    const auto id = must(people_->add(std::move(child), "op")).id;
    EXPECT_EQ(must(people_->get(id)).consents.at(0).guardian->relation, "母亲");
    must(people_->notices().add(good_notice(), notice(), "admin"));
    refused(errors::kNoticeSuperseded, [](NewPerson&) {});
}

TEST(Age, CountsByTheCalendarOfShanghai) {
    const auto birth = *date_from("2012-01-02");
    EXPECT_EQ(age_on(birth, must(from_rfc3339("2026-01-01T15:59:59Z"))), 13);
    EXPECT_EQ(age_on(birth, must(from_rfc3339("2026-01-01T16:00:00Z"))), 14);
    EXPECT_FALSE(date_from("2026-02-30"));
    EXPECT_FALSE(date_from("2026-2-3"));
}

TEST_F(PeopleTest, AtMostTwoPicturesOfOnePerson) {  // B2
    auto person = newcomer("张三");
    for (int shot = 0; shot < 3; ++shot) person.pictures.push_back(test::picture_of(3, shot));
    EXPECT_TRUE(failed_with(people_->add(std::move(person), "op"), errors::kTooManyPictures));
    const auto id = enrol("张三", 3, 2);
    EXPECT_TRUE(failed_with(people_->add_picture(id, test::picture_of(3, 4), "op"), errors::kTooManyPictures));
    EXPECT_EQ(templates(), 2U);
    const auto known = must(people_->get(id));
    ASSERT_EQ(known.pictures.size(), 2U);
    EXPECT_FALSE(known.pictures[0].kept);
    must(people_->remove_picture(id, known.pictures[0].ref, "op"));
    EXPECT_EQ(templates(), 1U);
    must(people_->add_picture(id, test::picture_of(3, 4), "op"));
    EXPECT_EQ(rows(Store::images, "people_images"), 0);
}

TEST_F(PeopleTest, TheSamePictureInAnotherFormatCountsAndIsTold) {  // B2
    const auto id = enrol("张三", 3);
    EXPECT_TRUE(failed_with(people_->add_picture(id, test::picture_of(3, 0), "op"), errors::kPictureDuplicate));
    const auto image = must(vision::decode_image(test::picture_of(3, 0).view()));
    const auto added = must(people_->add_picture(id, SecretBytes(must(vision::encode_jpeg(image))), "op"));
    ASSERT_EQ(added.pictures.at(0).notes.size(), 1U);
    EXPECT_EQ(added.pictures[0].notes[0], PictureNote::same_picture_other_format);
    EXPECT_TRUE(failed_with(people_->add_picture(id, test::picture_of(3, 9), "op"), errors::kTooManyPictures));
}

TEST_F(PeopleTest, PoorPicturesAndOtherPeoplesPicturesAreRefusedWhole) {  // B2
    std::vector<PictureReport> reports;
    auto person = newcomer("赵六");
    person.pictures.push_back(test::picture_of(4));
    person.pictures.push_back(test::picture_of(4, 63));
    EXPECT_TRUE(failed_with(people_->add(std::move(person), "op", &reports), errors::kPictureRejected));
    ASSERT_EQ(reports.size(), 2U);
    EXPECT_TRUE(reports[0].usable);
    EXPECT_EQ(reports[1].reasons, std::vector{vision::Reason::blurred});
    auto mixed = newcomer("赵六");
    mixed.pictures.push_back(test::picture_of(4));
    mixed.pictures.push_back(test::picture_of(5));
    EXPECT_TRUE(failed_with(people_->add(std::move(mixed), "op"), errors::kPicturesDiffer));
    const auto id = enrol("赵六", 4);
    EXPECT_TRUE(failed_with(people_->add_picture(id, test::picture_of(5), "op"), errors::kPicturesDiffer));
    EXPECT_EQ(must(people_->count()), 1);
    EXPECT_EQ(templates(), 1U);
}

TEST_F(PeopleTest, OnePersonTwiceIsReported) {
    const auto first = enrol("孙七", 8);
    auto again = newcomer("孙七七");
    again.pictures.push_back(test::picture_of(8, 3));
    EXPECT_EQ(must(people_->add(std::move(again), "op")).possibly_same, std::vector{first});
}

TEST_F(PeopleTest, FindsSealedPersonsByPartOfTheNameAndByNumber) {
    for (const auto* name : {"王小明", "王大明", "李小红", "Zhang San"}) must(people_->add(newcomer(name), "op"));
    auto numbered = newcomer("陈九");
    numbered.fields.external_id = "E-1001";
    numbered.fields.phone = "13800000000";
    must(people_->add(std::move(numbered), "op"));
    const auto names = [&](const std::string& text) {
        std::vector<std::string> out;
        for (const auto& person : must(people_->find({.text = text})).items) out.push_back(person.name);
        return out;
    };
    EXPECT_EQ(names("王"), (std::vector<std::string>{"王大明", "王小明"}));
    EXPECT_EQ(names("小明"), (std::vector<std::string>{"王小明"}));
    EXPECT_EQ(names("zhangs"), (std::vector<std::string>{"Zhang San"}));
    EXPECT_EQ(names("e-1001"), (std::vector<std::string>{"陈九"}));
    EXPECT_EQ(names("13800000000"), (std::vector<std::string>{"陈九"}));
    EXPECT_TRUE(names("1380000").empty());
    EXPECT_EQ(names("").size(), 5U);
    PersonQuery paged{.limit = 2};
    std::size_t seen = 0;
    for (;;) {
        const auto page = must(people_->find(paged));
        seen += page.items.size();
        if (page.next.empty()) break;
        paged.cursor = page.next;
    }
    EXPECT_EQ(seen, 5U);
    // Nothing of a name lies open in the database.
    EXPECT_EQ(must(store::find_bytes(*world_.stores, std::vector<Bytes>{to_bytes("王小明")})), 0U);
    auto taken = newcomer("别人");
    taken.fields.external_id = "E-1001";
    EXPECT_TRUE(failed_with(people_->add(std::move(taken), "op"), errors::kExternalIdTaken));
}

TEST_F(PeopleTest, FieldsAreCheckedAndUpdated) {
    const auto id = must(people_->add(newcomer("周八"), "op")).id;
    PersonFields fields;
    fields.name = " 周八八 ";
    fields.groups = {"夜班", "一号楼", "夜班"};
    fields.valid_until = world_.clock.wall() + std::chrono::days(10);
    const auto updated = must(people_->update(id, fields, "op"));
    EXPECT_EQ(updated.name, "周八八");
    EXPECT_EQ(updated.groups, (std::vector<std::string>{"一号楼", "夜班"}));
    EXPECT_EQ(updated.delete_due_at, *fields.valid_until);
    EXPECT_EQ(must(people_->groups()).size(), 2U);
    EXPECT_EQ(must(people_->find({.text = "八八"})).items.size(), 1U);
    fields.name = "\xFF\xFE";
    EXPECT_TRUE(failed_with(people_->update(id, fields, "op"), errors::kPersonInvalid));
    fields.name = "  ";
    EXPECT_TRUE(failed_with(people_->update(id, fields, "op"), errors::kPersonInvalid));
    fields.name = "周八";
    fields.valid_until = world_.clock.wall();
    EXPECT_TRUE(failed_with(people_->update(id, fields, "op"), errors::kPersonInvalid));
}

TEST_F(PeopleTest, RenewalMakesTheOldTemplateUseless) {  // B5
    const auto id = enrol("吴十", 9);
    const auto old = must(people_->records_of(id)).at(0);
    EXPECT_TRUE(failed_with(people_->renew(id, std::nullopt, "op"), errors::kPictureNeeded));
    must(people_->revoke(id, "op"));
    EXPECT_FALSE(recognised(9));
    EXPECT_FALSE(must(people_->get(id)).pictures.at(0).searched);
    EXPECT_FALSE(must(people_->find({})).items.at(0).pictures.at(0).searched);
    must(people_->renew(id, test::picture_of(9, 2), "op"));
    const auto now = must(people_->records_of(id));
    ASSERT_EQ(now.size(), 1U);
    EXPECT_NE(now[0], old);
    EXPECT_FALSE(world_.gallery->compare(test::SyntheticEngine::embedding_of(9, 0).values(), old));
    EXPECT_TRUE(must(people_->get(id)).pictures.at(0).searched);
    EXPECT_EQ(recognised(9), id);
    restart();
    EXPECT_EQ(recognised(9), id);
    EXPECT_EQ(templates(), 1U);
}

TEST_F(PeopleTest, KeptPicturesAreSealedAndRenewFromTheVault) {  // B2, B5
    options_.keep_enrolment_pictures = true;
    restart();
    const auto id = enrol("郑一", 11, 2);
    EXPECT_TRUE(must(people_->get(id)).pictures.at(0).kept);
    EXPECT_EQ(rows(Store::images, "people_images"), 2);
    const auto file = test::picture_of(11, 0);
    const Bytes middle(file.view().begin() + 2000, file.view().begin() + 2200);
    EXPECT_EQ(must(store::find_bytes(*world_.stores, std::vector<Bytes>{middle})), 0U);
    const auto old = must(people_->records_of(id));
    must(people_->renew(id, std::nullopt, "op"));
    EXPECT_EQ(rows(Store::images, "people_images"), 2);
    EXPECT_NE(must(people_->records_of(id)), old);
    EXPECT_EQ(recognised(11), id);
    const auto exported = std::string(as_text(must(people_->export_person(id, "op")).view()));
    EXPECT_NE(exported.find("郑一"), std::string::npos);
    EXPECT_NE(exported.find(to_base64(file.view())), std::string::npos);
}

// For who counts the store of pictures: also of rows that an earlier version wrote; one that cannot be read stays unknown.
TEST_F(PeopleTest, WhichPicturesWereKeptIsKnown) {  // B2, B3, B4
    const auto wiped = enrol("不留", 11);
    options_.keep_enrolment_pictures = true;
    restart();
    const auto kept = enrol("留存", 12), damaged = enrol("损坏", 13);
    auto& identities = (*world_.stores)[Store::identities];
    must(identities.execute("UPDATE people_pictures SET body = ? WHERE person = ?", {Bytes(80, 1), damaged.bytes()}));
    const auto known = [&](const PersonId& id) {
        return must((*world_.stores)[Store::identities].query("SELECT kept FROM people_pictures WHERE person = ?", {id.bytes()})).at(0);
    };
    EXPECT_EQ(known(wiped).integer(0), 0);
    EXPECT_EQ(known(kept).integer(0), 1);
    must(identities.execute("UPDATE people_pictures SET kept = NULL"));
    restart();
    EXPECT_EQ(known(wiped).integer(0), 0);
    EXPECT_EQ(known(kept).integer(0), 1);
    EXPECT_TRUE(known(damaged).null(0));
}

TEST_F(PeopleTest, BlocklistNeedsItsBasisAndEnds) {
    const auto id = enrol("冯二", 12);
    EXPECT_TRUE(failed_with(people_->block(id, " ", std::nullopt, "op"), errors::kBlockNeedsBasis));
    must(people_->block(id, "沪公令 12/2026", world_.clock.wall() + std::chrono::hours(2), "op"));
    const auto record = must(people_->records_of(id)).at(0);
    EXPECT_TRUE(must(people_->standing_of(record))->blocked);
    EXPECT_EQ(must(people_->blocklist()).at(0).reason, "沪公令 12/2026");
    world_.clock.advance(std::chrono::hours(3));
    EXPECT_FALSE(must(people_->standing_of(record))->blocked);
    must(people_->unblock(id, "op"));
    EXPECT_TRUE(must(people_->blocklist()).empty());
}

TEST_F(PeopleTest, TheBasisIsAskedForAndKept) {  // G1, G2
    options_.require_basis = true;
    restart();
    EXPECT_TRUE(failed_with(people_->add(newcomer("某人"), "op"), errors::kBasisMissing));
    must(people_->governance().record_basis({"DB31/T 294", "沪公技防 2026-7", "物业经理", {}}, "admin"));
    EXPECT_EQ(must(people_->governance().basis())->standard, "DB31/T 294");
    must(people_->add(newcomer("某人"), "op"));
    must(people_->governance().record_assessment({"影响评估", "PIA-1", "法务", "可控", world_.clock.wall(), {}}, "admin"));
    EXPECT_EQ(must(people_->governance().assessments()).at(0).document, "PIA-1");
}

TEST_F(PeopleTest, FilingIsDueThirtyWorkingDaysAfterAHundredThousandPeople) {  // G2
    auto& governance = people_->governance();
    EXPECT_FALSE(must(governance.filing(79'999)).remind);
    EXPECT_TRUE(must(governance.filing(80'000)).remind);
    EXPECT_FALSE(must(governance.filing(99'999)).reached_at);
    const auto filing = must(governance.filing(100'000));  // on Thursday, 2026-01-01
    EXPECT_TRUE(filing.reached);
    EXPECT_EQ(to_text(*filing.due), "2026-02-12");
    world_.clock.advance(std::chrono::days(5));
    EXPECT_EQ(must(governance.filing(120'000)).due, filing.due);
    EXPECT_EQ(must(people_->filing()).people, 0);
}

TEST_F(PeopleTest, LedgerAndStoresHoldNoNames) {  // B10
    const auto id = enrol("独特姓名甲乙丙", 14);
    must(people_->remove(id, DeletionReason::left, "op"));
    for (const auto& entry : must(world_.ledger->search({}))) EXPECT_EQ((entry.object + entry.detail_json).find("独特"), std::string::npos);
    EXPECT_GE(must(world_.ledger->search({.action_prefix = "person."})).size(), 3U);
}

}  // namespace
}  // namespace md::people
