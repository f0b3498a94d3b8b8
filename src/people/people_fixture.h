#pragma once
// For this module's tests: a world with a notice and shorthand for persons.
#include <gtest/gtest.h>

#include "face_world.h"
#include "people/errors.h"
#include "people/people.h"
#include "store/find_bytes.h"

namespace md::people {

inline NoticeText good_notice() {
    NoticeText text;
    text.title = "人脸门禁告知书";
    text.purposes = {"门禁通行", "访客核验"};
    text.data_types = {"人脸图像", "人脸特征", "姓名"};
    text.processing = "本地比对，图像用后即删";
    text.storage_days = 300;
    text.alternative = "刷卡";
    text.contact = "物业办公室 021-00000000";
    text.text_zh = "全文";
    text.text_en = "Full text";
    return text;
}

class PeopleTest : public ::testing::Test {
protected:
    explicit PeopleTest(std::array<std::string, 5> databases = {}, std::filesystem::path at = {})
        : world_(std::move(databases), std::move(at)) {
        start();
    }
    void start() {
        people_ = must(People::open(
            {world_.stores, world_.engine, world_.gallery.get(), world_.ledger.get(), &world_.clock, &world_.random}, options_));
    }
    void restart() {
        people_.reset();
        world_.close();
        world_.open();
        start();
    }
    NoticeId notice() {
        if (!notice_) notice_ = must(people_->notices().add(good_notice(), std::nullopt, "admin")).id;
        return *notice_;
    }
    ConsentGiven agreed() { return {notice(), {"门禁通行"}, Channel::paper, "sheet 17", std::nullopt}; }
    NewPerson newcomer(const std::string& name) {
        NewPerson person;
        person.fields.name = name;
        person.consent = agreed();
        return person;
    }
    PersonId enrol(const std::string& name, int face, int shots = 1) {
        auto person = newcomer(name);
        for (int shot = 0; shot < shots; ++shot) person.pictures.push_back(test::picture_of(face, shot));
        return must(people_->add(std::move(person), "op")).id;
    }
    // Who the gallery takes a face for.
    std::optional<PersonId> recognised(int face, int shot = 5) {
        const auto embedding = test::SyntheticEngine::embedding_of(face, shot);
        for (const auto& match : world_.gallery->search(embedding.values(), 3, 0.5f)) {
            if (const auto standing = must(people_->standing_of(match.record))) return standing->person;
        }
        return std::nullopt;
    }
    std::size_t templates() const { return world_.gallery->records().size(); }
    std::int64_t rows(store::Store store, const std::string& table) {
        return must((*world_.stores)[store].query("SELECT COUNT(*) FROM " + table)).at(0).integer(0);
    }

    test::FaceWorld world_;
    Options options_;
    std::unique_ptr<People> people_;
    std::optional<NoticeId> notice_;
};

template <class T>
bool failed_with(const Result<T>& result, const ErrorKind& kind) {
    return !result && result.error().is(kind);
}

}  // namespace md::people
