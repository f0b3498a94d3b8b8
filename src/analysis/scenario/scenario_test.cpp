// Every case of tests/scenarios/analysis as a test of its own. C2, C3, C4, C5, C6, C7, C8
#include "analysis/scenario/scenario.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "analysis/errors.h"
#include "base/bytes.h"
#include "base/files.h"
#include "source_dir.h"

namespace md::analysis::scenario {
namespace {

std::vector<std::filesystem::path> scenario_files() {
    std::vector<std::filesystem::path> out;
    for (const auto& entry : std::filesystem::directory_iterator(md::test::source_dir() / "tests/scenarios/analysis"))
        if (entry.path().extension() == ".txt") out.push_back(entry.path());
    std::sort(out.begin(), out.end());
    return out;
}

Result<std::vector<Scenario>> read_file_of(const std::filesystem::path& path) {
    MD_ASSIGN(const Bytes content, read_file(path, 1u << 20));
    return read(as_text(content), path.filename().string());
}

class ScenarioFile : public testing::TestWithParam<std::filesystem::path> {};

TEST_P(ScenarioFile, EveryCaseHolds) {
    const auto cases = read_file_of(GetParam());
    ASSERT_TRUE(cases) << cases.error().text();
    EXPECT_FALSE(cases->empty());
    int expectations = 0;
    for (const auto& one : *cases) {
        const auto verdict = play(one);
        expectations += verdict.expectations;
        EXPECT_TRUE(verdict.passed) << verdict.report;
    }
    RecordProperty("cases", static_cast<int>(cases->size()));
    RecordProperty("expectations", expectations);
}

INSTANTIATE_TEST_SUITE_P(Analysis, ScenarioFile, testing::ValuesIn(scenario_files()), [](const auto& file) {
    auto name = file.param.stem().string();
    std::replace_if(
        name.begin(), name.end(), [](char c) { return !std::isalnum(static_cast<unsigned char>(c)); }, '_');
    return name;
});

TEST(Scenarios, AreManyAndCoverEveryRule) {
    int expectations = 0;
    for (const auto& path : scenario_files()) {
        const auto cases = must(read_file_of(path));
        for (const auto& one : cases) expectations += play(one).expectations;
    }
    EXPECT_GE(expectations, 300);
}

// A language that accepts anything proves nothing.
TEST(Scenarios, AFalseExpectationFails) {
    const std::string config =
        "config\n  regions: [{name: hall, polygon: [[0,0],[1,0],[1,1],[0,1]]}]\n  rules: [{kind: intrusion, region: hall}]\n";
    const auto plays = [&](const std::string& lines) { return play(must(read(config + "case x\n" + lines, "x.txt")).front()); };
    const std::string anna = "anna seen 0s to 5s\n";
    EXPECT_TRUE(plays(anna + "expect alert intrusion anna at 1s\n").passed);
    for (const auto* wrong :
         {"expect no alert\n", "expect alert intrusion anna at 2s\n", "expect alert intrusion ben at 1s\n", "expect alert stay anna\n",
          "expect alert intrusion anna at 1s region gate\n", "expect alert intrusion anna closed 1s\n",
          "expect alert intrusion anna\nexpect alert intrusion anna\n", "expect no capture\n", "expect capture last anna\n",
          "expect capture first anna quality 0.7\n", "expect withdrawn 1\n", "expect alert intrusion anna camera c2\n",
          "expect alert intrusion anna evidence 0\n", "expect alert intrusion anna during 0s to 4s\n"}) {
        const auto verdict = plays(anna + wrong);
        EXPECT_FALSE(verdict.passed) << wrong;
        EXPECT_NE(verdict.report.find("x.txt:4"), std::string::npos) << verdict.report;
    }
}

TEST(Scenarios, BothLanguagesSayTheSame) {
    const std::string config =
        "config\n  regions: [{name: hall, polygon: [[0,0],[1,0],[1,1],[0,1]]}]\n  rules: [{kind: stay, region: hall, longer_than: 30s}]\n";
    const auto english = must(read(
        config + "case x\n  anna seen 0s to 1min at 0.5,0.5 -> 0.6,0.5 quality 0.5\n  expect alert stay anna at 31s region hall\n", "x"));
    const auto chinese = must(read(
        config + "情形 x\n  anna 出现 0秒 至 1分 位于 0.5,0.5 走到 0.6,0.5 质量 0.5\n  应有 预警 异常滞留 anna 于 31秒 区域 hall\n", "x"));
    EXPECT_EQ(play(english.front()).report, play(chinese.front()).report);
    EXPECT_TRUE(play(chinese.front()).passed);
}

TEST(Scenarios, AMistakeIsNamedWithItsLine) {
    const auto complaint = [](const std::string& text) {
        const auto result = read(text, "f.txt");
        return result ? std::string("none") : result.error().text();
    };
    for (const auto& [text, line] :
         std::vector<std::pair<std::string, std::string>>{{"anna seen 0s\n", "f.txt:1: a case must begin first"},
                                                          {"case a\n\nanna sean 0s\n", "f.txt:3: after the subject"},
                                                          {"case a\nanna seen 5s to 3s\n", "f.txt:2: it ends before"},
                                                          {"case a\nanna seen 5x\n", "f.txt:2: '5x' is not a time"},
                                                          {"case a\nanna seen 5s at 3\n", "f.txt:2: '3' is not a place"},
                                                          {"case a\nanna seen 5s quality\n", "f.txt:2: a quality"},
                                                          {"case a\nanna seen 5s hat red\n", "f.txt:2: 'hat' is not understood"},
                                                          {"case a\nexpect alert first anna\n", "f.txt:2: 'first' is no kind"},
                                                          {"case a\nexpect 3\n", "f.txt:2: 'capture' is missing"},
                                                          {"case a\nanna seen 5s\n", "f.txt:1: the case expects nothing"},
                                                          {"case a\nclock 1h 5s\n", "f.txt:2: 'at' is missing"},
                                                          {"case a\ncamera c1 odd\n", "f.txt:2: a camera is"},
                                                          {"case a\nevery 0s\nexpect no alert\n", "f.txt:1: every must"},
                                                          {"# x\nconfig\n  rules: [{kind: stay}]\n", "analysis.rule_invalid: f.txt:3"},
                                                          {"case a\nstart 2026-13-05 10:00:00\n", "f.txt:2: a start reads"}}) {
        EXPECT_NE(complaint(text).find(line), std::string::npos) << text << complaint(text);
    }
}

}  // namespace
}  // namespace md::analysis::scenario
