#include "analysis/tracking/tracker.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cmath>
#include <limits>
#include <map>
#include <set>

namespace md::analysis {
namespace {

constexpr int kWide = 1920, kTall = 1080;
constexpr double kFace = 80;

Detection face_at(double x, double y, double height = kFace, float score = 0.95f) {
    return {{float(x - height * 0.4), float(y - height / 2), float(height * 0.8), float(height)}, score, 0.4f};
}

// Steps a tracker at a steady rate and remembers which track each face was given.
struct Watch {
    Tracker tracker;
    double now = 10, interval = 0.1;
    std::chrono::microseconds spacing{0};
    TrackedFrame frame;
    Appearance* appearance = nullptr;

    const TrackedFrame& see(const std::vector<Detection>& faces) {
        now += interval;
        frame = tracker.step(SteadyTime(std::chrono::microseconds(std::llround(now * 1e6))), kWide, kTall, faces, appearance, spacing);
        return frame;
    }
    TrackNumber of(std::size_t face) const {
        for (const auto& track : frame.tracks)
            if (track.face == face) return track.number;
        return 0;
    }
    std::size_t confirmed() const {
        std::size_t count = 0;
        for (const auto& track : frame.tracks) count += track.confirmed;
        return count;
    }
};

TEST(Tracker, ConfirmsAFaceAfterThreeSureSightings) {
    Watch watch;
    watch.see({face_at(500, 500)});
    watch.see({face_at(505, 500)});
    EXPECT_EQ(watch.confirmed(), 0U);
    watch.see({face_at(510, 500)});
    EXPECT_EQ(watch.confirmed(), 1U);
}

// A folder of snapshots, a camera that gives a picture a second: who is asked for three sightings within a second is never seen.
TEST(Tracker, ASourceOfFewPicturesIsAskedForFewer) {
    using namespace std::chrono_literals;
    for (const auto& [spacing, wanted] : {std::pair{2'000ms, 1}, {1'000ms, 1}, {500ms, 2}, {200ms, 3}}) {
        Watch watch;
        watch.spacing = spacing;
        watch.interval = std::chrono::duration<double>(spacing).count();
        for (int i = 1; i <= 5; ++i) {
            watch.see({face_at(500, 500), face_at(1500, 500, kFace, 0.62f)});
            EXPECT_EQ(watch.confirmed() > 0, i >= wanted) << spacing.count() << " ms, picture " << i;
            if (i == 1) {
                EXPECT_LE(watch.confirmed(), 1U) << "an unsure face is not believed at once";
            }
        }
        const auto number = watch.of(0);
        watch.see({});
        watch.see({face_at(505, 500)});
        EXPECT_EQ(watch.of(0), number) << "one picture without the face ends no track";
    }
}

TEST(Tracker, AFalseFaceOfAFewFramesIsNobody) {
    Watch watch;
    for (int i = 0; i < 3; ++i) watch.see({face_at(500, 500, kFace, 0.7f)});
    for (int i = 0; i < 20; ++i) {
        watch.see({});
        EXPECT_EQ(watch.confirmed(), 0U);
        EXPECT_TRUE(watch.frame.ended.empty());
    }
    EXPECT_TRUE(watch.frame.tracks.empty());
}

TEST(Tracker, WeakDetectionsContinueATrackAndBeginNone) {
    Watch watch;
    for (int i = 0; i < 5; ++i) watch.see({face_at(500, 500)});
    const auto number = watch.of(0);
    for (int i = 0; i < 40; ++i) {
        watch.see({face_at(500 + i, 500, kFace, 0.4f), face_at(1500, 500, kFace, 0.4f)});
        EXPECT_EQ(watch.of(0), number);
        EXPECT_EQ(watch.of(1), 0U);
    }
}

// Two people walk through each other, the nearer one hides the other for half a second.
TEST(Tracker, CrossingPeopleKeepTheirNumbers) {
    Watch watch;
    TrackNumber left = 0, right = 0;
    for (int i = 0; i <= 60; ++i) {
        const double a = 400 + 15 * i, b = 1300 - 15 * i;
        std::vector<Detection> faces{face_at(a, 500, 90)};
        if (std::abs(a - b) > 70) faces.push_back(face_at(b, 520, 78));
        watch.see(faces);
        if (i == 5) left = watch.of(0), right = watch.of(1);
    }
    ASSERT_NE(left, 0U);
    EXPECT_EQ(watch.of(0), left);
    EXPECT_EQ(watch.of(1), right);
}

TEST(Tracker, SurvivesTwoSecondsUnseenAndNotThree) {
    for (const double hidden : {1.8, 3.0}) {
        Watch watch;
        for (int i = 0; i < 10; ++i) watch.see({face_at(500 + 5 * i, 500)});
        const auto number = watch.of(0);
        for (int i = 0; i < static_cast<int>(hidden * 10) - 1; ++i) watch.see({});
        watch.see({face_at(560, 500)});
        EXPECT_EQ(watch.of(0) == number, hidden < 2) << hidden;
    }
}

TEST(Tracker, MissedFramesAndAnyRateAreNoBreak) {
    for (const double interval : {0.04, 0.125, 0.25}) {
        Watch watch;
        watch.interval = interval;
        double x = 300;
        for (int i = 0; i < 10; ++i) watch.see({face_at(x += 200 * interval, 500)});
        const auto number = watch.of(0);
        watch.now += 4 * interval;  // four frames never come
        x += 200 * 4 * interval;
        watch.see({face_at(x += 200 * interval, 500)});
        EXPECT_EQ(watch.of(0), number) << interval;
    }
}

TEST(Tracker, ACutEndsAllTracksAtOnce) {
    Watch watch;
    for (int i = 0; i < 10; ++i) watch.see({face_at(500, 500), face_at(900, 500)});
    const auto first = watch.of(0), second = watch.of(1);
    watch.tracker.scene_changed();
    watch.see({face_at(500, 500)});
    EXPECT_EQ(watch.frame.ended, (std::vector<TrackNumber>{first, second}));
    ASSERT_EQ(watch.frame.tracks.size(), 1U);
    EXPECT_GT(watch.of(0), second);
}

TEST(Tracker, AClockThatStandsOrGoesBackIsAUsualInterval) {
    Watch watch;
    for (int i = 0; i < 10; ++i) watch.see({face_at(500 + 5 * i, 500)});
    const auto number = watch.of(0);
    for (const double jump : {0.0, -0.1, -3600.0}) {
        watch.now += jump - watch.interval;
        for (int i = 0; i < 5; ++i) {
            watch.see({face_at(550, 500)});
            EXPECT_EQ(watch.of(0), number) << jump;
        }
    }
}

TEST(Tracker, AMinuteWithoutFramesEndsTheTrack) {
    Watch watch;
    for (int i = 0; i < 5; ++i) watch.see({face_at(500, 500)});
    const auto number = watch.of(0);
    watch.now += 60;
    watch.see({face_at(500, 500)});
    EXPECT_EQ(watch.frame.ended, std::vector<TrackNumber>{number});
    EXPECT_NE(watch.of(0), number);
}

TEST(Tracker, WhoWalksOutOfThePictureIsGoneSoon) {
    Watch watch;
    for (int i = 0; i < 10; ++i) watch.see({face_at(1700 + 22 * i, 500)});
    int frames = 0;
    while (watch.see({}).ended.empty() && frames < 30) ++frames;
    EXPECT_LT(frames, 8);
}

TEST(Tracker, TwoHundredFaces) {
    Watch watch;
    std::vector<TrackNumber> numbers;
    for (int i = 0; i < 12; ++i) {
        std::vector<Detection> faces;
        for (int k = 0; k < 200; ++k) faces.push_back(face_at(50 + k % 20 * 90 + 2 * i, 60 + k / 20 * 100, 30));
        watch.see(faces);
        if (i == 3)
            for (std::size_t k = 0; k < 200; ++k) numbers.push_back(watch.of(k));
    }
    EXPECT_EQ(watch.confirmed(), 200U);
    for (std::size_t k = 0; k < 200; ++k) EXPECT_EQ(watch.of(k), numbers[k]);
}

TEST(Tracker, BoxesThatAreNoneAreIgnored) {
    Watch watch;
    const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
    for (int i = 0; i < 5; ++i) {
        watch.see({{{nan, 0, 50, 50}, 0.9f, 0.3f},
                   {{0, inf, 50, 50}, 0.9f, 0.3f},
                   {{10, 10, 0, 50}, 0.9f, 0.3f},
                   {{10, 10, 50, -3}, 0.9f, 0.3f},
                   face_at(500, 500)});
        EXPECT_EQ(watch.frame.tracks.size(), 1U);
    }
}

TEST(Tracker, OneFaceFoundTwiceIsOneTrack) {
    Watch watch;
    for (int i = 0; i < 10; ++i) watch.see({face_at(500, 500, 80), face_at(503, 505, 70, 0.8f)});
    EXPECT_EQ(watch.frame.tracks.size(), 1U);
}

// Says who is who by the index of the face: face k belongs to the k-th track.
class Knows final : public Appearance {
public:
    std::optional<float> alike(TrackNumber track, std::size_t face) override {
        ++asked;
        return owner[face] == track ? 0.9f : -0.9f;
    }
    std::map<std::size_t, TrackNumber> owner;
    int asked = 0;
};

TEST(Tracker, AppearanceIsAskedOnlyWhenGeometryCannotTell) {
    Watch watch;
    Knows knows;
    watch.appearance = &knows;
    for (int i = 0; i < 20; ++i) watch.see({face_at(300, 500), face_at(900, 500)});
    EXPECT_EQ(knows.asked, 0);
    const TrackNumber a = watch.of(0), b = watch.of(1);
    // Both hidden behind a pillar; they come out with places swapped.
    for (int i = 1; i <= 10; ++i) watch.see({face_at(300 + 30 * i, 500), face_at(900 - 30 * i, 500)});
    for (int i = 0; i < 8; ++i) watch.see({});
    knows.owner = {{0, b}, {1, a}};
    watch.see({face_at(570, 500), face_at(630, 500)});
    EXPECT_GT(knows.asked, 0);
    EXPECT_EQ(watch.of(0), b);
    EXPECT_EQ(watch.of(1), a);
}

TEST(Tracker, WithoutAnAnswerTheTrackIsDoubtful) {
    Watch watch;
    for (int i = 0; i < 10; ++i) watch.see({face_at(500, 500)});
    for (int i = 0; i < 12; ++i) watch.see({});
    watch.see({face_at(510, 500)});
    ASSERT_EQ(watch.frame.tracks.size(), 1U);
    EXPECT_TRUE(watch.frame.tracks[0].doubtful);
    watch.see({face_at(510, 500)});
    EXPECT_FALSE(watch.frame.tracks[0].doubtful);
}

// Whatever is seen: a face belongs to one track at most, numbers rise and never return, a track ends once.
RC_GTEST_PROP(TrackerProperty, NumbersAreNeverReused, ()) {
    Watch watch;
    std::set<TrackNumber> ended;
    TrackNumber highest = 0;
    const int frames = *rc::gen::inRange(1, 40);
    for (int i = 0; i < frames; ++i) {
        std::vector<Detection> faces;
        const int count = *rc::gen::inRange(0, 8);
        for (int k = 0; k < count; ++k)
            faces.push_back(face_at(*rc::gen::inRange(0, kWide), *rc::gen::inRange(0, kTall), *rc::gen::inRange(10, 300),
                                    float(*rc::gen::inRange(0, 101)) / 100));
        if (*rc::gen::inRange(0, 10) == 0) watch.tracker.scene_changed();
        watch.now += *rc::gen::element(-1.0, 0.0, 0.0, 0.0, 0.5, 3.0);
        watch.see(faces);
        std::set<std::size_t> used;
        for (const auto number : watch.frame.ended) RC_ASSERT(ended.insert(number).second && number <= highest);
        for (const auto& track : watch.frame.tracks) {
            RC_ASSERT(!ended.contains(track.number));
            if (track.face) RC_ASSERT(*track.face < faces.size() && used.insert(*track.face).second);
            RC_ASSERT(std::isfinite(track.box.x) && std::isfinite(track.box.height));
            highest = std::max(highest, track.number);
        }
    }
}

}  // namespace
}  // namespace md::analysis
