#include "analysis/config_checks.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "analysis/config.h"
#include "analysis/errors.h"
#include "analysis/rules/regions.h"
#include "analysis/rules/schedule.h"

namespace md::analysis {
namespace {

using namespace std::chrono_literals;
using Problem = std::optional<ConfigProblem>;

constexpr std::size_t kMostItems = 256;

Problem problem(const ErrorKind& kind, std::string key, std::string why) { return ConfigProblem{&kind, std::move(key), std::move(why)}; }

// Name and number of an item of a list; `clashes` says which other item may not have the same name.
template <class Item>
Problem check_name(const std::vector<Item>& items, std::size_t index, const auto& clashes) {
    const auto& name = items[index].name;
    if (index >= kMostItems) return problem(errors::kTooManyItems, "name", fmt::format("more than {}", kMostItems));
    if (name.empty() || name.size() > 64 || std::any_of(name.begin(), name.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
        return problem(errors::kNameInvalid, "name", "must be 1 to 64 bytes without control characters");
    const auto end = items.begin() + static_cast<std::ptrdiff_t>(index);
    if (std::any_of(items.begin(), end, [&](const Item& other) { return other.name == name && clashes(other); }))
        return problem(errors::kNameTaken, "name", fmt::format("'{}' is taken", name));
    return std::nullopt;
}
template <class Item>
Problem check_name(const std::vector<Item>& items, std::size_t index) {
    return check_name(items, index, [](const Item&) { return true; });
}

template <class Item>
bool knows(const std::vector<Item>& items, std::string_view name) {
    return std::any_of(items.begin(), items.end(), [&](const Item& item) { return item.name == name; });
}

Problem check_durations(const Rule& rule) {
    const auto bad = [](std::string_view key, std::string_view why) {
        return problem(errors::kRuleInvalid, std::string(key), std::string(why));
    };
    const bool wanders = rule.kind == RuleKind::wander, stays = rule.kind == RuleKind::stay;
    if (rule.longer_than < 0ms || rule.longer_than > 24h) return bad("longer_than", "must be up to 24h");
    if (rule.gap < 1s || rule.gap > 10min) return bad("gap", "must be 1s to 10min");
    if (rule.cool_down < 0ms || rule.cool_down > 24h) return bad("cool_down", "must be up to 24h");
    if (rule.within < 1s || rule.within > 24h) return bad("within", "must be 1s to 24h");
    if (rule.more_often_than < 0 || rule.more_often_than > 1000) return bad("more_often_than", "must be up to 1000");
    if (stays && rule.longer_than == 0ms) return bad("longer_than", "a stay needs it");
    if (wanders && rule.longer_than == 0ms && rule.more_often_than == 0)
        return bad("longer_than", "wandering needs longer_than or more_often_than");
    if (wanders && rule.longer_than >= rule.within) return bad("longer_than", "must be shorter than within, or it is never reached");
    if (!wanders && rule.more_often_than != 0) return bad("more_often_than", "is of wander alone");
    if (!wanders && !stays && rule.longer_than != 0ms) return bad("longer_than", "is of stay and wander alone");
    return std::nullopt;
}

Problem check_references(const AnalysisConfig& config, const Rule& rule) {
    const auto unknown = [](std::string_view key, std::string_view name) {
        return problem(errors::kNameUnknown, std::string(key), fmt::format("there is no '{}'", name));
    };
    for (const auto& name : rule.regions)
        if (!knows(config.regions, name)) return unknown(rule.regions.size() == 1 ? "region" : "regions", name);
    if (!rule.schedule.empty() && !knows(config.schedules, rule.schedule)) return unknown("schedule", rule.schedule);
    if (!rule.watch_list.empty() && !knows(config.watch_lists, rule.watch_list)) return unknown("watch_list", rule.watch_list);
    return std::nullopt;
}

}  // namespace

Problem check_deduplication(const AnalysisConfig& config) {  // C3, C4
    const auto bad = [](std::string_view key, std::string_view why) {
        return problem(errors::kDeduplicationInvalid, std::string(key), std::string(why));
    };
    if (!config.continuous && !config.intermittent) return bad("continuous", "one of continuous and intermittent stays on");
    if (config.continuous && (config.continuous->unit < 1s || config.continuous->unit > 1h))
        return bad("continuous", "unit must be 1s to 1h");
    if (config.intermittent && (config.intermittent->window < 1min || config.intermittent->window > 24h))
        return bad("intermittent", "window must be 1min to 24h");
    return std::nullopt;
}

Problem check_region(const AnalysisConfig& config, std::size_t index) {
    const auto& region = config.regions[index];
    const auto same_camera = [&](const Region& other) {
        return other.camera.empty() || region.camera.empty() || other.camera == region.camera;
    };
    if (auto found = check_name(config.regions, index, same_camera)) return found;
    if (auto found = polygon_problem(region.polygon)) return problem(*found->kind, "polygon", std::move(found->why));
    return std::nullopt;
}

Problem check_schedule(const AnalysisConfig& config, std::size_t index) {
    if (auto found = check_name(config.schedules, index)) return found;
    if (const auto clock = ScheduleClock::from(config.schedules[index]); !clock)
        return problem(clock.error().kind(), "name", clock.error().detail());
    return std::nullopt;
}

Problem check_watch_list(const AnalysisConfig& config, std::size_t index) {  // C8
    if (auto found = check_name(config.watch_lists, index)) return found;
    const auto& list = config.watch_lists[index];
    if (list.basis.find_first_not_of(" \t") == std::string::npos) return problem(errors::kWatchBasisMissing, "basis", "must be named");
    if (list.folder.empty()) return problem(errors::kWatchListInvalid, "folder", "must be named");
    return std::nullopt;
}

Problem check_rule(const AnalysisConfig& config, std::size_t index) {
    if (auto found = check_name(config.rules, index)) return found;
    const auto& rule = config.rules[index];
    const auto bad = [](std::string_view key, std::string_view why) {
        return problem(errors::kRuleInvalid, std::string(key), std::string(why));
    };
    if (rule.regions.empty()) return bad("region", "is missing");
    if (rule.kind != RuleKind::wander && rule.regions.size() > 1)
        return bad("regions", "several are of wander alone; write a rule for each");
    for (auto name = rule.regions.begin(); name != rule.regions.end(); ++name)
        if (std::find(rule.regions.begin(), name, *name) != name) return bad("regions", fmt::format("'{}' is listed twice", *name));
    if (auto found = check_references(config, rule)) return found;
    if (!rule.watch_list.empty() && rule.kind != RuleKind::appearance) return bad("watch_list", "is of appearance alone");
    if (rule.direction) {
        if (rule.kind != RuleKind::intrusion) return bad("direction", "is of intrusion alone");
        const double length = std::hypot(rule.direction->x, rule.direction->y);
        if (!(length > 1e-6) || !std::isfinite(length)) return bad("direction", "must be two numbers that point somewhere");
    }
    return check_durations(rule);
}

std::string made_name(const AnalysisConfig& config, const Rule& rule) {
    const auto name = fmt::format("{}-{}", to_string(rule.kind), fmt::join(rule.regions, "-"));
    if (!knows(config.rules, name)) return name;
    for (std::size_t number = 2;; ++number)
        if (auto next = fmt::format("{}-{}", name, number); !knows(config.rules, next)) return next;
}

Status validate(const AnalysisConfig& config) {
    const auto all = [&](std::string_view list, std::size_t count, const auto& check) -> Status {
        for (std::size_t i = 0; i < count; ++i)
            if (const auto found = check(config, i))
                return fail(*found->kind, fmt::format("{}[{}].{}: {}", list, i, found->key, found->why));
        return {};
    };
    if (const auto found = check_deduplication(config))
        return fail(*found->kind, fmt::format("deduplication.{}: {}", found->key, found->why));
    MD_TRY(all("regions", config.regions.size(), check_region));
    MD_TRY(all("schedules", config.schedules.size(), check_schedule));
    MD_TRY(all("watch_lists", config.watch_lists.size(), check_watch_list));
    return all("rules", config.rules.size(), check_rule);
}

}  // namespace md::analysis
