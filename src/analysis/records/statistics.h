#pragma once
// Counters of the analysis: numbers by hour, camera and region, never a subject. Written once a minute as additions in one transaction: a
// crash costs the last minute and counts nothing twice.
#include <array>
#include <condition_variable>
#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <thread>
#include <vector>

#include "analysis/records/parts.h"
#include "analysis/types.h"
#include "store/retention.h"

namespace md::analysis {

// Upper bounds of the dwell histogram in seconds; the last class has none.
inline constexpr std::array kDwellBounds{1, 5, 15, 30, 60, 300, 900, 1800, 3600};
inline constexpr std::size_t kDwellClasses = kDwellBounds.size() + 1;

enum class Step { hour, day, week, month };  // by the calendar of Asia/Shanghai
std::optional<Step> step_from(std::string_view text);

struct StatisticsQuery {
    WallTime from, to;       // [from, to), at most 5 years; widened to whole hours
    Step step = Step::hour;  // at most 10,000 lines: kBadInput
    std::string camera;      // empty: every camera, a line each
    std::string region;      // empty: the whole picture; "*": every region, a line each
};
struct StatisticsLine {
    WallTime from;                                    // beginning of the step
    std::string camera, region;                       // region empty: the whole picture
    std::int64_t people = 0;                          // distinct subjects of each hour, added up over the step
    std::array<std::int64_t, kDwellClasses> dwell{};  // appearances by how long they were
    std::int64_t dwell_total_s = 0;
    std::array<std::int64_t, 4> alerts{};            // by RuleKind
    double minutes_running = 0, minutes_broken = 0;  // of the stream; whole picture only
};
struct StatisticsAnswer {
    std::vector<StatisticsLine> lines;  // by time, camera, region; those without any number are left out
    bool complete = true;               // false: cut at 10,000 lines
};
// RFC 4180 with a byte order mark, heading line in the language ("zh" or "en").
std::string to_csv(const std::vector<StatisticsLine>& lines, std::string_view language);
// An .xlsx file.
Result<Bytes> to_excel(const std::vector<StatisticsLine>& lines, std::string_view language);
std::string to_json(const StatisticsLine& line);

// Thread-safe; the counting functions take microseconds and never touch a disk.
class Statistics {
public:
    static Result<std::unique_ptr<Statistics>> open(RecordParts parts);
    ~Statistics();
    // A recognised subject is on the camera, in these regions. Counts once an hour, camera and region; call it as often as it is so.
    void seen(const SubjectId& subject, const std::string& camera, const std::vector<std::string>& regions, WallTime when);
    // An appearance is over.
    void dwelt(const std::string& camera, const std::vector<std::string>& regions, std::chrono::milliseconds how_long, WallTime when);
    void raised(RuleKind kind, const std::string& camera, const std::vector<std::string>& regions, WallTime when);
    void stream(const std::string& camera, bool running, std::chrono::milliseconds how_long, WallTime when);

    Result<StatisticsAnswer> find(const StatisticsQuery& query);  // what is not written yet is included
    Status flush();
    void start();  // flushes once a minute
    void stop();   // and once more
    // "analysis_statistics": three years, at most ten (general) or five (cii).
    void register_retention(store::Retention& retention);

private:
    explicit Statistics(RecordParts parts);
    struct Key {
        std::int64_t hour;  // since the epoch
        std::string camera, region, name;
        auto operator<=>(const Key&) const = default;
    };
    using Counts = std::map<Key, std::int64_t>;
    static void add_to(StatisticsLine& line, const std::string& name, std::int64_t value);
    void add(WallTime when, const std::string& camera, const std::vector<std::string>& regions, const std::string& name,
             std::int64_t value);
    RecordParts parts_;
    std::mutex mutex_;
    Counts pending_;
    std::map<std::int64_t, std::set<std::pair<SubjectId, std::string>>> met_;  // hour -> subject and place
    std::mutex flush_mutex_, thread_mutex_;
    std::condition_variable wake_;
    bool stopping_ = false;
    std::thread worker_;
};

}  // namespace md::analysis
