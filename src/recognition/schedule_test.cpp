#include "recognition/schedule.h"

#include <gtest/gtest.h>

#include <thread>

#include "recognition/errors.h"
#include "base/event_bus.h"

namespace md::recognition {
namespace {

bool open_at_time(const Window& window, const char* time) { return contains(window, must(from_rfc3339(time))); }

TEST(Schedule, OverMidnightBelongsToTheDayItBegan) {
    const auto night = must(window_from({"fri"}, "22:00", "06:00"));
    EXPECT_FALSE(open_at_time(night, "2026-01-02T21:59:59+08:00"));  // a Friday
    EXPECT_TRUE(open_at_time(night, "2026-01-02T22:00:00+08:00"));
    EXPECT_TRUE(open_at_time(night, "2026-01-03T05:59:59+08:00"));
    EXPECT_FALSE(open_at_time(night, "2026-01-03T06:00:00+08:00"));
    EXPECT_FALSE(open_at_time(night, "2026-01-02T03:00:00+08:00"));
    EXPECT_FALSE(open_at_time(night, "2026-01-03T22:30:00+08:00"));
}

TEST(Schedule, TimesAreThoseOfShanghai) {
    const auto morning = must(window_from({"mon"}, "00:00", "08:00"));
    EXPECT_TRUE(open_at_time(morning, "2026-01-04T16:00:00Z"));
    EXPECT_FALSE(open_at_time(morning, "2026-01-04T15:59:59Z"));
    const auto all_day = must(window_from({"mon"}, "00:00", "24:00"));
    EXPECT_TRUE(open_at_time(all_day, "2026-01-05T23:59:59+08:00"));
    EXPECT_FALSE(open_at_time(all_day, "2026-01-06T00:00:00+08:00"));
}

TEST(Schedule, MayHaveAFirstAndALastDay) {  // B9: grades 3 and 4, schedules with day, month and year
    const auto season = must(window_from({"mon", "tue", "wed", "thu", "fri", "sat", "sun"}, "20:00", "02:00", "2026-03-01", "2026-03-02"));
    EXPECT_FALSE(open_at_time(season, "2026-02-28T21:00:00+08:00"));
    EXPECT_FALSE(open_at_time(season, "2026-03-01T01:00:00+08:00"));
    EXPECT_TRUE(open_at_time(season, "2026-03-03T01:59:00+08:00"));
    EXPECT_FALSE(open_at_time(season, "2026-03-03T20:00:00+08:00"));
}

TEST(Schedule, RefusesNonsense) {
    EXPECT_FALSE(window_from({}, "08:00", "09:00"));
    EXPECT_FALSE(window_from({"funday"}, "08:00", "09:00"));
    EXPECT_FALSE(window_from({"mon"}, "8:00", "09:00"));
    EXPECT_FALSE(window_from({"mon"}, "24:00", "09:00"));
    EXPECT_FALSE(window_from({"mon"}, "08:00", "24:01"));
    EXPECT_FALSE(window_from({"mon"}, "08:00", "09:00", "2026-02-30"));
    EXPECT_FALSE(window_from({"mon"}, "08:00", "09:00", "2026-03-02", "2026-03-01"));
    EXPECT_TRUE(open_at({}, WallTime()));
}

TEST(EventBus, ReplaysWhatIsKeptAndWakesWaiters) {
    EventBus bus(3);
    std::vector<std::uint64_t> heard;
    const auto token = bus.subscribe([&](const BusEvent& event) { heard.push_back(event.id); });
    for (int i = 0; i < 5; ++i) bus.publish("system", std::to_string(i));
    EXPECT_EQ(heard, (std::vector<std::uint64_t>{1, 2, 3, 4, 5}));
    const auto kept = bus.after(0);
    ASSERT_EQ(kept.size(), 3U);
    EXPECT_EQ(kept[0].id, 3U);
    EXPECT_TRUE(bus.after(5).empty());
    bus.unsubscribe(token);
    std::thread later([&] { bus.publish("alert", "6"); });
    EXPECT_EQ(bus.after(5, std::chrono::seconds(30)).at(0).json, "6");
    later.join();
    EXPECT_EQ(heard.size(), 5U);
}

}  // namespace
}  // namespace md::recognition
