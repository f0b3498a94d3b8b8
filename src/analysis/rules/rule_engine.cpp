#include "analysis/rules/rule_engine.h"

#include <algorithm>
#include <map>
#include <optional>

#include "analysis/config.h"
#include "analysis/rules/alert_life.h"
#include "analysis/rules/regions.h"
#include "analysis/rules/schedule.h"
#include "analysis/rules/track_book.h"
#include "analysis/rules/visits.h"
#include "analysis/timeline.h"

namespace md::analysis {
namespace {

using std::chrono::milliseconds;

// One rule and all that it watches.
class Watch {
public:
    Watch(Rule rule, std::optional<ScheduleClock> schedule) : rule_(std::move(rule)), schedule_(std::move(schedule)) {}

    struct Case {
        Visits visits;
        std::optional<AlertLife> alert;
    };
    using Cases = std::map<SubjectId, Case>;

    const Rule& rule() const { return rule_; }
    Cases& cases() { return cases_; }

    // Staying and coming again are about being there, the others about the first look.
    bool minds_edges() const { return rule_.kind == RuleKind::stay || rule_.kind == RuleKind::wander; }
    bool holds(WallTime time) const { return !schedule_ || schedule_->holds(time); }
    bool concerns(const Presence& presence) const { return rule_.watch_list.empty() || presence.watch_list == rule_.watch_list; }

    std::vector<std::size_t> regions_among(const std::vector<std::string>& names) const {
        std::vector<std::size_t> out;
        for (std::size_t i = 0; i < rule_.regions.size(); ++i)
            if (std::find(names.begin(), names.end(), rule_.regions[i]) != names.end()) out.push_back(i);
        return out;
    }

    // An alert is over when its subject was not seen for longer than this.
    milliseconds patience() const { return std::max(rule_.cool_down, rule_.gap); }
    // How long a visit matters: a subject may be recognised some time after it was first seen.
    milliseconds memory() const {
        constexpr std::chrono::minutes kRecognised{1};
        return (rule_.kind == RuleKind::wander ? std::max(rule_.within, rule_.gap) : rule_.gap) + kRecognised;
    }
    Moment since(Moment now) const { return now - (rule_.kind == RuleKind::wander ? rule_.within : rule_.gap); }

    // Whether a sighting that has been added to the visits is one too many.
    bool has_cause(const Visits& visits, Moment now) const {
        if (!visits.entered()) return false;
        switch (rule_.kind) {
            case RuleKind::intrusion:   // C5
            case RuleKind::appearance:  // C8
                return true;
            case RuleKind::stay:  // C6
                return visits.current().to - visits.current().from > rule_.longer_than;
            case RuleKind::wander:  // C7
                return (rule_.longer_than.count() > 0 && visits.time(since(now)) > rule_.longer_than) ||
                       (rule_.more_often_than > 0 && visits.arrivals(since(now)) > rule_.more_often_than);
        }
        return false;
    }

    std::vector<std::string> region_names(const Visits& visits, Moment now) const {
        std::vector<std::string> out;
        for (const auto index : visits.regions(since(now))) out.push_back(rule_.regions[index]);
        return out;
    }

private:
    Rule rule_;
    std::optional<ScheduleClock> schedule_;
    Cases cases_;
};

}  // namespace

class RuleEngine::Impl {
public:
    Impl(const AnalysisConfig& config, Sink& sink, Random& random, const RuleLimits& limits)
        : limits_(limits), regions_(config.regions), sink_(sink), random_(random) {
        must(validate(config));
        for (const auto& rule : config.rules) {
            std::optional<ScheduleClock> clock;
            for (const auto& schedule : config.schedules)
                if (schedule.name == rule.schedule) clock = must(ScheduleClock::from(schedule));
            watches_.emplace_back(rule, std::move(clock));
        }
    }

    void step(const Observation& seen, Pictures& pictures) {
        const Moment now = timeline_.at(seen.camera, seen.time);
        for (const auto& merged : seen.merged) merge(merged);
        for (const auto& presence : seen.present)
            if (presence.quality > 0) sighting(seen, presence, now, pictures);
        for (const auto track : seen.ended) tracks_.erase({seen.camera, track});
        sweep();
    }

    void advance(WallTime now) {
        timeline_.pass(now);
        sweep();
    }

    void finish() {
        for (auto& watch : watches_) {
            for (auto& [subject, held] : watch.cases()) close(held);
            watch.cases().clear();
        }
        tracks_.clear();
    }

    Counters counters() const { return counters_; }

private:
    void sighting(const Observation& seen, const Presence& presence, Moment now, Pictures& pictures) {
        auto& track = tracks_[{seen.camera, presence.track}];
        ++track.sightings;
        track.last = now;
        auto hits = hits_of(seen, presence, now, track);
        if (track.sightings == 1 && !seen.sparse) {
            track.first = std::move(hits);
            return;
        }
        // The first sighting counts from when it was; both are judged now, for only now there is a picture.
        if (track.first) note(*track.first, presence.subject, now);
        note(hits, presence.subject, now);
        for (std::size_t rule = 0; rule < watches_.size(); ++rule) {
            const auto concerned = [&](const Hits& some) {
                return std::any_of(some.hits.begin(), some.hits.end(), [&](const Hit& hit) { return hit.rule == rule; });
            };
            if (concerned(hits) || (track.first && concerned(*track.first))) judge(watches_[rule], {presence, seen, now, {}}, pictures);
        }
        track.first.reset();
    }

    // The rules whose regions, schedule, list and direction this sighting meets.
    Hits hits_of(const Observation& seen, const Presence& presence, Moment now, TrackNotes& track) const {
        Hits out{now, seen.time, {}};
        const auto names = regions_.at(seen.camera, presence.position), near = regions_.at_or_near(seen.camera, presence.position);
        for (std::size_t i = 0; i < watches_.size(); ++i) {
            const auto& watch = watches_[i];
            auto inside = watch.regions_among(names);
            auto edges = watch.minds_edges() ? watch.regions_among(near) : inside;
            std::erase_if(edges, [&](std::size_t region) { return std::find(inside.begin(), inside.end(), region) != inside.end(); });
            const auto& direction = watch.rule().direction;
            const bool wanted = !direction || track.ways_in[i].follows(*direction, presence.position, !inside.empty());
            if (!wanted) inside.clear();
            if (inside.empty() && edges.empty()) continue;
            if (watch.concerns(presence) && watch.holds(seen.time)) out.hits.push_back({i, std::move(inside), std::move(edges)});
        }
        return out;
    }

    void note(const Hits& hits, const SubjectId& subject, Moment now) {
        for (const auto& hit : hits.hits) {
            auto& watch = watches_[hit.rule];
            auto& held = case_of(watch, subject);
            close_if_over(watch, held, now);
            for (const auto region : hit.regions) held.visits.add(region, true, hits.when, hits.wall, watch.rule().gap);
            for (const auto region : hit.edges) held.visits.add(region, false, hits.when, hits.wall, watch.rule().gap);
        }
    }

    Watch::Case& case_of(Watch& watch, const SubjectId& subject) {
        const auto found = watch.cases().find(subject);
        if (found != watch.cases().end()) return found->second;
        make_room(watch.cases());
        ++counters_.subjects_held;
        return watch.cases()[subject];
    }

    void judge(Watch& watch, AlertLife::Sighting seen, Pictures& pictures) {
        auto& held = watch.cases().at(seen.presence.subject);
        seen.regions = watch.region_names(held.visits, seen.now);
        if (auto* const told = alert_of(watch, held, seen)) {
            told->seen(seen, {limits_.good_enough, limits_.better_by, limits_.update_every, watch.rule().gap}, pictures, sink_);
        } else if (watch.has_cause(held.visits, seen.now)) {
            held.alert.emplace(AlertId::random(random_), watch.rule(), seen, held.visits.first_seen(watch.since(seen.now)), pictures,
                               sink_);
            ++counters_.raised;
            ++counters_.open;
        }
    }

    // The alert that this sighting belongs to, null when it has none yet. An entry of a watch list is one person, also while his face is not
    // known for the one that was told of: who is listed is not told of twice. C8
    AlertLife* alert_of(Watch& watch, Watch::Case& held, const AlertLife::Sighting& seen) {
        if (held.alert) return &*held.alert;
        if (watch.rule().watch_list.empty()) return nullptr;
        for (auto& [subject, other] : watch.cases()) {
            close_if_over(watch, other, seen.now);
            if (other.alert && other.alert->entry() == seen.presence.entry) return &*other.alert;
        }
        return nullptr;
    }

    void close(Watch::Case& held) {
        if (held.alert) {
            held.alert->close(sink_);
            held.alert.reset();
            --counters_.open;
        }
    }

    void close_if_over(const Watch& watch, Watch::Case& held, Moment now) {
        if (held.alert && now > held.alert->last() + watch.patience()) close(held);
    }

    void merge(const Merged& merged) {
        if (merged.from == merged.to) return;
        for (auto& watch : watches_) {
            auto node = watch.cases().extract(merged.from);
            if (node.empty()) continue;
            auto& from = node.mapped();
            if (from.alert) from.alert->rename(merged.to);
            const auto known = watch.cases().find(merged.to);
            if (known != watch.cases().end()) {
                --counters_.subjects_held;
                unite(watch, known->second, from);
                continue;
            }
            if (from.alert) from.alert->update(sink_);
            node.key() = merged.to;
            watch.cases().insert(std::move(node));
        }
    }

    void unite(Watch& watch, Watch::Case& into, Watch::Case& from) {
        into.visits.add(from.visits, watch.rule().gap);
        if (!from.alert) return;
        if (into.alert && into.alert->raised() > from.alert->raised()) std::swap(into.alert, from.alert);
        if (into.alert) {
            into.alert->absorb(*from.alert);
            close(from);
        } else {
            into.alert = std::move(from.alert);
        }
        into.alert->update(sink_);
    }

    // Closes and forgets what no frame can change any more. Four times a second of their time is often enough: a sighting looks for itself.
    void sweep() {
        const Moment settled = timeline_.settled();
        if (swept_ != Moment::min() && settled < swept_ + milliseconds(250)) return;
        swept_ = settled;
        constexpr std::chrono::seconds kTrackLost{60};
        std::erase_if(tracks_, [&](const auto& entry) { return settled > entry.second.last + kTrackLost; });
        for (auto& watch : watches_) {
            for (auto next = watch.cases().begin(); next != watch.cases().end();) {
                const auto it = next++;
                auto& held = it->second;
                close_if_over(watch, held, settled);
                held.visits.drop_before(settled - watch.memory());
                if (held.alert || !held.visits.empty()) continue;
                watch.cases().erase(it);
                --counters_.subjects_held;
            }
        }
    }

    // Forgets the hundredth that was seen longest ago, so that a crowd costs a scan now and then and not one a face.
    void make_room(Watch::Cases& cases) {
        if (cases.size() < limits_.max_subjects) return;
        std::vector<Watch::Cases::iterator> oldest;
        for (auto it = cases.begin(); it != cases.end(); ++it) oldest.push_back(it);
        const auto count = std::max<std::size_t>(1, oldest.size() / 100);
        const auto order = [](const auto& a, const auto& b) { return a->second.visits.last() < b->second.visits.last(); };
        std::partial_sort(oldest.begin(), oldest.begin() + static_cast<std::ptrdiff_t>(count), oldest.end(), order);
        for (std::size_t i = 0; i < count; ++i) {
            close(oldest[i]->second);
            cases.erase(oldest[i]);
            --counters_.subjects_held;
            ++counters_.subjects_forgotten;
        }
    }

    RuleLimits limits_;
    RegionMap regions_;
    std::vector<Watch> watches_;
    TrackBook tracks_;
    Sink& sink_;
    Random& random_;
    Timeline timeline_;
    Moment swept_{Moment::min()};
    Counters counters_;
};

RuleEngine::RuleEngine(const AnalysisConfig& config, Sink& sink, Random& random, const RuleLimits& limits)
    : impl_(std::make_unique<Impl>(config, sink, random, limits)) {}
RuleEngine::~RuleEngine() = default;
void RuleEngine::step(const Observation& seen, Pictures& pictures) { impl_->step(seen, pictures); }
void RuleEngine::advance(WallTime now) { impl_->advance(now); }
void RuleEngine::finish() { impl_->finish(); }
RuleEngine::Counters RuleEngine::counters() const { return impl_->counters(); }

}  // namespace md::analysis
