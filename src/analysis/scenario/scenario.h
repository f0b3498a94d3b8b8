#pragma once
// Scenarios: who is seen when and where, with which look and quality, and which captures and alerts follow; in plain text that a person of
// the trade reads and writes (docs/scenarios.md). Drives de-duplication and the rules alone: no video, no models.
#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/types.h"
#include "base/result.h"

namespace md::analysis::scenario {

using Time = std::chrono::microseconds;  // since the start of the case, on a clock that nobody sets

// Somebody in front of a camera. Position and quality change evenly from `from` to `to`.
struct Sight {
    std::string subject, camera;
    Time begin{0}, end{0}, every{0};  // every: between its frames
    Point01 from, to;
    float quality_from = 0.8F, quality_to = 0.8F;
    bool confirmed = true, edge = false;
    std::string watch_list, entry;
    TrackNumber track = 0;
};
struct Merge {
    std::string from, to;
    Time when{0};
};
struct ClockChange {
    Time by{0}, when{0};
};
// How a camera behaves: its frames come late, its clock is off, or for a time there are none.
struct Camera {
    std::string name;
    Time late{0}, clock_off{0};
    std::optional<std::pair<Time, Time>> dark;
};

// A capture or an alert. As an expectation: what is left out is not looked at.
struct Outcome {
    bool is_alert = false;
    std::string kind, subject;
    std::optional<Time> at;     // when the picture was taken; when the alert was raised
    std::optional<Time> shown;  // when the capture was first let out
    std::optional<Time> closed;
    std::optional<std::pair<Time, Time>> during;  // first and last seen
    std::optional<std::string> camera, rule, listed;
    std::optional<std::vector<std::string>> regions;
    std::optional<float> quality;
    std::optional<int> evidence;
    int line = 0;

    std::string text() const;
    // Whether what this expects is true of `got`.
    bool met_by(const Outcome& got) const;
};

struct Scenario {
    std::string file, name;
    int line = 0;
    AnalysisConfig config;
    WallTime start;
    Time every{std::chrono::seconds(1)}, until{0};
    std::vector<Sight> sights;
    std::vector<Merge> merges;
    std::vector<ClockChange> clock;
    std::vector<Camera> cameras;
    std::optional<std::vector<Outcome>> captures, alerts;  // empty optional: not looked at
    std::optional<int> withdrawn;
};

// kScenarioSyntax with the line; or what is wrong with a configuration in it.
Result<std::vector<Scenario>> read(std::string_view text, const std::string& file);

struct Verdict {
    bool passed = false;
    int expectations = 0;
    std::string report;  // expected and got side by side
};
Verdict play(const Scenario& scenario);

}  // namespace md::analysis::scenario
