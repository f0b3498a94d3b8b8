#include "analysis/config.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "analysis/config_checks.h"
#include "analysis/errors.h"
#include "analysis/rules/schedule.h"
#include "base/calendar.h"
#include "base/errors.h"

namespace md::analysis {
namespace {

using std::chrono::milliseconds;

// Wide on purpose: the narrow ranges are checked in one place, config_checks, for files and programs alike.
constexpr milliseconds kLongest = std::chrono::hours(24 * 366);

// The error with the line of the key, or of the item where the key is missing; or the complaint that the file had earned before.
Status located(ConfigMap map, const std::optional<ConfigProblem>& problem) {
    if (!problem) return {};
    std::string key = problem->key, why = problem->why;
    for (const auto* other : {"kind", "name"}) {
        if (map.has(key)) break;
        why = fmt::format("{}: {}", problem->key, problem->why);
        key = other;
    }
    map.reject(key, why);
    auto status = map.finish();
    if (status.error().detail().ends_with(why)) return fail(*problem->kind, status.error().detail());
    return status;
}

std::optional<Output> output_of(ConfigMap& map, std::string_view fallback) {
    const auto text = map.choice("output", fallback, {"best", "first_last", "off"});
    if (text == "off") return std::nullopt;
    return text == "best" ? Output::best : Output::first_last;
}

Status read_deduplication(ConfigMap map, AnalysisConfig& config) {  // C3, C4
    auto continuous = map.map("continuous"), intermittent = map.map("intermittent");
    const auto unit = continuous.duration("unit", Continuous{}.unit, milliseconds(0), kLongest);
    const auto window = intermittent.duration("window", Intermittent{}.window, milliseconds(0), kLongest);
    const auto continuous_output = output_of(continuous, to_string(Continuous{}.output));
    const auto intermittent_output = output_of(intermittent, to_string(Intermittent{}.output));
    config.continuous = continuous_output ? std::optional(Continuous{unit, *continuous_output}) : std::nullopt;
    config.intermittent = intermittent_output ? std::optional(Intermittent{window, *intermittent_output}) : std::nullopt;
    return located(map, check_deduplication(config));
}

std::optional<Point01> point_of(const std::vector<double>& numbers) {
    if (numbers.size() != 2) return std::nullopt;
    return Point01{numbers[0], numbers[1]};
}

Status read_region(ConfigMap map, AnalysisConfig& config) {
    Region region{map.text("name", ""), map.text("camera", ""), {}};
    for (const auto& corner : map.number_lists("polygon")) {
        const auto point = point_of(corner);
        if (!point) return located(map, ConfigProblem{&errors::kPolygonCorners, "polygon", "a corner is two numbers"});
        region.polygon.push_back(*point);
    }
    config.regions.push_back(std::move(region));
    return located(map, check_region(config, config.regions.size() - 1));
}

std::vector<std::chrono::sys_days> dates_of(ConfigMap& map, std::string_view key) {
    std::vector<std::chrono::sys_days> out;
    for (const auto& text : map.texts(key)) {
        if (const auto day = day_from(text))
            out.push_back(*day);
        else
            map.reject(key, fmt::format("'{}' is not a date such as 2026-10-01", text));
    }
    return out;
}

std::chrono::minutes time_of_day(ConfigMap& map, std::string_view key, std::chrono::minutes fallback) {
    if (!map.has(key)) return fallback;
    const auto text = map.text(key, "");
    if (const auto time = time_of_day_from(text)) return *time;
    map.reject(key, fmt::format("'{}' is not a time such as \"22:00\"", text));
    return fallback;
}

Status read_schedule(ConfigMap map, AnalysisConfig& config) {
    Schedule schedule;
    schedule.name = map.text("name", "");
    if (map.has("days")) {
        schedule.days.fill(false);
        for (const auto& text : map.texts("days")) {
            if (const auto day = weekday_from(text))
                schedule.days[*day] = true;
            else
                map.reject("days", fmt::format("'{}' is none of mon, tue, wed, thu, fri, sat, sun", text));
        }
    }
    schedule.from = time_of_day(map, "from", schedule.from);
    schedule.to = time_of_day(map, "to", schedule.to);
    schedule.dates = dates_of(map, "dates");
    schedule.holidays = dates_of(map, "holidays");
    schedule.zone = map.text("zone", schedule.zone);
    config.schedules.push_back(std::move(schedule));
    return located(map, check_schedule(config, config.schedules.size() - 1));
}

Status read_watch_list(ConfigMap map, AnalysisConfig& config) {
    config.watch_lists.push_back({map.text("name", ""), map.text("folder", ""), map.text("basis", "")});
    return located(map, check_watch_list(config, config.watch_lists.size() - 1));
}

RuleKind kind_of(ConfigMap& map) {
    constexpr std::array kKinds{RuleKind::intrusion, RuleKind::stay, RuleKind::wander, RuleKind::appearance};
    std::vector<std::string> names;
    for (const auto kind : kKinds) names.emplace_back(to_string(kind));
    const auto text = map.choice("kind", "", names);
    for (const auto kind : kKinds)
        if (text == to_string(kind)) return kind;
    return RuleKind::intrusion;  // the complaint is on record
}

Status read_rule(ConfigMap map, AnalysisConfig& config) {
    Rule rule;
    rule.kind = kind_of(map);
    if (map.has("region") && map.has("regions"))
        return located(map, ConfigProblem{&errors::kRuleInvalid, "regions", "give region or regions, not both"});
    rule.regions = map.texts("regions");
    if (map.has("region")) rule.regions = {map.text("region", "")};
    rule.schedule = map.text("schedule", "");
    rule.watch_list = map.text("watch_list", "");
    const auto time = [&](std::string_view key, milliseconds& value) { value = map.duration(key, value, milliseconds(0), kLongest); };
    time("longer_than", rule.longer_than);
    time("within", rule.within);
    time("cool_down", rule.cool_down);
    time("gap", rule.gap);
    rule.more_often_than = static_cast<int>(map.integer("more_often_than", 0, 0, 1'000'000));
    if (map.has("direction")) rule.direction = point_of(map.numbers("direction")).value_or(Point01{});
    rule.name = map.has("name") ? map.text("name", "") : made_name(config, rule);
    config.rules.push_back(std::move(rule));
    return located(map, check_rule(config, config.rules.size() - 1));
}

Status read_all(ConfigMap& map, AnalysisConfig& config) {
    MD_TRY(read_deduplication(map.map("deduplication"), config));
    for (auto& item : map.maps("regions")) MD_TRY(read_region(item, config));
    for (auto& item : map.maps("schedules")) MD_TRY(read_schedule(item, config));
    for (auto& item : map.maps("watch_lists")) MD_TRY(read_watch_list(item, config));
    for (auto& item : map.maps("rules")) MD_TRY(read_rule(item, config));
    if (map.has("start")) {
        const auto text = map.text("start", "");
        const auto start = from_rfc3339(text);
        if (start)
            config.start = *start;
        else
            map.reject("start", fmt::format("'{}' is not a time such as 2026-01-05T21:59:00+08:00", text));
    }
    return {};
}

Result<AnalysisConfig> read_whole(ConfigMap map) {
    MD_ASSIGN(auto config, read_config(map));
    MD_TRY(map.finish());
    return config;
}

std::string duration_text(milliseconds time) {
    constexpr std::pair<std::int64_t, std::string_view> kUnits[] = {{3'600'000, "h"}, {60'000, "min"}, {1000, "s"}};
    for (const auto& [ms, unit] : kUnits)
        if (time.count() != 0 && time.count() % ms == 0) return fmt::format("{}{}", time.count() / ms, unit);
    return fmt::format("{}ms", time.count());
}

nlohmann::ordered_json json_of(const Schedule& schedule) {
    auto out = nlohmann::ordered_json{{"name", schedule.name}, {"days", nlohmann::json::array()}};
    for (std::size_t day = 0; day < schedule.days.size(); ++day)
        if (schedule.days[day]) out["days"].push_back(weekday_text(day));
    out["from"] = to_text(schedule.from);
    out["to"] = to_text(schedule.to);
    for (const auto day : schedule.dates) out["dates"].push_back(to_text(day));
    for (const auto day : schedule.holidays) out["holidays"].push_back(to_text(day));
    out["zone"] = schedule.zone;
    return out;
}

nlohmann::ordered_json json_of(const Rule& rule) {
    nlohmann::ordered_json out{{"name", rule.name}, {"kind", to_string(rule.kind)}};
    if (rule.kind == RuleKind::wander)
        out["regions"] = rule.regions;
    else if (!rule.regions.empty())
        out["region"] = rule.regions.front();
    if (!rule.schedule.empty()) out["schedule"] = rule.schedule;
    if (!rule.watch_list.empty()) out["watch_list"] = rule.watch_list;
    if (rule.longer_than.count() != 0) out["longer_than"] = duration_text(rule.longer_than);
    if (rule.more_often_than != 0) out["more_often_than"] = rule.more_often_than;
    if (rule.kind == RuleKind::wander) out["within"] = duration_text(rule.within);
    out["gap"] = duration_text(rule.gap);
    out["cool_down"] = duration_text(rule.cool_down);
    if (rule.direction) out["direction"] = {rule.direction->x, rule.direction->y};
    return out;
}

}  // namespace

Result<AnalysisConfig> read_config(ConfigMap section) {
    AnalysisConfig config;
    MD_TRY(read_all(section, config));
    return config;
}

Result<AnalysisConfig> config_from_file(const std::filesystem::path& path) {
    MD_ASSIGN(auto map, ConfigMap::from_file(path));
    return read_whole(std::move(map));
}

Result<AnalysisConfig> config_from_yaml(std::string_view text, std::string name) {
    MD_ASSIGN(auto map, ConfigMap::from_text(text, std::move(name)));
    return read_whole(std::move(map));
}

// JSON without its escapes is YAML, so one reader serves both.
Result<AnalysisConfig> config_from_json(std::string_view text) {
    constexpr int kDeepest = 8;  // the configuration's own depth is five; what is written back is written recursively
    bool too_deep = false;
    const auto json = nlohmann::json::parse(
        text, [&](int depth, nlohmann::json::parse_event_t, nlohmann::json&) { return !(too_deep = too_deep || depth > kDeepest); }, false);
    if (too_deep || !json.is_object()) return fail(errors::kConfigSyntax, "json: not an object of this kind");
    return config_from_yaml(json.dump(), "json");
}

std::string to_json(const AnalysisConfig& config) {
    nlohmann::ordered_json out;
    auto& deduplication = out["deduplication"];
    deduplication["continuous"] = {{"output", "off"}};
    deduplication["intermittent"] = {{"output", "off"}};
    if (config.continuous)
        deduplication["continuous"] = {{"unit", duration_text(config.continuous->unit)}, {"output", to_string(config.continuous->output)}};
    if (config.intermittent)
        deduplication["intermittent"] = {{"window", duration_text(config.intermittent->window)},
                                         {"output", to_string(config.intermittent->output)}};
    for (const auto list : {"regions", "schedules", "watch_lists", "rules"}) out[list] = nlohmann::json::array();
    for (const auto& region : config.regions) {
        auto& entry = out["regions"].emplace_back(nlohmann::ordered_json{{"name", region.name}});
        if (!region.camera.empty()) entry["camera"] = region.camera;
        for (const auto& corner : region.polygon) entry["polygon"].push_back({corner.x, corner.y});
    }
    for (const auto& schedule : config.schedules) out["schedules"].push_back(json_of(schedule));
    for (const auto& list : config.watch_lists)
        out["watch_lists"].push_back({{"name", list.name}, {"folder", list.folder}, {"basis", list.basis}});
    for (const auto& rule : config.rules) out["rules"].push_back(json_of(rule));
    if (config.start) out["start"] = to_rfc3339(*config.start);
    return out.dump();
}

}  // namespace md::analysis
