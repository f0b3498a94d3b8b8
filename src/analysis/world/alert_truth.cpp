#include "analysis/world/alert_truth.h"

#include <algorithm>
#include <array>

#include "analysis/world/judges.h"
#include "base/calendar.h"

namespace md::analysis::world {
namespace {

constexpr double kInside = 0.02, kNear = 0.05;  // of the picture: a box jitters by less
constexpr double kSeen_s = 1.0;                 // a face in the region for so long without a break must be noticed
constexpr int kSeenFrames = 7;
constexpr double kNoBreak_s = 0.35;       // looks may be dropped
constexpr double kSureBreak_s = 1.5;      // a track survives that
constexpr double kTrackOutlives_s = 2.5;  // a track goes on so long after the last face, and so may a sighting
constexpr int kKnownAgain = 6;            // clear faces by which a person is known again

// Even-odd rule, written here on purpose: the truth does not use the code it judges.
bool inside(const std::vector<Point01>& polygon, Point01 p) {
    bool in = false;
    for (std::size_t i = 0, j = polygon.size() - 1; i < polygon.size(); j = i++) {
        const auto &a = polygon[i], &b = polygon[j];
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) in = !in;
    }
    return in;
}
std::array<Point01, 9> around(Point01 p, double by) {
    return {{p,
             {p.x - by, p.y},
             {p.x + by, p.y},
             {p.x, p.y - by},
             {p.x, p.y + by},
             {p.x - by, p.y - by},
             {p.x + by, p.y + by},
             {p.x - by, p.y + by},
             {p.x + by, p.y - by}}};
}

double seconds_of(std::chrono::milliseconds duration) { return std::chrono::duration<double>(duration).count(); }

// Minutes of the day in Shanghai.
double minute_of_day(WallTime time) {
    const auto local = time + kShanghai;
    return std::chrono::duration<double, std::ratio<60>>(local - std::chrono::floor<std::chrono::days>(local)).count();
}

}  // namespace

AlertTruth::AlertTruth(const AnalysisConfig& config) : config_(config) {}

void AlertTruth::watch(const WorldFrame& frame, const std::string& camera) {
    for (const auto& standing : frame.truth) {
        people_.insert(standing.person);
        for (const auto& region : config_.regions) {
            if (!region.camera.empty() && region.camera != camera) continue;
            const auto in = [&](Point01 point) { return inside(region.polygon, point); };
            const auto close = around(standing.position, kInside), wide = around(standing.position, kNear);
            if (std::none_of(wide.begin(), wide.end(), in)) continue;
            const bool well = standing.visible() && standing.hidden < 0.2 && standing.turn_degrees < 50;
            const bool might = standing.turn_degrees < 87 && standing.hidden < 0.75;
            in_region_[{region.name, standing.person}].push_back({static_cast<double>(frame.at.count()) / 1e6,
                                                                  well && std::all_of(close.begin(), close.end(), in), standing.clear(),
                                                                  might});
        }
    }
}

std::set<int> AlertTruth::people() const { return people_; }

std::vector<AlertTruth::Span> AlertTruth::spans(const Moments& moments, Which which, double join_s) {
    std::vector<Span> out;
    for (const auto& moment : moments) {
        if ((which == Which::surely && !moment.surely) || (which == Which::seen && !moment.seen)) continue;
        if (out.empty() || moment.seconds - out.back().to > join_s) out.push_back({moment.seconds, moment.seconds, 0, 0});
        out.back().to = moment.seconds;
        ++out.back().frames;
        out.back().clear_frames += moment.clear;
    }
    return out;
}

// Near an edge for so long at a stretch: may have gone and come back.
double AlertTruth::longest_unsure(const Moments& moments) {
    double longest = 0;
    for (std::size_t i = 0, first = 0; i < moments.size(); ++i) {
        if (moments[i].surely || moments[i].seconds - moments[i > 0 ? i - 1 : 0].seconds > kSureBreak_s) first = i;
        if (!moments[i].surely) longest = std::max(longest, moments[i].seconds - moments[first].seconds);
    }
    return longest;
}

AlertTruth::Moments AlertTruth::of_region(const std::string& name, int person) const {
    const auto found = in_region_.find({name, person});
    return found == in_region_.end() ? Moments{} : found->second;
}

AlertTruth::Moments AlertTruth::of(const Rule& rule, int person) const {
    Moments out;
    for (const auto& name : rule.regions) {
        const Moments there = of_region(name, person);
        out.insert(out.end(), there.begin(), there.end());
    }
    std::stable_sort(out.begin(), out.end(), [](const Moment& a, const Moment& b) { return a.seconds < b.seconds; });
    const auto schedule =
        std::find_if(config_.schedules.begin(), config_.schedules.end(), [&](const Schedule& s) { return s.name == rule.schedule; });
    if (schedule == config_.schedules.end()) return out;
    const double from = static_cast<double>(schedule->from.count()), start = minute_of_day(*config_.start);
    std::erase_if(out, [&](const Moment& moment) { return start + moment.seconds / 60 < from - 0.02; });
    for (auto& moment : out)
        if (start + moment.seconds / 60 < from + 0.02) moment.surely = false;
    return out;
}

Verdict AlertTruth::presence(const Moments& moments) const {
    for (const auto& span : spans(moments, Which::surely, kNoBreak_s))
        if (span.length() >= kSeen_s && span.frames >= kSeenFrames) return Verdict::must;
    return moments.empty() ? Verdict::must_not : Verdict::may;
}

Verdict AlertTruth::stay(const Rule& rule, const Moments& moments) const {
    const double limit = seconds_of(rule.longer_than);
    for (const auto& span : spans(moments, Which::surely, kSureBreak_s))
        if (span.length() > 1.1 * limit + 1 && span.clear_frames >= kKnownAgain) return Verdict::must;
    for (const auto& span : spans(moments, Which::anyhow, seconds_of(rule.gap) + kTrackOutlives_s))
        if (span.length() + kTrackOutlives_s > 0.97 * limit) return Verdict::may;
    return Verdict::must_not;
}

Verdict AlertTruth::wander(const Rule& rule, int person, const Moments& moments) const {
    const double gap = seconds_of(rule.gap), limit = seconds_of(rule.longer_than);
    double sure = 0, most = 0;
    for (const auto& span : spans(moments, Which::surely, kSureBreak_s))
        if (span.clear_frames >= kKnownAgain) sure += span.length();
    for (const auto& span : spans(moments, Which::anyhow, gap)) most += span.length() + kTrackOutlives_s;
    std::size_t visits = 0, most_visits = 0;  // of each region by itself
    for (const auto& name : rule.regions) {
        const Moments there = of_region(name, person);
        const auto sure_spans = spans(there, Which::surely, 1.5 * gap);
        for (const auto& stay : spans(there, Which::anyhow, 1.5 * gap))  // who lingers at an edge has not surely gone
            visits += std::any_of(sure_spans.begin(), sure_spans.end(), [&](const Span& span) {
                return span.from >= stay.from && span.to <= stay.to && span.clear_frames >= kKnownAgain && span.length() >= kSeen_s;
            });
        most_visits += spans(there, Which::seen, 0.5 * gap).size() + static_cast<std::size_t>(longest_unsure(there) / gap);
    }
    const auto often = static_cast<std::size_t>(rule.more_often_than);
    if ((limit > 0 && sure > 1.15 * limit + 2) || (often > 0 && visits > often)) return Verdict::must;
    if ((limit > 0 && most > 0.95 * limit) || (often > 0 && most_visits > often)) return Verdict::may;
    return Verdict::must_not;
}

Verdict AlertTruth::verdict(const Rule& rule, int person) const {
    const Moments moments = of(rule, person);
    switch (rule.kind) {
        case RuleKind::stay:
            return stay(rule, moments);
        case RuleKind::wander:
            return wander(rule, person, moments);
        case RuleKind::intrusion:
        case RuleKind::appearance:
            break;
    }
    return presence(moments);
}

AlertScore AlertJudge::score(const AnalysisConfig& config, const AlertTruth& truth, const Attribution& attribution,
                             const Lineage& lineage) const {
    AlertScore score;
    for (const auto& rule : config.rules) {
        std::map<int, int> by_person;
        std::map<int, std::set<SubjectId>> subjects;
        for (const auto& [name, subject] : raised_) {
            if (name != rule.name) continue;
            const SubjectId now = lineage.now(subject);
            ++by_person[attribution.person_of(now)];
            if (attribution.confirmed(now)) subjects[attribution.person_of(now)].insert(now);
        }
        for (const auto& [person, count] : by_person) {
            if (person < 0 || truth.verdict(rule, person) == Verdict::must_not) {
                score.wrong += count;
                continue;
            }
            ++score.right;
            const int people = std::max(1, static_cast<int>(subjects[person].size()));
            score.repeated += people - 1;
            score.unrecognised += count - people;
        }
        for (const int person : truth.people()) {
            if (truth.verdict(rule, person) != Verdict::must) continue;
            ++score.must;
            score.raised += by_person.contains(person);
        }
    }
    return score;
}

}  // namespace md::analysis::world
