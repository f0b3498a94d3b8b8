#include "analysis/subjects/observer.h"

#include <gtest/gtest.h>

#include <set>

#include "templates/synthetic_faces.h"

namespace md::analysis {
namespace {

using templates::test::SyntheticFaces;

constexpr double kFace = 100;

// Faces that stand still, each with its own look.
class ObserverTest : public ::testing::Test, public FaceEmbedder {
protected:
    SystemRandom random;
    SyntheticFaces faces{5};
    std::shared_ptr<SubjectBook> book = std::make_shared<SubjectBook>(BookOptions{}, random);
    Observer observer{"door", book};
    FrameInput input;
    std::vector<std::vector<float>> looks;
    std::vector<std::size_t> embedded;  // in this step
    double now = 100;

    void face(double x, float quality = 0.5f, bool usable = true, float score = 0.95f) {
        input.faces.push_back({{float(x), 300, float(kFace * 0.8), float(kFace)}, score, quality, usable});
    }
    Observation step(WatchSearch* watch = nullptr) {
        now += 0.1;
        input.width = 1920;
        input.height = 1080;
        input.at = SteadyTime(std::chrono::microseconds(static_cast<std::int64_t>(now * 1e6)));
        input.time = WallTime(input.at.time_since_epoch());
        embedded.clear();
        auto out = observer.step(input, *this, watch);
        input.faces.clear();
        return out;
    }
    vision::Embedding embed(std::size_t index) override {
        embedded.push_back(index);
        return vision::Embedding(std::span<const float>(faces.picture(looks[index], 0.95f)));
    }
};

TEST_F(ObserverTest, SaysWhoIsThereAndWhere) {
    looks = {faces.person()};
    Observation out;
    for (int i = 0; i < 5; ++i) {
        face(500);
        out = step();
    }
    ASSERT_EQ(out.present.size(), 1U);
    EXPECT_EQ(out.camera, "door");
    EXPECT_TRUE(out.present[0].confirmed);
    EXPECT_NEAR(out.present[0].position.x, 540.0 / 1920, 0.01);
    EXPECT_NEAR(out.present[0].position.y, 350.0 / 1080, 0.01);
    EXPECT_FLOAT_EQ(out.present[0].quality, 0.5f);
    const auto subject = out.present[0].subject;
    out = step();  // hidden: still present, predicted
    ASSERT_EQ(out.present.size(), 1U);
    EXPECT_EQ(out.present[0].quality, 0);
    EXPECT_EQ(out.present[0].subject, subject);
}

TEST_F(ObserverTest, EmbedsOnceAndThenOnlyWhatIsClearlyBetter) {
    looks = {faces.person()};
    for (int i = 0; i < 20; ++i) {
        face(500, 0.4f);
        step();
    }
    EXPECT_EQ(observer.embeddings_made(), 1U);
    face(500, 0.45f);
    step();
    EXPECT_EQ(observer.embeddings_made(), 1U);
    face(500, 0.6f);
    step();
    EXPECT_EQ(observer.embeddings_made(), 2U);
}

TEST_F(ObserverTest, NeverEmbedsPoorOrUnusableFaces) {
    looks = {faces.person(), faces.person()};
    for (int i = 0; i < 50; ++i) {
        face(300, 0.05f);
        face(900, 0.9f, false);
        const auto out = step();
        for (const auto& presence : out.present) EXPECT_FALSE(presence.confirmed);
    }
    EXPECT_EQ(observer.embeddings_made(), 0U);
}

TEST_F(ObserverTest, ACrowdIsEmbeddedWithinTheBudget) {
    for (int k = 0; k < 15; ++k) looks.push_back(faces.person());
    std::set<SubjectId> confirmed;
    for (int i = 0; i < 12; ++i) {
        for (int k = 0; k < 15; ++k) face(20 + 120 * k);
        for (const auto& presence : step().present)
            if (presence.confirmed) confirmed.insert(presence.subject);
        EXPECT_LE(embedded.size(), 4U);
    }
    EXPECT_EQ(confirmed.size(), 15U);
}

TEST_F(ObserverTest, EmptyFramesAndTheEndOfTheStream) {
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(step().present.empty());
    looks = {faces.person()};
    for (int i = 0; i < 5; ++i) {
        face(500);
        step();
    }
    const auto out = observer.finish({}, input.at);
    EXPECT_EQ(out.ended.size(), 1U);
    EXPECT_TRUE(step().present.empty());
    EXPECT_EQ(book->subjects(), 1U);
}

TEST_F(ObserverTest, APersonWhoReturnsIsMergedAndReported) {
    looks = {faces.person()};
    SubjectId first;
    std::vector<Merged> merged;
    for (const double x : {300.0, 1200.0}) {
        for (int i = 0; i < 8; ++i) {
            face(x);
            const auto out = step();
            merged.insert(merged.end(), out.merged.begin(), out.merged.end());
            if (!out.present.empty() && out.present[0].confirmed) {
                if (first.nil()) first = out.present[0].subject;
                EXPECT_EQ(out.present[0].subject, first);
            }
        }
        now += 30;
    }
    ASSERT_EQ(merged.size(), 1U);
    EXPECT_EQ(merged[0].to, first);
}

TEST_F(ObserverTest, ACutEndsTheTracks) {
    looks = {faces.person()};
    for (int i = 0; i < 5; ++i) {
        face(500);
        step();
    }
    observer.scene_changed();
    looks = {faces.person()};
    face(500);
    const auto out = step();
    EXPECT_EQ(out.ended.size(), 1U);
    EXPECT_TRUE(out.present.empty());
}

class Lists final : public WatchSearch {
public:
    std::optional<Hit> search(std::span<const float>, float) override {
        ++asked;
        return Hit{"blocked", "entry-1", strong};
    }
    bool strong = false;
    int asked = 0;
};

TEST_F(ObserverTest, AWatchListHitNeedsTwoPicturesOrAStrongOne) {  // C8
    for (const bool strong : {false, true}) {
        Lists lists;
        lists.strong = strong;
        looks = {faces.person()};
        Observer fresh("gate", std::make_shared<SubjectBook>(BookOptions{}, random));
        observer = std::move(fresh);
        int pictures = 0;
        for (int i = 0; i < 15 && pictures == 0; ++i) {
            face(500);
            const auto out = step(&lists);
            if (!out.present.empty() && out.present[0].entry == "entry-1") pictures = lists.asked;
        }
        EXPECT_EQ(pictures, strong ? 1 : 2);
    }
}

}  // namespace
}  // namespace md::analysis
