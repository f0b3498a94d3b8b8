#include <gtest/gtest.h>

#include <thread>

#include "analysis/pipeline/attention.h"
#include "analysis/pipeline/fair_slots.h"
#include "analysis/pipeline/live_analysis.h"
#include "analysis/pipeline/pace.h"
#include "analysis/pipeline/scene.h"

// The parts of the pipeline that need no model: pace, scene changes, where to look closer, fair turns.
namespace md::analysis {
namespace {

using std::chrono::milliseconds;

SteadyTime at(std::int64_t ms) { return SteadyTime(std::chrono::hours(1) + milliseconds(ms)); }

vision::Image picture(int width, int height, const std::function<int(int, int)>& grey) {
    vision::Image image(width, height);
    for (int y = 0; y < height; ++y)
        for (int x = 0; x < width; ++x)
            for (int c = 0; c < 3; ++c)
                image.data()[static_cast<std::size_t>(y) * image.stride() + std::size_t{3} * x + c] = static_cast<std::uint8_t>(grey(x, y));
    return image;
}

int street(int x, int y) { return 40 + (x / 40 * 37 + y / 60 * 71) % 160; }

TEST(Pace, LooksMoreThanEightTimesASecondWhateverTheFrameRate) {
    for (const int interval : {20, 33, 40, 66}) {
        Pace pace;
        int looks = 0;
        for (int t = 0; t < 10'000; t += interval) looks += pace.look(at(t)) ? 1 : 0;
        EXPECT_GE(looks, 80) << interval;
        EXPECT_LE(looks, 90) << interval;
    }
    Pace slow;
    int looks = 0;
    for (int t = 0; t < 10'000; t += 200) looks += slow.look(at(t)) ? 1 : 0;
    EXPECT_EQ(looks, 50) << "five frames a second are all looked at";
}

TEST(Pace, GoesOnWhenTimeTurnsBack) {
    Pace pace;
    EXPECT_TRUE(pace.look(at(100'000)));
    EXPECT_TRUE(pace.look(at(1'000)));
    EXPECT_FALSE(pace.look(at(1'050)));
    EXPECT_TRUE(pace.look(at(1'120)));
}

TEST(Pace, AStillEmptyPictureIsSearchedOnceASecond) {
    Pace pace;
    int searches = 0;
    for (int t = 0; t < 10'000; t += 100) searches += pace.search(at(t), false, false) ? 1 : 0;
    EXPECT_EQ(searches, 10);
    EXPECT_TRUE(pace.search(at(9'950), true, false)) << "movement";
    EXPECT_TRUE(pace.search(at(9'960), false, true)) << "somebody is there";
}

TEST(SceneTest, NoiseIsNoMovementAndAPersonIs) {
    Scene scene;
    EXPECT_TRUE(scene.look(picture(640, 360, street)).moved) << "the first picture";
    scene.settle();
    std::uint32_t seed = 1;
    const auto noisy = picture(640, 360, [&](int x, int y) {
        seed = seed * 1664525U + 1013904223U;
        return street(x, y) + static_cast<int>(seed >> 29) - 4;
    });
    EXPECT_FALSE(scene.look(noisy).moved);
    const auto person = picture(640, 360, [](int x, int y) { return x > 300 && x < 340 && y > 100 && y < 160 ? 230 : street(x, y); });
    const auto change = scene.look(person);
    EXPECT_TRUE(change.moved);
    EXPECT_FALSE(change.cut);
    EXPECT_TRUE(scene.moved_in(0.45, 0.25, 0.55, 0.45));
    EXPECT_FALSE(scene.moved_in(0.7, 0.6, 0.9, 0.9));
}

TEST(SceneTest, ACutIsToldFromALightThatGoesOn) {
    Scene scene;
    scene.look(picture(640, 360, street));
    const auto brighter = picture(640, 360, [](int x, int y) { return std::min(255, street(x, y) * 3 / 2); });
    EXPECT_FALSE(scene.look(brighter).cut);
    const auto other = picture(640, 360, [](int x, int y) { return 255 - street(y, x); });
    EXPECT_TRUE(scene.look(other).cut);
    EXPECT_FALSE(scene.look(other).cut);
}

TEST(AttentionTest, WholeFrameAndTilesTakeTurns) {
    Attention attention;
    Scene scene;
    for (int t = 0; t < 1'000; t += 100) {
        const auto plan = attention.plan(at(t), 1920, 1080, scene, Effort::usual);
        EXPECT_EQ(plan.whole, t % 200 == 0);
        EXPECT_EQ(plan.scanned.size(), plan.whole ? 0U : 1U);
    }
    Attention small;
    EXPECT_TRUE(small.plan(at(0), 320, 240, scene, Effort::usual).whole);
    EXPECT_TRUE(small.plan(at(100), 320, 240, scene, Effort::usual).whole) << "nothing to look closer at";
}

TEST(AttentionTest, KnownFacesAreLookedAtEveryTime) {
    Attention attention;
    Scene scene;
    ASSERT_TRUE(attention.plan(at(0), 1920, 1080, scene, Effort::usual).known.empty());
    const vision::Box far{100, 100, 50, 60}, near{900, 300, 300, 380};
    attention.found(at(0), {{far, 0.9f, {}, {}}, {near, 0.9f, {}, {}}});
    EXPECT_EQ(attention.plan(at(100), 1920, 1080, scene, Effort::usual).known.size(), 2U) << "the whole frame is not looked at";
    const auto plan = attention.plan(at(200), 1920, 1080, scene, Effort::usual);
    ASSERT_TRUE(plan.whole);
    ASSERT_EQ(plan.known.size(), 1U) << "the whole frame shows the near one";
    EXPECT_LE(plan.known[0].x, far.x);
    EXPECT_GE(plan.known[0].x + plan.known[0].width, far.x + far.width);
    EXPECT_GE(plan.known[0].height, 150) << "surroundings too";
    EXPECT_TRUE(attention.plan(at(2'000), 1920, 1080, scene, Effort::usual).known.empty()) << "forgotten";
}

TEST(AttentionTest, EveryPlaceIsScannedWithinSeconds) {
    Attention attention;
    Scene scene;
    scene.look(picture(640, 360, street));
    std::vector<int> covered(std::size_t{192} * 108, 0);
    for (int t = 0; t < 14'000; t += 100)
        for (const auto& w : attention.plan(at(t), 1920, 1080, scene, Effort::usual).scanned) {
            EXPECT_GE(w.x, 0);
            EXPECT_LE(w.x + w.width, 1920);
            EXPECT_LE(w.y + w.height, 1080);
            for (int y = w.y / 10; y < (w.y + w.height) / 10; ++y)
                for (int x = w.x / 10; x < (w.x + w.width) / 10; ++x)
                    ++covered[static_cast<std::size_t>(y) * 192 + static_cast<std::size_t>(x)];
        }
    EXPECT_EQ(std::count(covered.begin(), covered.end(), 0), 0);
    for (int i = 0; i < 4; ++i) EXPECT_TRUE(attention.plan(at(15'000 + i), 1920, 1080, scene, Effort::frugal).scanned.empty()) << "frugal";
    const auto all = attention.plan(at(16'000), 1920, 1080, scene, Effort::thorough);
    EXPECT_TRUE(all.whole);
    EXPECT_EQ(all.scanned.size(), 9U + 49U) << "nobody is left for later";
}

TEST(FairSlotsTest, TurnsGoInTheOrderOfAsking) {
    FairSlots slots(1);
    std::vector<int> order;
    std::mutex mutex;
    std::vector<std::thread> threads;
    {
        const auto held = slots.acquire();
        for (int i = 0; i < 5; ++i) {
            threads.emplace_back([&, i] {
                const auto slot = slots.acquire();
                const std::lock_guard lock(mutex);
                order.push_back(i);
            });
            while (slots.waiting() != static_cast<std::size_t>(i + 1)) std::this_thread::yield();
        }
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(order, (std::vector{0, 1, 2, 3, 4}));
}

TEST(LatencyHistogramTest, QuantilesAreUpperBounds) {
    LatencyHistogram histogram;
    EXPECT_EQ(histogram.quantile(0.5), 0);
    for (int i = 0; i < 98; ++i) histogram.add(0.12);
    histogram.add(0.9);
    histogram.add(30);
    EXPECT_EQ(histogram.quantile(0.5), 0.2);
    EXPECT_EQ(histogram.quantile(0.99), 1);
    EXPECT_EQ(histogram.quantile(1), 30);
    EXPECT_EQ(histogram.count, 100U);
}

}  // namespace
}  // namespace md::analysis
