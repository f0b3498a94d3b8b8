// The rows that are counted on the running system (F1): each is seen met and not met, with the number that it names.
#include <fmt/format.h>

#include "api/api_world.h"
#include "api/errors.h"
#include "people/errors.h"

namespace md::api {
namespace {

using access::Role;
using store::Store;

class ComplianceTest : public ::testing::Test {
protected:
    Out row(const std::string& clause) {
        const auto answer = world_.ask("GET", "/api/v1/system/compliance", nullptr, auditor_);
        for (const auto& one : answer.json.at("items")) {
            if (one["clause"] == clause) return one;
        }
        throw std::logic_error("no such row");
    }
    void expect_row(const std::string& clause, bool met, const std::string& en, const std::string& zh) {
        const auto found = row(clause);
        EXPECT_EQ(found["status"], met ? "met" : "not_met") << found;
        EXPECT_NE(found["en"].get<std::string>().find(en), std::string::npos) << found;
        EXPECT_NE(found["zh"].get<std::string>().find(zh), std::string::npos) << found;
    }
    void expect_most_pictures(int most, bool met) {
        expect_row("B2", met, fmt::format("at most {} picture(s) of one person", most), fmt::format("每人最多 {} 张照片", most));
    }
    // B3 and B4 count the same store.
    void expect_store_of_pictures(int there, int kept, bool met) {
        for (const auto* clause : {"B3", "B4"}) {
            expect_row(clause, met, fmt::format("holds {} picture(s); {} were kept with an enrolment", there, kept),
                       fmt::format("存有 {} 张照片，登记时按规定留存的有 {} 张", there, kept));
        }
    }
    Out person(int face) { return ApiWorld::new_person(notice_, face, "人" + std::to_string(face)); }
    Reply enrol(const Out& given) { return world_.ask("POST", "/api/v1/persons", given, clerk_); }
    Reply add_picture(const std::string& id, int face, int shot) {
        return world_.ask("POST", "/api/v1/persons/" + id + "/images", {{"image", ApiWorld::picture(face, shot)}}, clerk_);
    }
    void change(Store store, const std::string& sql, const store::Params& params = {}) {
        ASSERT_EQ(must((*world_.world.stores)[store].execute(sql, params)), 1);
    }
    // From here on with another policy. What was registered with the former one, such as retention, still asks it.
    void reopen_people(people::Options options) {
        former_ = std::move(world_.people);
        world_.people = must(people::People::open({world_.world.stores, world_.world.engine, world_.world.gallery.get(),
                                                   world_.world.ledger.get(), &world_.world.clock, &world_.world.random},
                                                  options));
        must(world_.people->finish_deletions());
        world_.parts.people = world_.people.get();
        world_.open_doors();
    }

    ApiWorld world_;
    Client auditor_ = world_.user(Role::auditor), clerk_ = world_.user(Role::operator_);
    std::unique_ptr<people::People> former_;
    std::string notice_;
};

TEST_F(ComplianceTest, ANoticeIsInForceOrNobodyIsRegistered) {  // B1
    expect_row("B1", false, "No collection notice is published", "尚未发布采集告知书");
    notice_ = world_.notice(clerk_);
    expect_row("B1", true, "小区人脸通行告知书 (version 1)", "小区人脸通行告知书（第 1 版）");
}

TEST_F(ComplianceTest, PicturesOfAPersonAreCounted) {  // B2
    expect_most_pictures(0, true);
    notice_ = world_.notice(clerk_);
    const std::string id = enrol(person(5)).json["person"]["id"];
    expect_most_pictures(1, true);
    enrol(person(6));
    expect_most_pictures(1, true);
    EXPECT_EQ(add_picture(id, 5, 4).status, 201);
    expect_most_pictures(2, true);
    EXPECT_EQ(add_picture(id, 5, 7).code(), errors::kTooManyPictures.code);
    expect_most_pictures(2, true);
    // What no door lets in, somebody with the database might.
    change(Store::identities,
           "INSERT INTO people_pictures (ref, person, added, record_link, body) "
           "SELECT ?, person, added, ?, body FROM people_pictures WHERE person = ? LIMIT 1",
           {Bytes(16, 1), Bytes(16, 2), PersonId::from_text(id)->bytes()});
    expect_most_pictures(3, false);
    change(Store::identities, "DELETE FROM people_pictures WHERE ref = ?", {Bytes(16, 1)});
    EXPECT_EQ(world_.ask("DELETE", "/api/v1/persons/" + id + "?reason=left", nullptr, clerk_).status, 200);
    expect_most_pictures(1, true);
}

// Who does not consent to what it is for, or is too young to consent alone, adds to no count.
TEST_F(ComplianceTest, RefusedRegistrationsLeaveNothingToCount) {  // B1, B2
    reopen_people({.keep_enrolment_pictures = true});
    notice_ = world_.notice(clerk_);
    auto child = person(5);
    child["birth_date"] = "2018-05-01";
    EXPECT_EQ(enrol(child).code(), errors::kGuardianMissing.code);
    auto advertised = person(5);
    advertised["consent"]["purposes"] = {"广告"};
    EXPECT_EQ(enrol(advertised).code(), errors::kPurposeNotCovered.code);
    auto unasked = person(5);
    unasked.erase("consent");
    EXPECT_EQ(enrol(unasked).code(), errors::kInvalidRequest.code);
    expect_most_pictures(0, true);
    expect_store_of_pictures(0, 0, true);
    child["consent"]["guardian"] = {{"name", "张父"}, {"relation", "父亲"}, {"document_number", "310101198001011234"}};
    EXPECT_EQ(enrol(child).status, 201);
    expect_most_pictures(1, true);
    expect_store_of_pictures(1, 1, true);
}

TEST_F(ComplianceTest, NoPictureIsKeptOfAJudgement) {  // B3, B4
    notice_ = world_.notice(clerk_);
    EXPECT_EQ(enrol(person(5)).status, 201);
    EXPECT_EQ(
        world_
            .ask("POST", "/api/v1/verifications",
                 {{"document_image", ApiWorld::picture(9)}, {"document_fields", {{"number", "1"}}}, {"live_frames", ApiWorld::frames(9)}},
                 clerk_)
            .json["decision"],
        "accepted");
    EXPECT_EQ(world_.ask("POST", "/api/v1/identifications", {{"frames", ApiWorld::frames(5)}}, clerk_).json["decision"], "accepted");
    expect_store_of_pictures(0, 0, true);
    // One that lies there all the same hides behind no enrolment whose picture was wiped.
    change(Store::images, "INSERT INTO people_images (id, created, body) VALUES (?,0,?)", {Bytes(16, 1), Bytes(100, 2)});
    expect_store_of_pictures(1, 0, false);
    change(Store::images, "DELETE FROM people_images");
    expect_store_of_pictures(0, 0, true);
}

TEST_F(ComplianceTest, PicturesThatThePolicyKeepsAreCounted) {  // B2, B3, B4
    notice_ = world_.notice(clerk_);
    EXPECT_EQ(enrol(person(5)).status, 201);
    reopen_people({.keep_enrolment_pictures = true});
    const std::string id = enrol(person(6)).json["person"]["id"];
    expect_store_of_pictures(1, 1, true);
    EXPECT_EQ(add_picture(id, 6, 4).status, 201);
    expect_store_of_pictures(2, 2, true);
    change(Store::images, "INSERT INTO people_images (id, created, body) VALUES (?,0,?)", {Bytes(16, 1), Bytes(100, 2)});
    expect_store_of_pictures(3, 2, false);
    // While a registration is under way its pictures lie there before its record does.
    change(Store::identities, "INSERT INTO people_changes (id, body) VALUES (?,?)", {Bytes(16, 1), Bytes(100, 2)});
    expect_store_of_pictures(3, 2, true);
    change(Store::identities, "DELETE FROM people_changes");
    EXPECT_EQ(world_.ask("DELETE", "/api/v1/persons/" + id + "?reason=left", nullptr, clerk_).status, 200);
    expect_store_of_pictures(1, 0, false);
}

}  // namespace
}  // namespace md::api
