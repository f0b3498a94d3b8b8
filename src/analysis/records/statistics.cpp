#include "analysis/records/statistics.h"

#include <algorithm>

#include "analysis/records/rows.h"
#include "analysis/records/schema.h"
#include "base/calendar.h"
#include "base/errors.h"
#include "base/log.h"

namespace md::analysis {

using std::chrono::days;
using std::chrono::hours;
using store::Queries;
using store::Store;

namespace {

constexpr std::size_t kMostLines = 10'000;
constexpr std::size_t kHoursOpen = 3;  // late news of an hour before these may count a subject again
constexpr std::chrono::minutes kFlushEvery{1};
constexpr std::string_view kPeople = "people", kDwell = "dwell.", kDwellSeconds = "dwell_s", kAlerts = "alert.", kRunning = "running_ms",
                           kBroken = "broken_ms";

std::int64_t hour_of(WallTime when) { return std::chrono::floor<hours>(when).time_since_epoch().count(); }
WallTime time_of(std::int64_t hour) { return WallTime(hours(hour)); }

std::int64_t begin_of_step(std::int64_t hour, Step step) {
    if (step == Step::hour) return hour;
    const auto day = std::chrono::floor<days>(time_of(hour) + kShanghai);
    auto first = day;
    if (step == Step::week) first = day - (std::chrono::weekday(day) - std::chrono::Monday);
    if (step == Step::month) {
        const std::chrono::year_month_day date(day);
        first = std::chrono::sys_days(date.year() / date.month() / 1);
    }
    return hour_of(WallTime(first) - kShanghai);
}

std::size_t class_of(std::chrono::milliseconds how_long) {
    std::size_t out = 0;
    while (out < kDwellBounds.size() && how_long > std::chrono::seconds(kDwellBounds[out])) ++out;
    return out;
}

}  // namespace

std::optional<Step> step_from(std::string_view text) {
    constexpr std::string_view kSteps[] = {"hour", "day", "week", "month"};
    const auto found = std::find(std::begin(kSteps), std::end(kSteps), text);
    if (found == std::end(kSteps)) return std::nullopt;
    return static_cast<Step>(found - std::begin(kSteps));
}

Statistics::Statistics(RecordParts parts) : parts_(std::move(parts)) {}
Statistics::~Statistics() { stop(); }

Result<std::unique_ptr<Statistics>> Statistics::open(RecordParts parts) {
    MD_TRY(migrate(*parts.stores));
    return std::unique_ptr<Statistics>(new Statistics(std::move(parts)));
}

void Statistics::add(WallTime when, const std::string& camera, const std::vector<std::string>& regions, const std::string& name,
                     std::int64_t value) {
    const auto hour = hour_of(when);
    pending_[{hour, camera, {}, name}] += value;
    for (const auto& region : regions) pending_[{hour, camera, region, name}] += value;
}

// C1: who has been counted is known for the hours that are open, in memory.
void Statistics::seen(const SubjectId& subject, const std::string& camera, const std::vector<std::string>& regions, WallTime when) {
    const auto hour = hour_of(when);
    const std::lock_guard lock(mutex_);
    auto& met = met_[hour];
    const auto count = [&](const std::string& region) {
        if (met.emplace(subject, camera + "\n" + region).second) ++pending_[{hour, camera, region, std::string(kPeople)}];
    };
    count({});
    for (const auto& region : regions) count(region);
    while (met_.size() > kHoursOpen) met_.erase(met_.begin());
}

void Statistics::dwelt(const std::string& camera, const std::vector<std::string>& regions, std::chrono::milliseconds how_long,
                       WallTime when) {
    const std::lock_guard lock(mutex_);
    add(when, camera, regions, std::string(kDwell) + std::to_string(class_of(how_long)), 1);
    add(when, camera, regions, std::string(kDwellSeconds), std::chrono::round<std::chrono::seconds>(how_long).count());
}

void Statistics::raised(RuleKind kind, const std::string& camera, const std::vector<std::string>& regions, WallTime when) {
    const std::lock_guard lock(mutex_);
    add(when, camera, regions, std::string(kAlerts) + std::to_string(static_cast<int>(kind)), 1);
}

void Statistics::stream(const std::string& camera, bool running, std::chrono::milliseconds how_long, WallTime when) {
    const std::lock_guard lock(mutex_);
    add(when, camera, {}, std::string(running ? kRunning : kBroken), how_long.count());
}

// One transaction for all: a crash leaves all of it or none, and none of it is counted twice.
Status Statistics::flush() {
    const std::lock_guard one_at_a_time(flush_mutex_);
    Counts counts;
    {
        const std::lock_guard lock(mutex_);
        counts = std::exchange(pending_, {});
    }
    if (counts.empty()) return {};
    const auto written = (*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        for (const auto& [key, value] : counts) {
            MD_TRY(
                db.execute("INSERT INTO analysis_counts (hour, camera, region, name, value) VALUES (?,?,?,?,?) ON CONFLICT (hour, camera, "
                           "region, name) DO UPDATE SET value = analysis_counts.value + excluded.value",
                           {key.hour, key.camera, key.region, key.name, value}));
        }
        return {};
    });
    if (written) return {};
    const std::lock_guard lock(mutex_);
    for (const auto& [key, value] : counts) pending_[key] += value;
    return written;
}

void Statistics::add_to(StatisticsLine& line, const std::string& name, std::int64_t value) {
    const auto number = [&](std::string_view prefix) { return static_cast<std::size_t>(std::stoul(name.substr(prefix.size()))); };
    if (name == kPeople) line.people += value;
    if (name == kDwellSeconds) line.dwell_total_s += value;
    if (name == kRunning) line.minutes_running += static_cast<double>(value) / 60'000;
    if (name == kBroken) line.minutes_broken += static_cast<double>(value) / 60'000;
    if (name.starts_with(kDwell)) line.dwell.at(number(kDwell)) += value;
    if (name.starts_with(kAlerts)) line.alerts.at(number(kAlerts)) += value;
}

Result<StatisticsAnswer> Statistics::find(const StatisticsQuery& query) {
    if (query.to <= query.from || query.to - query.from > days(5 * 366)) return fail(errors::kBadInput, "statistics: from and to");
    const auto first = hour_of(query.from), last = hour_of(query.to - std::chrono::microseconds(1));
    std::map<std::tuple<std::int64_t, std::string, std::string>, StatisticsLine> lines;
    StatisticsAnswer answer;
    const auto take = [&](std::int64_t hour, const std::string& camera, const std::string& region, const std::string& name,
                          std::int64_t value) {
        const auto step = begin_of_step(hour, query.step);
        auto found = lines.find({step, camera, region});
        if (found == lines.end()) {
            if (lines.size() == kMostLines) {
                answer.complete = false;
                return;
            }
            found = lines.emplace(std::tuple(step, camera, region), StatisticsLine{}).first;
            found->second.from = time_of(step);
            found->second.camera = camera;
            found->second.region = region;
        }
        add_to(found->second, name, value);
    };
    Conditions where("hour >= ?", first);
    where.add("hour <= ?", last);
    if (!query.camera.empty()) where.add("camera = ?", query.camera);
    if (query.region != "*")
        where.add("region = ?", query.region);
    else
        where.add("region <> ''");

    const std::lock_guard one_at_a_time(flush_mutex_);
    MD_TRY((*parts_.stores)[Store::events].for_each(
        "SELECT hour, camera, region, name, value FROM analysis_counts WHERE " + where.text() + " ORDER BY hour, camera, region",
        where.params(), [&](const store::Row& row) {
            take(row.integer(0), row.text(1), row.text(2), row.text(3), row.integer(4));
            return answer.complete;
        }));
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [key, value] : pending_) {
            if (key.hour < first || key.hour > last || (!query.camera.empty() && key.camera != query.camera)) continue;
            if (query.region == "*" ? key.region.empty() : key.region != query.region) continue;
            take(key.hour, key.camera, key.region, key.name, value);
        }
    }
    for (auto& [key, line] : lines) answer.lines.push_back(std::move(line));
    return answer;
}

void Statistics::start() {
    const std::lock_guard lock(thread_mutex_);
    if (worker_.joinable()) return;
    stopping_ = false;
    worker_ = std::thread([this] {
        std::unique_lock wait(thread_mutex_);
        while (!wake_.wait_for(wait, kFlushEvery, [this] { return stopping_; })) {
            wait.unlock();
            if (const auto written = flush(); !written) log::error("analysis", "statistics wait in memory: {}", written.error().text());
            wait.lock();
        }
    });
}

void Statistics::stop() {
    std::thread worker;
    {
        const std::lock_guard lock(thread_mutex_);
        stopping_ = true;
        worker = std::move(worker_);
    }
    wake_.notify_all();
    if (worker.joinable()) worker.join();
    if (const auto written = flush(); !written)
        log::error("analysis", "statistics of the last minute are lost: {}", written.error().text());
}

void Statistics::register_retention(store::Retention& retention) {
    auto& database = (*parts_.stores)[Store::events];
    const bool cii = parts_.stores->profile == Profile::cii;
    store::RetentionKind kind{
        "analysis_statistics", "分析统计", "Statistics of the analysis", days(3 * 365), days((cii ? 5 : 10) * 365), {}, {}};
    kind.count_due = [&database](WallTime now, std::chrono::seconds term) -> Result<std::int64_t> {
        MD_ASSIGN(const auto rows, database.query("SELECT COUNT(*) FROM analysis_counts WHERE hour < ?", {hour_of(now - term)}));
        return rows.at(0).integer(0);
    };
    kind.list_due = [&database](std::chrono::seconds term, std::int64_t limit) -> Result<std::vector<store::DueGroup>> {
        MD_ASSIGN(const auto rows, database.query("SELECT hour, COUNT(*), camera FROM analysis_counts GROUP BY hour, camera "
                                                  "ORDER BY hour, camera LIMIT ?",
                                                  {limit}));
        std::vector<store::DueGroup> out;
        // An hour is due when the whole of it is older than the term.
        for (const auto& row : rows) out.push_back({time_of(row.integer(0) + 1) + term, row.integer(1), row.text(2)});
        return out;
    };
    // A few hours at a time: their rows have no single key.
    kind.delete_due = [&database](WallTime now, std::chrono::seconds term, std::int64_t limit) -> Result<std::int64_t> {
        MD_ASSIGN(const auto oldest,
                  database.query("SELECT hour FROM analysis_counts WHERE hour < ? ORDER BY hour LIMIT ?", {hour_of(now - term), limit}));
        if (oldest.empty()) return 0;
        return database.execute("DELETE FROM analysis_counts WHERE hour <= ?", {oldest.back().integer(0)});
    };
    retention.add(std::move(kind));
}

}  // namespace md::analysis
