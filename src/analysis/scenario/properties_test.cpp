// What must hold of any sequence whatever, tried on thousands of random ones. C2, C3, C4, C5, C6, C7, C8
#include <gtest/gtest.h>
#include <rapidcheck.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <set>

#include "analysis/config.h"
#include "analysis/deduplication/deduplicator.h"
#include "analysis/rules/rule_engine.h"
#include "analysis/scenario/recorder.h"

namespace md::analysis::scenario {
namespace {

using namespace std::chrono_literals;

struct Face {
    int subject, camera, x, quality;  // tenths
    bool confirmed;
};
struct Step {
    int pause_ms;
    std::vector<Face> faces;
    int merge_from, merge_to;  // negative: none
    int jump_s;                // of the wall clock, seldom
};
void showValue(const Step& step, std::ostream& out) {
    out << "{+" << step.pause_ms << "ms jump " << step.jump_s << "s merge " << step.merge_from << ">" << step.merge_to;
    for (const auto& face : step.faces)
        out << " [s" << face.subject << " c" << face.camera << " x" << face.x << " q" << face.quality << (face.confirmed ? "" : "?") << "]";
    out << "}";
}

rc::Gen<Face> faces() {
    return rc::gen::build<Face>(rc::gen::set(&Face::subject, rc::gen::inRange(0, 4)), rc::gen::set(&Face::camera, rc::gen::inRange(0, 2)),
                                rc::gen::set(&Face::x, rc::gen::inRange(0, 11)), rc::gen::set(&Face::quality, rc::gen::inRange(0, 11)),
                                rc::gen::set(&Face::confirmed, rc::gen::arbitrary<bool>()));
}
rc::Gen<Step> steps(bool with_jumps) {
    const auto seldom = [](rc::Gen<int> gen, int otherwise) {
        return rc::gen::weightedOneOf<int>({{1, std::move(gen)}, {15, rc::gen::just(otherwise)}});
    };
    return rc::gen::build<Step>(
        rc::gen::set(&Step::pause_ms, rc::gen::element(40, 200, 1000, 1001, 5000, 20'000, 61'000)),
        rc::gen::set(&Step::faces, rc::gen::resize(3, rc::gen::container<std::vector<Face>>(faces()))),
        rc::gen::set(&Step::merge_from, seldom(rc::gen::inRange(0, 4), -1)), rc::gen::set(&Step::merge_to, rc::gen::inRange(0, 4)),
        rc::gen::set(&Step::jump_s, with_jumps ? seldom(rc::gen::element(-86'400, -3600, -5, 3600), 0) : rc::gen::just(0)));
}

class Drawn final : public Pictures {
public:
    EvidencePtr take(std::size_t) override {
        ++taken;
        return std::make_shared<Evidence>();
    }
    int taken = 0;
};

AnalysisConfig config_with(std::string_view deduplication) {
    return must(config_from_yaml("deduplication: " + std::string(deduplication) + R"(
regions: [{name: left, polygon: [[0,0],[0.5,0],[0.5,1],[0,1]]}, {name: right, polygon: [[0.5,0],[1,0],[1,1],[0.5,1]]}]
rules:
  - {kind: intrusion, region: left, direction: [1, 0], cool_down: 10s}
  - {kind: intrusion, region: right, cool_down: 0s}
  - {kind: stay, region: left, longer_than: 3s, cool_down: 5s}
  - {kind: wander, regions: [left, right], longer_than: 30s, more_often_than: 2, within: 2min}
  - {kind: appearance, region: left}
)",
                                 "properties"));
}

const std::vector<std::string> kDeduplications{
    "{continuous: {unit: 1s, output: best}, intermittent: {window: 1min, output: first_last}}",
    "{continuous: {unit: 2s, output: first_last}, intermittent: {window: 1min, output: first_last}}",
    "{continuous: {unit: 1s, output: first_last}, intermittent: {window: 1min, output: best}}",
    "{continuous: {unit: 1s, output: best}, intermittent: {output: off}}",
    "{continuous: {unit: 1s, output: first_last}, intermittent: {output: off}}",
    "{continuous: {output: off}, intermittent: {window: 1min, output: best}}",
};

// Plays the steps and hands back what came out. A subject that was merged away does not come again.
struct Play {
    Play(const AnalysisConfig& config, const std::vector<Step>& steps)
        : recorder([this] { return now; }, !config.intermittent), deduplicator(config, recorder, random), rules(config, recorder, random) {
        std::vector<SubjectId> subjects;
        for (int i = 0; i < 4; ++i) subjects.push_back(SubjectId::random(random));
        auto wall = must(from_rfc3339("2026-01-05T00:00:00Z"));
        for (const auto& step : steps) {
            now += std::chrono::milliseconds(step.pause_ms);
            wall += std::chrono::milliseconds(step.pause_ms) + std::chrono::seconds(step.jump_s);
            for (int camera = 0; camera < 2; ++camera) {
                Observation seen;
                seen.camera = camera == 0 ? "c0" : "c1";
                seen.time = wall;
                if (camera == 0 && step.merge_from >= 0) {
                    seen.merged.push_back(
                        {subjects[static_cast<std::size_t>(step.merge_from)], subjects[static_cast<std::size_t>(step.merge_to)]});
                    subjects[static_cast<std::size_t>(step.merge_from)] = subjects[static_cast<std::size_t>(step.merge_to)];
                }
                for (const auto& face : step.faces) {
                    if (face.camera != camera) continue;
                    Presence presence;
                    presence.subject = subjects[static_cast<std::size_t>(face.subject)];
                    presence.track = static_cast<TrackNumber>(face.subject + 1);
                    presence.confirmed = face.confirmed;
                    presence.position = {face.x / 10.0, 0.5};
                    presence.quality = static_cast<float>(face.quality) / 10;
                    seen.present.push_back(presence);
                    sightings += face.quality > 0;
                }
                deduplicator.step(seen, pictures);
                rules.step(seen, pictures);
            }
            deduplicator.advance(wall);
            rules.advance(wall);
        }
        deduplicator.finish();
        rules.finish();
        recorder.finish();
    }

    std::chrono::microseconds now{0};
    SeededRandom random{7};
    Drawn pictures;
    int sightings = 0;
    Recorder recorder;
    Deduplicator deduplicator;
    RuleEngine rules;
};

std::vector<Step> any_steps(bool with_jumps) { return *rc::gen::container<std::vector<Step>>(steps(with_jumps)); }

RC_GTEST_PROP(AnalysisProperties, LivesAreWellFormedWhateverHappens, ()) {
    for (const auto& deduplication : kDeduplications) {
        const Play play(config_with(deduplication), any_steps(true));
        for (const auto& what : play.recorder.broken()) RC_LOG() << deduplication << ": " << what << "\n";
        RC_ASSERT(play.recorder.broken().empty());
        RC_ASSERT(play.rules.counters().open == 0U);
        RC_ASSERT(play.deduplicator.counters().windows_held == 0U);
    }
}

// Without set clocks and merges: windows of a subject do not overlap and hold at most two captures each.
RC_GTEST_PROP(AnalysisProperties, AtMostTwoCapturesASubjectAndWindow, ()) {
    auto steps = any_steps(false);
    for (auto& step : steps) step.merge_from = -1;
    for (std::size_t i = 0; i < 3; ++i) {
        const auto config = config_with(kDeduplications[i]);
        const Play play(config, steps);
        std::map<SubjectId, std::map<WallTime, int>> windows;
        for (const auto& [id, life] : play.recorder.captures()) ++windows[life.now.subject][life.now.first_seen];
        for (const auto& [subject, starts] : windows) {
            std::optional<WallTime> before;
            for (const auto& [start, captures] : starts) {
                RC_ASSERT(captures <= (config.intermittent->output == Output::best ? 1 : 2));
                if (before) RC_ASSERT(start - *before >= config.intermittent->window);
                before = start;
            }
        }
    }
}

// Whoever shows a good face while recognised is never lost.
RC_GTEST_PROP(AnalysisProperties, EverybodyWithAGoodFaceIsCaptured, ()) {
    const auto steps = any_steps(true);
    for (const auto& deduplication : kDeduplications) {
        const Play play(config_with(deduplication), steps);
        const bool good = std::any_of(steps.begin(), steps.end(), [](const Step& step) {
            return std::any_of(step.faces.begin(), step.faces.end(), [](const Face& face) { return face.confirmed && face.quality >= 3; });
        });
        RC_ASSERT(!good || !play.recorder.captures().empty());
    }
}

// Two cameras whose frames of one moment arrive in either order: the same alerts.
RC_GTEST_PROP(AnalysisProperties, TheOrderOfTwoCamerasDoesNotMatterForAlerts, ()) {
    auto steps = any_steps(false);
    for (auto& step : steps) step.merge_from = -1;
    auto mirrored = steps;
    for (auto& step : mirrored)
        for (auto& face : step.faces) face.camera = 1 - face.camera;
    const auto told = [](const Play& play) {
        std::multiset<std::string> out;
        for (const auto& [id, life] : play.recorder.alerts())
            out.insert(life.now.rule + " " + life.now.subject.text() + " " + to_rfc3339(life.now.raised) + " " +
                       to_rfc3339(life.now.first_seen) + " " + to_rfc3339(life.now.last_seen));
        return out;
    };
    const auto config = config_with(kDeduplications[0]);
    RC_ASSERT(told(Play(config, steps)) == told(Play(config, mirrored)));
}

TEST(AnalysisProperties, PicturesAreNotTakenEveryFrame) {
    std::vector<Step> steps;
    for (int i = 0; i < 3000; ++i) steps.push_back({40, {{0, 0, 2, 5 + i % 2, true}, {1, 0, 8, 9, true}, {2, 1, 3, 7, true}}, -1, 0, 0});
    const auto config = must(config_from_yaml("", "defaults"));
    EXPECT_LE(Play(config, steps).pictures.taken, 8) << "two minutes at 25 frames a second";
    const auto first_last = must(config_from_yaml("deduplication: {continuous: {output: first_last}}", "f"));
    EXPECT_LE(Play(first_last, steps).pictures.taken, 3 * 125) << "once a second";
}

TEST(AnalysisProperties, MemoryIsBoundedInACrowd) {
    const auto config = config_with(kDeduplications[0]);
    SeededRandom random{3};
    Recorder recorder([] { return std::chrono::microseconds(0); }, false);
    Deduplicator deduplicator(config, recorder, random, {.max_windows = 100});
    RuleEngine rules(config, recorder, random, {.max_subjects = 100});
    Drawn pictures;
    auto wall = must(from_rfc3339("2026-01-05T00:00:00Z"));
    for (int i = 0; i < 1000; ++i) {
        for (int again = 0; again < 2; ++again) {
            wall += 10ms;
            Observation seen;
            seen.camera = "c0";
            seen.time = wall;
            Presence presence;
            std::array<std::uint8_t, 16> bytes{};
            bytes[0] = static_cast<std::uint8_t>(i);
            bytes[1] = static_cast<std::uint8_t>(i >> 8);
            presence.subject = SubjectId(bytes);
            presence.track = static_cast<TrackNumber>(i + 1);
            presence.confirmed = true;
            presence.position = {0.8, 0.5};
            presence.quality = 0.8F;
            seen.present.push_back(presence);
            deduplicator.step(seen, pictures);
            rules.step(seen, pictures);
        }
    }
    EXPECT_LE(deduplicator.counters().windows_held, 100U);
    EXPECT_EQ(deduplicator.counters().windows_closed_early, 900U);
    EXPECT_LE(rules.counters().subjects_held, 200U) << "of two rules that look at the right side";
    EXPECT_GT(rules.counters().subjects_forgotten, 0U);
    deduplicator.finish();
    rules.finish();
    recorder.finish();
    EXPECT_EQ(recorder.broken(), std::vector<std::string>());
    EXPECT_EQ(recorder.captures().size(), 1000U) << "nobody is lost";
    EXPECT_EQ(recorder.alerts().size(), 1000U);
}

}  // namespace
}  // namespace md::analysis::scenario
