#include <gtest/gtest.h>

#include <algorithm>
#include <mutex>

#include "analysis/errors.h"
#include "analysis/pipeline/live_analysis.h"
#include "analysis/pipeline/watch_gallery.h"
#include "synthetic_faces.h"

// The live service with cheap faces: edge cameras, groups, replacement, what is wrong with one camera; and watch lists in memory.
namespace md::analysis {
namespace {

struct Kept final : Sink {
    void capture(const Capture& capture) override {
        const std::lock_guard lock(mutex);
        captures.push_back(capture);
    }
    void alert(const Alert& alert) override {
        const std::lock_guard lock(mutex);
        alerts.push_back(alert);
    }
    std::size_t closed() {
        const std::lock_guard lock(mutex);
        return static_cast<std::size_t>(std::ranges::count(captures, Capture::Stage::closed, &Capture::stage));
    }
    std::mutex mutex;
    std::vector<Capture> captures;
    std::vector<Alert> alerts;
};

class LiveService : public ::testing::Test {
protected:
    std::shared_ptr<test::SyntheticEngine> engine = std::make_shared<test::SyntheticEngine>();
    Kept sink;
    SystemClock clock;
    SystemRandom random;
    std::unique_ptr<LiveAnalysis> live = LiveAnalysis::create(engine, sink, clock, random, {.inference_slots = 2});
    const CameraId door = CameraId::random(random), yard = CameraId::random(random);

    LiveGroup group(AnalysisConfig config = {}) {
        return {"site", std::move(config), nullptr, {{door, "door", std::nullopt}, {yard, "yard", std::nullopt}}};
    }
    static AnalysisConfig forbidden() {
        AnalysisConfig config;
        config.regions = {{"hall", "", {{0, 0}, {1, 0}, {1, 1}, {0, 1}}}};
        Rule rule;
        rule.name = "no entry";
        rule.regions = {"hall"};
        config.rules = {rule};
        return config;
    }
    Result<Intake> post(const CameraId& camera, int person, int shot = 0) {
        return live->intake(camera, test::picture_of(person, shot).view(), clock.wall());
    }
};

TEST_F(LiveService, AnEdgeCamerasPicturesTakeTheSamePath) {  // C10
    live->replace({group(forbidden())});
    const auto taken = post(door, 5);
    ASSERT_TRUE(taken) << taken.error().text();
    EXPECT_EQ(taken->faces, 1);
    EXPECT_EQ(taken->good_enough, 1);
    for (int shot = 1; shot < 6; ++shot) ASSERT_TRUE(post(shot % 2 ? yard : door, 5, shot));
    ASSERT_EQ(sink.alerts.size(), 1U) << "one person over two cameras: one alert";  // C5
    EXPECT_EQ(sink.alerts[0].stage, Alert::Stage::raised);
    ASSERT_FALSE(sink.alerts[0].evidence.empty());
    live->stop();
    EXPECT_LE(sink.closed(), 2U);  // C2, C4
    EXPECT_GE(sink.closed(), 1U);
    EXPECT_EQ(sink.alerts.back().stage, Alert::Stage::closed);
}

TEST_F(LiveService, ReportsCountAndMeasure) {
    live->replace({group(forbidden())});
    ASSERT_TRUE(post(door, 5));
    ASSERT_TRUE(post(door, 0)) << "nobody in it";
    const auto report = live->report(door);
    ASSERT_TRUE(report);
    EXPECT_EQ(report->name, "door");
    EXPECT_EQ(report->group, "site");
    EXPECT_EQ(report->source.state, media::State::running);
    EXPECT_EQ(report->source.frames, 2U);
    EXPECT_EQ(report->faces, 1U);
    EXPECT_EQ(report->frame_to_alert.count, 1U);
    EXPECT_EQ(live->reports().size(), 2U);
}

TEST_F(LiveService, WhatIsWrongIsSaid) {
    live->replace({group()});
    EXPECT_TRUE(live->intake(CameraId::random(random), test::picture_of(5).view(), clock.wall()).error().is(errors::kCameraNotFound));
    const Bytes rubbish(500, 7);
    EXPECT_EQ(live->intake(door, rubbish, clock.wall()).error().code(), "vision.not_an_image");
    EXPECT_FALSE(live->report(CameraId::random(random)));
    EXPECT_EQ(live->picture(CameraId::random(random), 640, 0, std::chrono::milliseconds(0)), nullptr);
}

TEST_F(LiveService, ABadAddressOrASecondNameHurtsNobodyElse) {
    auto wanted = group();
    const CameraId broken = CameraId::random(random), twin = CameraId::random(random);
    media::SourceOptions nonsense;
    nonsense.address = "gopher://nowhere";
    wanted.cameras.push_back({broken, "broken", nonsense});
    wanted.cameras.push_back({twin, "door", std::nullopt});
    live->replace({wanted});
    EXPECT_EQ(live->report(broken)->source.state, media::State::refused);
    EXPECT_EQ(live->report(broken)->source.error_code, "media.source_address");
    EXPECT_EQ(live->report(twin)->source.error_code, errors::kCameraNameTaken.code);
    EXPECT_TRUE(post(door, 5));
    wanted.cameras[3].name = "gate";
    live->replace({wanted});
    EXPECT_EQ(live->report(twin)->source.state, media::State::running);
}

TEST_F(LiveService, ReplacementDisturbsOnlyWhatChanges) {
    live->replace({group()});
    ASSERT_TRUE(post(door, 5));
    live->replace({group()});
    EXPECT_EQ(sink.closed(), 0U) << "nothing changed";
    EXPECT_EQ(live->report(door)->source.frames, 1U);
    live->replace({group(forbidden())});
    EXPECT_GE(sink.closed(), 1U) << "other rules: what was open is closed";
    EXPECT_EQ(live->report(door)->source.frames, 1U) << "... and the cameras go on";
    ASSERT_TRUE(post(door, 5));
    EXPECT_EQ(sink.alerts.size(), 1U);
    auto one = group(forbidden());
    one.cameras.pop_back();
    live->replace({one});
    EXPECT_FALSE(live->report(yard));
    EXPECT_TRUE(live->report(door));
}

std::vector<float> face_of(int person, int shot) {
    const auto embedding = test::SyntheticEngine::embedding_of(person, shot);
    return {embedding.values().begin(), embedding.values().end()};
}

TEST(WatchGalleryTest, FindsThoseOnTheListAndNobodyElse) {  // C8
    SystemRandom random;
    WatchGallery gallery(random);
    EXPECT_FALSE(gallery.search(face_of(1, 1), 0.9f));
    for (int person = 1; person <= 40; ++person) ASSERT_TRUE(gallery.add("blocked", "entry-" + std::to_string(person), face_of(person, 0)));
    for (int person = 1; person <= 40; ++person) {
        const auto hit = gallery.search(face_of(person, 7), 0.9f);
        ASSERT_TRUE(hit);
        EXPECT_EQ(hit->watch_list, "blocked");
        EXPECT_EQ(hit->entry, "entry-" + std::to_string(person));
    }
    for (int stranger = 100; stranger < 300; ++stranger) EXPECT_FALSE(gallery.search(face_of(stranger, 1), 0.9f));
    EXPECT_FALSE(gallery.search(face_of(1, 7), 0.01f)) << "too poor a picture is not searched";
    EXPECT_FALSE(gallery.add("blocked", "bad", std::vector<float>(512, 0.f)));
}

}  // namespace
}  // namespace md::analysis
