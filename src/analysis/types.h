#pragma once
// The words of face analysis (S3 人脸分析): what is asked for (configuration) and what comes out (captures, alerts). No identity anywhere: a
// subject is "the same person" only as long as its keys live in memory. C1
#include <array>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/secret.h"

namespace md::analysis {

// "The same person" over tracks and cameras of a group. Random, made in memory, dies with its window; never the id of anything in S1 or S2. C1
using SubjectId = Id<struct SubjectTag>;
using CaptureId = Id<struct CaptureTag>;
using AlertId = Id<struct AlertTag>;
using TrackNumber = std::uint32_t;  // of one camera, from 1, in this run

struct Point01 {
    double x = 0, y = 0;  // fractions of the picture's width and height, 0..1, origin top left
    bool operator==(const Point01&) const = default;
};

// ---- configuration (design, section 7; read by config.h)

enum class Output { best, first_last };
struct Continuous {  // C3 连续去重
    std::chrono::milliseconds unit{1000};  // an appearance ends when its subject is not seen on the camera for longer; from 1 s
    Output output = Output::best;
};
struct Intermittent {  // C4 间断去重
    std::chrono::milliseconds window{std::chrono::minutes(10)};  // from 1 min
    Output output = Output::first_last;
};
struct Region {
    std::string name;
    std::string camera;             // empty: of every camera
    std::vector<Point01> polygon;   // at least three corners, not crossing itself; the closing edge is implied
};
struct Schedule {
    std::string name;
    std::array<bool, 7> days{true, true, true, true, true, true, true};  // Monday first; the day on which the time begins
    std::chrono::minutes from{0}, to{std::chrono::hours(24)};            // to <= from: until that time of the next day
    std::vector<std::chrono::sys_days> dates;     // days on which it holds whatever the weekday
    std::vector<std::chrono::sys_days> holidays;  // days on which it does not
    std::string zone = "Asia/Shanghai";
};
struct WatchListSource {  // of `analyse`; the platform keeps its lists in the stores
    std::string name, folder, basis;
};
enum class RuleKind { intrusion, stay, wander, appearance };  // 禁行闯入, 异常滞留, 异常徘徊, 出现异常: C5, C6, C7, C8
struct Rule {
    std::string name;  // of its own, or made from kind and region
    RuleKind kind = RuleKind::intrusion;
    std::vector<std::string> regions;  // one, for wander one or more
    std::string schedule;              // empty: always
    std::string watch_list;            // appearance only; empty: whoever is there while the schedule holds
    std::chrono::milliseconds longer_than{0}, within{std::chrono::minutes(30)}, cool_down{std::chrono::minutes(1)};
    std::chrono::milliseconds gap{std::chrono::seconds(5)};  // a subject not seen for up to this long is still there
    int more_often_than = 0;            // wander: appearances; 0: not counted
    std::optional<Point01> direction;   // intrusion: only who enters moving this way (within 90 degrees)
    bool operator==(const Rule&) const = default;
};
struct AnalysisConfig {
    std::optional<Continuous> continuous = Continuous{};
    std::optional<Intermittent> intermittent = Intermittent{};
    std::vector<Region> regions;
    std::vector<Schedule> schedules;
    std::vector<WatchListSource> watch_lists;
    std::vector<Rule> rules;
    std::optional<WallTime> start;  // wall time of a file's first frame
};

// ---- what comes out

// A cut-out of one frame as JPEG: one face with some room around it. Wiped when the last holder lets go.
struct Evidence {
    SecretBytes jpeg;
    WallTime taken;
    float quality = 0;  // 0..1
};
using EvidencePtr = std::shared_ptr<const Evidence>;

// One picture that de-duplication lets out. C2: never more than two a subject and window.
struct Capture {
    enum class Kind { best, first, last };
    // Live: shown at once, replaced by a better picture of the same kind, final. Withdrawn: its subject turned out to be another that has its
    // captures already; whoever stored it deletes it. C2
    enum class Stage { opened, replaced, closed, withdrawn };
    CaptureId id;                                   // the same through all stages
    Kind kind = Kind::best;
    Stage stage = Stage::opened;
    SubjectId subject;
    std::string camera;
    TrackNumber track = 0;
    std::vector<std::string> regions;  // those the face was in
    WallTime first_seen, last_seen;    // of the subject within the window
    EvidencePtr picture;
};

// C5-C8. Raised once, updated while it lasts, closed when it is over (by the engine) or by an operator (by the store).
struct Alert {
    enum class Stage { raised, updated, closed };
    AlertId id;
    Stage stage = Stage::raised;
    RuleKind kind = RuleKind::intrusion;
    std::string rule;                  // its name
    std::string camera;
    std::vector<std::string> regions;
    SubjectId subject;
    TrackNumber track = 0;
    std::string watch_list, entry;     // of a watch-list alert: list and entry, never a name
    WallTime first_seen, last_seen, raised;
    std::vector<EvidencePtr> evidence;  // at most two. C2
};

std::string_view to_string(RuleKind kind);         // "intrusion", "stay", "wander", "appearance"
std::string_view to_string(Output output);         // "best", "first_last"
std::string_view to_string(Capture::Kind kind);    // "best", "first", "last"
std::string_view to_string(Capture::Stage stage);  // "opened", "replaced", "closed", "withdrawn"
std::string_view to_string(Alert::Stage stage);    // "raised", "updated", "closed"
std::string_view row_of(RuleKind kind);            // the requirement it fulfils: "C5" .. "C8"
std::string_view name_zh(RuleKind kind);           // 禁行闯入 ...

}  // namespace md::analysis
