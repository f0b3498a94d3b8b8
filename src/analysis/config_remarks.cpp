// What a configuration says without breaking a rule, but perhaps not as meant.
#include <fmt/format.h>

#include <algorithm>

#include "analysis/config.h"

namespace md::analysis {
namespace {

using namespace std::chrono_literals;

bool names(const Rule& rule, const std::string& region) {
    return std::find(rule.regions.begin(), rule.regions.end(), region) != rule.regions.end();
}

// No day to come: no weekday, and every date so long ago that its night is over in every zone.
bool is_over(const Schedule& schedule, WallTime now) {
    const auto past = [&](std::chrono::sys_days day) { return day + 72h < now; };
    return std::none_of(schedule.days.begin(), schedule.days.end(), [](bool on) { return on; }) &&
           std::all_of(schedule.dates.begin(), schedule.dates.end(), past);
}

// Both raise an alert for one subject: the same kind and list, a region in common, and schedules that may hold at the same time. Two
// intrusions that ask for different directions are told apart by them.
bool overlap(const Rule& one, const Rule& other) {
    return one.kind == other.kind && one.watch_list == other.watch_list &&
           (one.schedule == other.schedule || one.schedule.empty() || other.schedule.empty()) &&
           (one.direction == other.direction || !one.direction || !other.direction) &&
           std::any_of(one.regions.begin(), one.regions.end(), [&](const std::string& region) { return names(other, region); });
}

Remark remark(std::string code, std::string_view list, std::size_t index, std::string zh, std::string en) {
    return {std::move(code), fmt::format("/{}/{}", list, index), std::move(zh), std::move(en)};
}

}  // namespace

std::vector<Remark> remarks(const AnalysisConfig& config, WallTime now) {
    std::vector<Remark> out;
    const auto used = [&](const auto& by) { return std::any_of(config.rules.begin(), config.rules.end(), by); };
    for (std::size_t i = 0; i < config.schedules.size(); ++i) {
        const auto& schedule = config.schedules[i];
        if (is_over(schedule, now))
            out.push_back(remark("schedule_over", "schedules", i, fmt::format("时段“{}”的日期均已过去，不会再生效。", schedule.name),
                                 fmt::format("All dates of schedule '{}' are past; it will not hold any more.", schedule.name)));
        else if (!used([&](const Rule& rule) { return rule.schedule == schedule.name; }))
            out.push_back(remark("schedule_unused", "schedules", i, fmt::format("时段“{}”没有被任何规则使用。", schedule.name),
                                 fmt::format("No rule names schedule '{}'.", schedule.name)));
    }
    for (std::size_t i = 0; i < config.regions.size(); ++i) {
        const auto& name = config.regions[i].name;
        if (!used([&](const Rule& rule) { return names(rule, name); }))
            out.push_back(remark("region_unused", "regions", i, fmt::format("区域“{}”没有被任何规则使用。", name),
                                 fmt::format("No rule names region '{}'.", name)));
    }
    for (std::size_t i = 0; i < config.rules.size(); ++i) {
        const auto& rule = config.rules[i];
        const auto end = config.rules.begin() + static_cast<std::ptrdiff_t>(i);
        const auto other = std::find_if(config.rules.begin(), end, [&](const Rule& earlier) { return overlap(rule, earlier); });
        if (other != end)
            out.push_back(remark("rules_overlap", "rules", i,
                                 fmt::format("规则“{}”与“{}”重叠，同一人会各触发一次预警。", other->name, rule.name),
                                 fmt::format("Rules '{}' and '{}' overlap; each raises its own alert.", other->name, rule.name)));
    }
    return out;
}

}  // namespace md::analysis
