// The configuration: what is read, what is refused and how it is named. C3, C4, C8
#include "analysis/config.h"

#include <gtest/gtest.h>

#include "analysis/errors.h"
#include "base/errors.h"

namespace md::analysis {
namespace {

using namespace std::chrono_literals;

const std::string kDesign = R"(
deduplication: {continuous: {unit: 1s, output: best}, intermittent: {window: 10min, output: first_last}}
regions:   [{name: hall, polygon: [[0.1, 0.2], [0.9, 0.2], [0.9, 1.0], [0.1, 1.0]]}, {name: gate, camera: c2, polygon: [[0, 0], [1, 0], [1, 1]]}]
schedules: [{name: night, days: [mon, tue, wed, thu, fri, sat, sun], from: "22:00", to: "06:00", zone: Asia/Shanghai, dates: ["2026-10-10"], holidays: ["2026-10-01"]}]
watch_lists: [{name: blocked, folder: pictures/, basis: "order 12/2026"}]
rules:
  - {kind: intrusion,  region: hall, schedule: night, cool_down: 60s, direction: [0, 1], name: 夜间禁入}
  - {kind: stay,       region: hall, longer_than: 30s}
  - {kind: wander,     regions: [hall, gate], longer_than: 5min, more_often_than: 3, within: 30min, gap: 8s}
  - {kind: appearance, region: hall, schedule: night}
  - {kind: appearance, region: hall, watch_list: blocked}
start: "2026-01-05T21:59:00+08:00"
)";

TEST(AnalysisConfig, ReadsTheDesignsExample) {
    const auto config = must(config_from_yaml(kDesign, "rules.yaml"));
    EXPECT_EQ(config.continuous->unit, 1s);
    EXPECT_EQ(config.intermittent->window, 10min);
    EXPECT_EQ(config.intermittent->output, Output::first_last);
    ASSERT_EQ(config.regions.size(), 2U);
    EXPECT_EQ(config.regions[0].polygon[2], (Point01{0.9, 1.0}));
    EXPECT_EQ(config.regions[1].camera, "c2");
    EXPECT_EQ(config.schedules[0].from, 22h);
    EXPECT_EQ(config.schedules[0].to, 6h);
    EXPECT_EQ(config.schedules[0].holidays.size(), 1U);
    ASSERT_EQ(config.rules.size(), 5U);
    EXPECT_EQ(config.rules[0].name, "夜间禁入");
    EXPECT_EQ(config.rules[0].direction, (Point01{0, 1}));
    EXPECT_EQ(config.rules[1].longer_than, 30s);
    EXPECT_EQ(config.rules[2].name, "wander-hall-gate");
    EXPECT_EQ(config.rules[2].gap, 8s);
    EXPECT_EQ(config.rules[4].name, "appearance-hall-2");
    EXPECT_EQ(to_rfc3339(*config.start), "2026-01-05T13:59:00.000000Z");
}

TEST(AnalysisConfig, NothingAtAllIsDeduplicationAlone) {
    const auto config = must(config_from_yaml("", "empty"));
    EXPECT_EQ(config.continuous->unit, 1s);
    EXPECT_EQ(config.intermittent->window, 10min);
    EXPECT_TRUE(config.rules.empty());
}

TEST(AnalysisConfig, EitherDeduplicationMayBeOff) {
    EXPECT_FALSE(must(config_from_yaml("deduplication: {continuous: {output: off}}", "x")).continuous);
    EXPECT_FALSE(must(config_from_yaml("deduplication: {intermittent: {output: off}}", "x")).intermittent);
}

TEST(AnalysisConfig, JsonIsTheSameBothWays) {
    const auto config = must(config_from_yaml(kDesign, "rules.yaml"));
    const auto json = to_json(config);
    const auto again = must(config_from_json(json));
    EXPECT_EQ(to_json(again), json);
    EXPECT_EQ(again.rules, config.rules);
    EXPECT_EQ(again.start, config.start);
    EXPECT_NE(json.find(R"("longer_than":"5min")"), std::string::npos) << json;
    const auto off = must(config_from_json(R"({"deduplication": {"continuous": {"output": "off"}}})"));
    EXPECT_EQ(to_json(must(config_from_json(to_json(off)))), to_json(off));
    EXPECT_EQ(
        must(config_from_json(R"({"regions": [{"name": "\u5927\u5385 \ud83d\ude00", "polygon": [[0,0],[1,0],[1,1]]}]})")).regions[0].name,
        "大厅 😀");
}

TEST(AnalysisConfig, HostileJsonIsRefused) {
    for (const auto& text : {std::string("[]"), std::string("{"), std::string("7"), std::string(100'000, '['),
                             "{\"rules\":" + std::string(50'000, '[') + std::string(50'000, ']') + "}", std::string("{\"regions\": {}}"),
                             std::string("{\"rules\": null}"), std::string("{\"rules\": [null]}"), std::string("{\"what\": 1}")})
        EXPECT_FALSE(config_from_json(text)) << text.substr(0, 40);
}

struct Bad {
    const ErrorKind* kind;
    std::string yaml, where;
};

void PrintTo(const Bad& bad, std::ostream* out) { *out << bad.kind->code << ": " << bad.yaml; }

class BadConfig : public testing::TestWithParam<Bad> {};

const std::string kHall = "regions: [{name: hall, polygon: [[0,0],[1,0],[1,1]]}]\n";
std::string region(const std::string& polygon) { return "regions:\n- {name: hall, polygon: " + polygon + "}\n"; }
std::string rule(const std::string& text) { return kHall + "rules:\n- {" + text + "}\n"; }
std::string schedule(const std::string& text) { return "schedules:\n- {name: night, " + text + "}\n"; }

TEST_P(BadConfig, IsNamedWithCodeAndLine) {
    const auto& [kind, yaml, where] = GetParam();
    const auto config = config_from_yaml(yaml, "f");
    ASSERT_FALSE(config) << yaml;
    EXPECT_EQ(config.error().code(), kind->code) << yaml << config.error().text();
    EXPECT_NE(config.error().detail().find(where), std::string::npos) << config.error().detail();
    EXPECT_FALSE(config.error().message("zh").empty());
    EXPECT_FALSE(config.error().message("en").empty());
}

INSTANTIATE_TEST_SUITE_P(
    Every, BadConfig,
    testing::Values(
        Bad{&errors::kPolygonCorners, region("[[0,0],[1,0]]"), "f:2: polygon"}, Bad{&errors::kPolygonCorners, region("[]"), "f:2"},
        Bad{&errors::kPolygonCorners, "regions:\n- {name: hall}\n", "f:2: name: polygon"},
        Bad{&errors::kPolygonCorners, region("[[0,0],[1,0],[1]]"), "two numbers"},
        Bad{&errors::kPolygonOutside, region("[[0,0],[1.2,0],[1,1]]"), "corner 2"},
        Bad{&errors::kPolygonOutside, region("[[0,0],[1,0],[1,-0.1]]"), "corner 3"},
        Bad{&errors::kPolygonOutside, region("[[0,0],[1,0],[1,.nan]]"), "corner 3"},
        Bad{&errors::kPolygonCrosses, region("[[0,0],[1,1],[1,0],[0,0.9]]"), "edges 1 and 3"},
        Bad{&errors::kPolygonCrosses, region("[[0,0],[1,0],[1,1],[0,0]]"), "f:2"},
        Bad{&errors::kPolygonCrosses, region("[[0,0],[1,0],[0.5,0],[0.5,1]]"), "f:2"},
        Bad{&errors::kPolygonFlat, region("[[0,0],[0.5,0.5],[1,1]]"), "f:2"},
        Bad{&errors::kPolygonFlat, region("[[0.5,0.5],[0.5,0.5],[0.5,0.5]]"), "f:2"},
        Bad{&errors::kConfigValue, region("7"), "f:2: polygon"}, Bad{&errors::kConfigValue, region("[[0,0],[a,0],[1,1]]"), "f:2: polygon"},
        Bad{&errors::kNameTaken, kHall + "schedules: [{name: a}, {name: a}]\n", "f:2: name"},
        Bad{&errors::kNameTaken,
            "regions:\n- {name: a, polygon: [[0,0],[1,0],[1,1]]}\n- {name: a, camera: c1, polygon: [[0,0],[1,0],[1,1]]}\n", "f:3: name"},
        Bad{&errors::kNameInvalid, "schedules: [{from: \"10:00\"}]\n", "name"},
        Bad{&errors::kNameInvalid, "schedules: [{name: \"a\\tb\"}]\n", "f:1"},
        Bad{&errors::kNameUnknown, rule("kind: intrusion, region: gate"), "f:3: region: there is no 'gate'"},
        Bad{&errors::kNameUnknown, rule("kind: intrusion, region: hall, schedule: x"), "f:3: schedule"},
        Bad{&errors::kNameUnknown, rule("kind: appearance, region: hall, watch_list: x"), "f:3: watch_list"},
        Bad{&errors::kNameUnknown, rule("kind: wander, regions: [hall, x], longer_than: 1s"), "f:3: regions"}));

INSTANTIATE_TEST_SUITE_P(
    Schedules, BadConfig,
    testing::Values(Bad{&errors::kScheduleNever, schedule("days: []"), "f:2"},
                    Bad{&errors::kScheduleInvalid, schedule("zone: Mars/Olympus"), "unknown zone"},
                    Bad{&errors::kScheduleInvalid, schedule("zone: ../../etc/passwd"), "unknown zone"},
                    Bad{&errors::kScheduleInvalid, schedule("dates: [\"2026-10-01\"], holidays: [\"2026-10-01\"]"), "2026-10-01"},
                    Bad{&errors::kScheduleInvalid, schedule("from: \"24:00\""), "f:2"},
                    Bad{&errors::kConfigValue, schedule("from: \"25:00\""), "f:2: from"},
                    Bad{&errors::kConfigValue, schedule("to: \"10:60\""), "f:2: to"},
                    Bad{&errors::kConfigValue, schedule("days: [monday]"), "f:2: days"},
                    Bad{&errors::kConfigValue, schedule("dates: [\"2026-02-29\"]"), "f:2: dates"},
                    Bad{&errors::kWatchBasisMissing, "watch_lists:\n- {name: a, folder: x}\n", "f:2: name: basis"},
                    Bad{&errors::kWatchBasisMissing, "watch_lists:\n- {name: a, folder: x, basis: \"  \"}\n", "f:2: basis"},
                    Bad{&errors::kWatchListInvalid, "watch_lists:\n- {name: a, basis: x}\n", "folder"}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, BadConfig,
    testing::Values(Bad{&errors::kDeduplicationInvalid, "deduplication: {continuous: {unit: 999ms}}\n", "f:1: continuous"},
                    Bad{&errors::kDeduplicationInvalid, "deduplication: {intermittent: {window: 59s}}\n", "f:1: intermittent"},
                    Bad{&errors::kDeduplicationInvalid, "deduplication: {continuous: {output: off}, intermittent: {output: off}}\n",
                        "stays on"},
                    Bad{&errors::kConfigValue, "deduplication: {continuous: {output: all}}\n", "f:1: output"},
                    Bad{&errors::kConfigUnknownKey, "deduplication: {continous: {unit: 1s}}\n", "f:1: continous"},
                    Bad{&errors::kConfigUnknownKey, rule("kind: intrusion, region: hall, colour: red"), "f:3: colour"},
                    Bad{&errors::kRuleInvalid, rule("kind: stay, region: hall"), "longer_than"},
                    Bad{&errors::kRuleInvalid, rule("kind: stay, region: hall, longer_than: 0s"), "f:3: longer_than"},
                    Bad{&errors::kRuleInvalid, rule("kind: wander, regions: [hall]"), "longer_than or more_often_than"},
                    Bad{&errors::kRuleInvalid, rule("kind: wander, regions: [hall], longer_than: 30min, within: 30min"), "never reached"},
                    Bad{&errors::kRuleInvalid, rule("kind: wander, regions: [hall, hall], longer_than: 1min"), "twice"},
                    Bad{&errors::kRuleInvalid, rule("kind: wander, regions: [], longer_than: 1min"), "missing"},
                    Bad{&errors::kRuleInvalid, rule("kind: stay, regions: [hall, hall], longer_than: 1min"), "wander alone"},
                    Bad{&errors::kRuleInvalid, rule("kind: stay, region: hall, regions: [hall], longer_than: 1min"), "not both"},
                    Bad{&errors::kRuleInvalid, rule("kind: intrusion, region: hall, longer_than: 1min"), "f:3: longer_than"},
                    Bad{&errors::kRuleInvalid, rule("kind: intrusion, region: hall, more_often_than: 2"), "f:3: more_often_than"},
                    Bad{&errors::kRuleInvalid, rule("kind: intrusion, region: hall, gap: 100ms"), "f:3: gap"},
                    Bad{&errors::kRuleInvalid, rule("kind: intrusion, region: hall, direction: [0, 0]"), "f:3: direction"},
                    Bad{&errors::kRuleInvalid, rule("kind: intrusion, region: hall, direction: [1]"), "f:3: direction"},
                    Bad{&errors::kRuleInvalid, rule("kind: stay, region: hall, longer_than: 1s, direction: [1, 0]"), "intrusion alone"},
                    Bad{&errors::kConfigValue, rule("kind: loitering, region: hall"), "f:3: kind"},
                    Bad{&errors::kConfigValue, rule("kind: stay, region: hall, longer_than: 30"), "f:3: longer_than"},
                    Bad{&errors::kConfigValue, "start: yesterday\n", "f:1: start"}));

TEST(AnalysisConfig, ARegionMayHaveAShapeForEachCamera) {
    const auto config =
        must(config_from_yaml("regions: [{name: a, camera: c1, polygon: [[0,0],[1,0],[1,1]]}, {name: a, camera: c2, polygon: "
                              "[[0,0],[1,0],[0,1]]}]\nrules: [{kind: intrusion, region: a}]",
                              "f"));
    EXPECT_EQ(config.regions.size(), 2U);
}

TEST(AnalysisConfig, WhatAProgramPutTogetherIsCheckedAsWell) {
    auto config = must(config_from_yaml(kDesign, "rules.yaml"));
    EXPECT_TRUE(validate(config));
    config.rules[1].longer_than = 0ms;
    const auto status = validate(config);
    ASSERT_FALSE(status);
    EXPECT_EQ(status.error().code(), errors::kRuleInvalid.code);
    EXPECT_NE(status.error().detail().find("rules[1].longer_than"), std::string::npos);
}

TEST(AnalysisConfig, WhatIsPerhapsNotMeantIsSaid) {
    const auto config =
        must(config_from_yaml(kHall + "schedules: [{name: past, days: [], dates: [\"2020-01-01\"]}]\n"
                                      "rules: [{kind: stay, region: hall, longer_than: 1s}, {kind: stay, region: hall, longer_than: 2s}]\n",
                              "f"));
    const auto said = remarks(config, must(from_rfc3339("2026-01-01T00:00:00Z")));
    ASSERT_EQ(said.size(), 2U);
    EXPECT_EQ(said[0].code, "schedule_over");
    EXPECT_EQ(said[0].path, "/schedules/0");
    EXPECT_NE(said[0].en.find("past"), std::string::npos);
    EXPECT_EQ(said[1].code, "rules_overlap");
    EXPECT_EQ(said[1].path, "/rules/1");
    EXPECT_NE(said[1].zh.find("stay-hall-2"), std::string::npos);
    const auto unused = remarks(must(config_from_yaml(kHall + "schedules: [{name: night}]\n", "f")), {});
    ASSERT_EQ(unused.size(), 2U);
    EXPECT_EQ(unused[0].code, "schedule_unused");
    EXPECT_EQ(unused[1].code, "region_unused");
}

// Which of two rules are told to overlap: what one rule says is compared with "stay in the hall, always".
TEST(AnalysisConfig, RulesOverlapWhenBothRaiseAnAlertForOneSubject) {
    const auto overlaps = [](const std::string& one, const std::string& other) {
        const auto yaml =
            "regions: [{name: hall, polygon: [[0,0],[1,0],[1,1]]}, {name: gate, polygon: [[0,0],[1,0],[0,1]]}]\n"
            "schedules: [{name: night, from: \"22:00\", to: \"06:00\"}, {name: day, from: \"06:00\", to: \"22:00\"}]\nrules:\n- {" +
            one + "}\n- {" + other + "}\n";
        const auto said = remarks(must(config_from_yaml(yaml, "f")), {});
        return std::any_of(said.begin(), said.end(), [](const Remark& remark) { return remark.code == "rules_overlap"; });
    };
    const std::string stay = "kind: stay, region: hall, longer_than: 1min";
    EXPECT_TRUE(overlaps(stay, "kind: stay, region: hall, longer_than: 5min"));
    EXPECT_TRUE(overlaps(stay, "kind: stay, region: hall, longer_than: 5min, schedule: night"));
    EXPECT_TRUE(overlaps("kind: wander, regions: [hall, gate], longer_than: 1min", "kind: wander, regions: [gate], more_often_than: 3"));
    EXPECT_TRUE(overlaps("kind: intrusion, region: hall", "kind: intrusion, region: hall, direction: [1, 0]"));
    EXPECT_FALSE(overlaps(stay, "kind: stay, region: gate, longer_than: 1min"));
    EXPECT_FALSE(overlaps(stay, "kind: intrusion, region: hall"));
    EXPECT_FALSE(overlaps(stay + ", schedule: day", stay + ", schedule: night"));
    EXPECT_FALSE(overlaps("kind: intrusion, region: hall, direction: [-1, 0]", "kind: intrusion, region: hall, direction: [1, 0]"));
}

TEST(AnalysisConfig, TooManyItemsAreRefused) {
    std::string yaml = "schedules:\n";
    for (int i = 0; i < 257; ++i) yaml += "- {name: s" + std::to_string(i) + "}\n";
    const auto config = config_from_yaml(yaml, "f");
    ASSERT_FALSE(config);
    EXPECT_EQ(config.error().code(), errors::kTooManyItems.code);
}

}  // namespace
}  // namespace md::analysis
