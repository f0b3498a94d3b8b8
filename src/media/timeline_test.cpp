// Time that only goes forward, and which pictures are wanted.
#include "media/timeline.h"

#include <gtest/gtest.h>

#include <random>

#include "media/back_off.h"
#include "media/spacing.h"
#include "media/thinner.h"

namespace md::media {
namespace {

using namespace std::chrono_literals;
using Micros = std::chrono::microseconds;

TEST(Timeline, FollowsGoodStampsFromZero) {
    Timeline line;
    EXPECT_EQ(line.next(5s, 40ms), 0us);
    EXPECT_EQ(line.next(5s + 40ms, 40ms), 40ms);
    EXPECT_EQ(line.next(5s + 41ms, 40ms), 41ms);
    EXPECT_EQ(line.next(65s, 40ms), 60s);  // a recorder that paused
}

TEST(Timeline, TakesAStepWhereAStampIsMissing) {
    Timeline line;
    EXPECT_EQ(line.next(std::nullopt, 40ms), 0us);
    EXPECT_EQ(line.next(std::nullopt, 40ms), 40ms);
    EXPECT_EQ(line.next(9s, 40ms), 80ms);
    EXPECT_EQ(line.next(std::nullopt, 40ms), 120ms);
    EXPECT_EQ(line.next(9s + 80ms, 40ms), 160ms);
}

TEST(Timeline, JitterDoesNotAddUp) {
    Timeline line;
    Micros last = line.next(0us, 40ms);
    for (int i = 1; i < 1000; ++i) {
        const Micros stamp = i * 40ms + (i % 2 ? 60ms : 0ms);  // every second stamp is late
        const Micros time = line.next(stamp, 40ms);
        EXPECT_GT(time, last);
        last = time;
    }
    EXPECT_NEAR(std::chrono::duration<double>(last).count(), 40, 0.1);
}

TEST(Timeline, JumpsGoOnOneStepLater) {
    Timeline line;
    line.next(100s, 40ms);
    EXPECT_EQ(line.next(100s + 40ms, 40ms), 40ms);
    EXPECT_EQ(line.next(3s, 40ms), 80ms);  // back
    EXPECT_EQ(line.next(3s + 40ms, 40ms), 120ms);
    EXPECT_EQ(line.next(26h, 40ms), 160ms);  // far ahead
    EXPECT_EQ(line.next(26h + 40ms, 40ms), 200ms);
    line.restart();
    EXPECT_EQ(line.next(26h + 40ms, 40ms), 240ms);  // played again
}

TEST(Timeline, NeverGoesBackWhateverTheStamps) {
    std::mt19937_64 random(1);
    Timeline line;
    Micros last{-1};
    for (int i = 0; i < 100'000; ++i) {
        std::optional<Micros> stamp;
        if (random() % 8) stamp = Micros(std::int64_t(random()) >> (4 + random() % 56));
        if (random() % 100 == 0) line.restart();
        const Micros time = line.next(stamp, Micros(1 + random() % 10'000'000));
        ASSERT_GT(time, last);
        last = time;
    }
}

TEST(BackOff, DoublesWithinItsLimitsAndNeverInStep) {
    BackOff pause(500ms, 4s, 1), other(500ms, 4s, 2);
    int different = 0;
    for (const auto full : {500ms, 1000ms, 2000ms, 4000ms, 4000ms, 4000ms}) {
        const auto wait = pause.next();
        EXPECT_GE(wait, full / 2);
        EXPECT_LE(wait, full);
        different += wait != other.next();
    }
    EXPECT_GT(different, 3);
    pause.reset();
    EXPECT_LE(pause.next(), 500ms);
}

TEST(Spacing, IsWhatIsDeclaredUntilPicturesShowIt) {
    Spacing spacing;
    Micros at = 0us;
    for (int i = 0; i < 5; ++i, at += 1s) EXPECT_EQ(spacing.next(at, 40ms), 40ms);
    EXPECT_EQ(spacing.next(at, 40ms), 1s);
    EXPECT_EQ(spacing.next(at += 90s, 40ms), 1s) << "a pause changes nothing";
    spacing.interrupt();
    EXPECT_EQ(spacing.next(at += 1h, 40ms), 1s);
    EXPECT_EQ(spacing.next(at, 40ms), 1s) << "nor do two pictures of one time";
}

TEST(Thinner, WantsTheWantedRateAndAllWithoutOne) {
    Thinner all(0), five(5);
    int wanted = 0;
    for (int i = 0; i < 250; ++i) {
        const Micros at = i * 40ms;
        EXPECT_TRUE(all.wants(at));
        if (five.wants(at)) {
            five.gave(at);
            ++wanted;
        }
    }
    EXPECT_NEAR(wanted, 50, 2);
    EXPECT_TRUE(five.wants(std::nullopt));
    EXPECT_TRUE(five.wants(0us));  // stamps that jumped back
}

TEST(Thinner, MakesNoBurstAfterAPause) {
    Thinner five(5);
    five.gave(0us);
    five.gave(60s);
    EXPECT_FALSE(five.wants(60s + 40ms));
    EXPECT_TRUE(five.wants(60s + 200ms));
}

}  // namespace
}  // namespace md::media
