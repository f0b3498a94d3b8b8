#pragma once
// The configuration of analysis (design, section 7): read strictly from YAML or JSON, checked as a whole, written back as JSON. One set of
// names for the file of `miandun analyse`, the platform's file and the REST API.
//
//   deduplication: {continuous: {unit, output}, intermittent: {window, output}}   output: best | first_last | off, not both off
//   regions:     [{name, polygon, camera}]                         a name may occur once a camera; a rule means all regions of that name
//   schedules:   [{name, days, from, to, dates, holidays, zone}]
//   watch_lists: [{name, folder, basis}]
//   rules:       [{kind, name, region | regions, schedule, watch_list, longer_than, more_often_than, within, gap, cool_down, direction}]
//   start:       RFC 3339
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/types.h"
#include "base/config.h"
#include "base/result.h"

namespace md::analysis {

// Every failure names the line ("rules.yaml:12: polygon: …"). Codes: errors.h, beside those of base/config.h.
Result<AnalysisConfig> config_from_file(const std::filesystem::path& path);
Result<AnalysisConfig> config_from_yaml(std::string_view text, std::string name);
// A section of a larger file. The caller's own finish() is what reports unknown keys.
Result<AnalysisConfig> read_config(ConfigMap section);
Result<AnalysisConfig> config_from_json(std::string_view text);

// Reads back as the same configuration.
std::string to_json(const AnalysisConfig& config);

// What config_from_* have checked already: for configurations put together by a program.
Status validate(const AnalysisConfig& config);

// Accepted, but perhaps not meant: a schedule whose dates are all over, a region or a schedule that no rule names, two rules that watch for
// the same in the same place at the same time, of which each raises its own alert (config_remarks.cpp). At most one an item.
struct Remark {
    std::string code;    // schedule_over, schedule_unused, region_unused, rules_overlap
    std::string path;    // of the item, as a JSON pointer: "/rules/1"
    std::string zh, en;  // one sentence
};
std::vector<Remark> remarks(const AnalysisConfig& config, WallTime now);

}  // namespace md::analysis
