#include "evaluation/metrics.h"

#include <gtest/gtest.h>

#include <random>

namespace md::evaluation {
namespace {

TEST(ScoreSets, RatesAtAThreshold) {
    const ScoreSets sets({0.5f, 0.9f, 0.7f, 0.3f}, {0.1f, 0.2f, 0.5f, 0.0f, -0.1f});
    EXPECT_DOUBLE_EQ(sets.fmr(0.5f), 0.2);
    EXPECT_DOUBLE_EQ(sets.fnmr(0.5f), 0.25);
    EXPECT_DOUBLE_EQ(sets.fmr(0.51f), 0);
    EXPECT_DOUBLE_EQ(sets.fmr(-1), 1);
}

TEST(ScoreSets, ThresholdNeverExceedsTheWantedRate) {
    const ScoreSets sets({0.9f}, {0.1f, 0.2f, 0.3f, 0.4f, 0.4f, 0.4f, 0.5f, 0.6f, 0.7f, 0.8f});
    for (double wanted : {0.0, 0.05, 0.1, 0.35, 0.5, 1.0}) EXPECT_LE(sets.fmr(sets.threshold_at_fmr(wanted)), wanted) << wanted;
    EXPECT_DOUBLE_EQ(sets.fmr(sets.threshold_at_fmr(0.3)), 0.3);
}

TEST(ScoreSets, EqualErrorRateOfKnownNormals) {
    // Two unit normals d apart have EER = Phi(-d/2); d = 2 gives 0.1587.
    std::mt19937 engine(7);
    std::normal_distribution<float> normal;
    std::vector<float> mated, non_mated;
    for (int i = 0; i < 200'000; ++i) {
        mated.push_back(normal(engine) + 2);
        non_mated.push_back(normal(engine));
    }
    EXPECT_NEAR(ScoreSets(mated, non_mated).equal_error_rate(), 0.1587, 0.002);
}

TEST(Accuracy, ThresholdComesFromTheOtherFolds) {
    std::vector<LabelledScore> scores;
    for (std::size_t fold = 0; fold < 10; ++fold)
        for (int i = 0; i < 10; ++i) scores.push_back({i < 5 ? 0.8f : 0.2f, i < 5, fold});
    scores[0].score = 0.1f;  // one mated pair of fold 0 is wrong whatever the threshold
    const auto accuracy = cross_validated_accuracy(scores, 10);
    EXPECT_NEAR(accuracy.mean, 0.99, 1e-9);
    EXPECT_EQ(accuracy.folds, 10u);
}

TEST(ClopperPearson, KnownValues) {
    EXPECT_NEAR(clopper_pearson(0, 59).high, 0.0606, 5e-4);  // two-sided 95 %
    EXPECT_NEAR(clopper_pearson(0, 100).high, 0.0362, 1e-4);
    EXPECT_NEAR(clopper_pearson(5, 100).low, 0.0164, 1e-4);
    EXPECT_NEAR(clopper_pearson(5, 100).high, 0.1128, 1e-4);
    EXPECT_EQ(clopper_pearson(100, 100).high, 1);
}

// The unit vectors of the published measure: research cases with known results.
TEST(DSys, KnownCases) {  // B7
    const auto values = [](std::initializer_list<std::pair<float, int>> counts) {
        std::vector<float> out;
        for (auto [value, count] : counts) out.insert(out.end(), static_cast<std::size_t>(count), value);
        return out;
    };
    const auto uniform = values({{0.f, 25}, {1.f, 25}, {2.f, 25}, {3.f, 25}});
    EXPECT_NEAR(d_sys(uniform, uniform, 4), 0, 1e-9);
    EXPECT_NEAR(d_sys(values({{2.f, 50}, {3.f, 50}}), uniform, 4), 1.0 / 3, 1e-9);
    EXPECT_NEAR(d_sys(values({{0.f, 50}, {1.f, 50}}), values({{0.f, 25}, {1.f, 75}}), 2), 1.0 / 6, 1e-9);
    EXPECT_NEAR(d_sys(values({{1.f, 10}}), values({{0.f, 10}}), 2), 1, 1e-9);
}

TEST(DSys, NormalsMatchTheory) {
    std::mt19937 engine(11);
    std::normal_distribution<float> normal;
    for (const auto& [shift, expected] : {std::pair{1.f, 0.296}, std::pair{3.f, 0.833}}) {
        std::vector<float> mated, non_mated;
        for (int i = 0; i < 20'000; ++i) mated.push_back(normal(engine) + shift);
        for (int i = 0; i < 100'000; ++i) non_mated.push_back(normal(engine));
        EXPECT_NEAR(d_sys(mated, non_mated, 100), expected, 0.012) << shift;
    }
}

TEST(DSys, FloorOfUnlinkableScoresCoversTheValue) {
    std::mt19937 engine(3);
    std::normal_distribution<float> normal;
    std::vector<float> mated(2000), non_mated(4000);
    for (auto& s : mated) s = normal(engine);
    for (auto& s : non_mated) s = normal(engine);
    SeededRandom random(5);
    const auto result = linkability(mated, non_mated, 100, random);
    EXPECT_LT(result.value, result.null_p95 * 1.5);
    EXPECT_GT(result.null_mean, 0.005);
}

}  // namespace
}  // namespace md::evaluation
