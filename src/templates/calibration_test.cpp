#include "templates/calibration.h"

#include <gtest/gtest.h>

#include <random>

#include "templates/shipped_calibration.h"

namespace md::templates {
namespace {

// Enrolments of `people` strangers whose scores are normal: each new person meets all enrolled before.
void enrol(Calibration& calibration, int people, double mean, double sigma, std::uint64_t seed = 1) {
    std::mt19937_64 engine(seed);
    std::normal_distribution<double> normal(mean, sigma);
    for (int person = 0; person < people; ++person) {
        std::vector<float> scores(static_cast<std::size_t>(person));
        for (auto& score : scores) score = static_cast<float>(normal(engine));
        calibration.add(scores, true);
    }
}

double normal_tail(double x) { return 0.5 * std::erfc(x / std::sqrt(2.0)); }

TEST(Calibration, ShippedThresholdsRiseWithStrictness) {
    for (const auto& table : shipped_tables()) {
        float last = -1;
        for (double fmr = 1e-1; fmr > 1e-8; fmr /= 3) {
            EXPECT_GT(shipped_threshold(table, fmr), last) << table.set << " " << to_string(table.kind);
            last = shipped_threshold(table, fmr);
        }
        for (const auto& point : table.points) EXPECT_NEAR(shipped_threshold(table, point.fmr), point.threshold, 1e-6);
    }
}

TEST(Calibration, StartsWithTheShippedThresholdAndItsInterval) {
    const Calibration calibration(ScoreKind::krt1024);
    const auto threshold = calibration.threshold(1e-3);
    EXPECT_EQ(threshold.value, shipped_threshold(shipped_default(ScoreKind::krt1024), 1e-3));
    EXPECT_TRUE(threshold.source.starts_with("shipped: "));
    EXPECT_LT(threshold.fmr_low, 1e-3);
    EXPECT_GT(threshold.fmr_high, 1e-3);
    EXPECT_TRUE(calibration.threshold(1e-6).source.ends_with("extrapolated"));
}

TEST(Calibration, SiteThresholdGivesTheWantedRateOnOtherPeople) {
    Calibration calibration(ScoreKind::raw);
    enrol(calibration, 300, 0.05, 0.09);
    EXPECT_EQ(calibration.scores(), 44'850U);
    for (const double fmr : {1e-2, 1e-3, 1e-4, 1e-5}) {
        const auto threshold = calibration.threshold(fmr);
        const double true_rate = normal_tail((threshold.value - 0.05) / 0.09);
        EXPECT_TRUE(threshold.source.starts_with("site")) << threshold.source;
        EXPECT_LT(true_rate, 3 * fmr);
        const double least = fmr >= 1e-3 ? 0.3 * fmr : 0;  // beyond the data the fit errs to the strict side
        EXPECT_GT(true_rate, least);
        EXPECT_LE(threshold.fmr_low, true_rate);
        EXPECT_GE(threshold.fmr_high, true_rate);
    }
    EXPECT_NE(calibration.threshold(1e-3).source.find("44,850 impostor scores of 300 people"), std::string::npos);
    EXPECT_NE(calibration.threshold(1e-6).source.find("tail fit"), std::string::npos);
}

TEST(Calibration, FewPeopleMayRaiseButNeverLower) {
    Calibration alike(ScoreKind::raw), different(ScoreKind::raw);
    enrol(alike, 60, 0.30, 0.13);
    enrol(different, 60, 0.0, 0.05);
    const auto shipped = shipped_threshold(shipped_default(ScoreKind::raw), 1e-3);
    EXPECT_GT(alike.threshold(1e-3).value, shipped);
    EXPECT_EQ(different.threshold(1e-3).value, shipped);
    enrol(different, 200, 0.0, 0.05, 2);
    EXPECT_LT(different.threshold(1e-3).value, shipped);
}

TEST(Calibration, StricterIsHigherWhateverTheSource) {
    Calibration calibration(ScoreKind::krt512);
    for (int round = 0; round < 6; ++round) {
        float last = -2;
        for (double fmr = 1e-1; fmr > 1e-9; fmr /= 2) {
            EXPECT_GE(calibration.threshold(fmr).value, last - 1e-4F) << fmr;
            last = calibration.threshold(fmr).value;
        }
        enrol(calibration, 60, 0.05, 0.08, static_cast<std::uint64_t>(round));
    }
    EXPECT_EQ(calibration.threshold_for_search(1e-2, 1000).value, calibration.threshold(1e-5).value);
}

TEST(Calibration, IntervalNarrowsWithPeople) {
    Calibration calibration(ScoreKind::raw);
    enrol(calibration, 250, 0.05, 0.09);
    const auto before = calibration.threshold(1e-3);
    enrol(calibration, 600, 0.05, 0.09, 2);
    const auto after = calibration.threshold(1e-3);
    EXPECT_LT(after.fmr_high - after.fmr_low, before.fmr_high - before.fmr_low);
}

TEST(Calibration, SurvivesSavingAndRefusesDamage) {
    Calibration calibration(ScoreKind::krt1024);
    enrol(calibration, 100, 0.05, 0.09);
    const Bytes saved = calibration.save();
    Calibration other(ScoreKind::krt1024);
    ASSERT_TRUE(other.restore(saved));
    EXPECT_EQ(other.histogram(), calibration.histogram());
    EXPECT_EQ(other.people(), 100U);
    EXPECT_EQ(other.scores(), calibration.scores());
    EXPECT_FALSE(Calibration(ScoreKind::raw).restore(saved)) << "scores of one kind mean nothing for another";
    for (std::size_t length = 0; length < saved.size(); length += 7) EXPECT_FALSE(other.restore(ByteView(saved).first(length)));
    Bytes longer = saved;
    longer.push_back(0);
    EXPECT_FALSE(other.restore(longer));
    EXPECT_EQ(other.people(), 100U);
}

}  // namespace
}  // namespace md::templates
