#pragma once
// The report's picture of time: how many people, who from when to when, which alerts.
#include <string>
#include <utility>
#include <vector>

#include "analysis/types.h"

namespace md::cli {

struct TimelineLane {
    std::string name;
    double first_s = 0, last_s = 0;
    std::vector<std::pair<double, analysis::RuleKind>> alerts;  // seconds
};

// `people`: the most at once in each second. Many lanes: the first sixty.
std::string timeline_svg(const std::vector<TimelineLane>& lanes, const std::vector<int>& people, double length_s, bool english);

}  // namespace md::cli
