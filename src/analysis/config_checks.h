#pragma once
// What must hold of a configuration, item by item, so that a reader can name the line and a program the item.
#include <optional>
#include <string>

#include "analysis/types.h"
#include "base/result.h"

namespace md::analysis {

struct ConfigProblem {
    const ErrorKind* kind;
    std::string key, why;
};

// The item with this index against the others before it and against what it names.
std::optional<ConfigProblem> check_deduplication(const AnalysisConfig& config);
std::optional<ConfigProblem> check_region(const AnalysisConfig& config, std::size_t index);
std::optional<ConfigProblem> check_schedule(const AnalysisConfig& config, std::size_t index);
std::optional<ConfigProblem> check_watch_list(const AnalysisConfig& config, std::size_t index);
std::optional<ConfigProblem> check_rule(const AnalysisConfig& config, std::size_t index);

// "intrusion-hall", "wander-hall-gate-2": for a rule without a name of its own.
std::string made_name(const AnalysisConfig& config, const Rule& rule);

}  // namespace md::analysis
