#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "analysis/deduplication/deduplicator.h"
#include "analysis/rules/rule_engine.h"
#include "analysis/scenario/recorder.h"
#include "analysis/scenario/scenario.h"
#include "analysis/scenario/words.h"

namespace md::analysis::scenario {
namespace {

struct Frame {
    Time when{0}, delivered{0};
    std::string camera;
    std::vector<std::pair<const Sight*, double>> seen;  // with how far the sight has got, 0..1
    bool dark = false;                                  // no frame: only time passes
};

std::vector<Frame> frames_of(const Scenario& one) {
    std::vector<Frame> out;
    for (const auto& camera : one.cameras) {
        std::map<Time, Frame> frames;
        const auto is_dark = [&](Time when) { return camera.dark && when >= camera.dark->first && when <= camera.dark->second; };
        const auto at = [&](Time when) -> Frame& {
            return frames.try_emplace(when, Frame{when, when + camera.late, camera.name, {}, is_dark(when)}).first->second;
        };
        for (Time when{0}; when <= one.until; when += one.every) at(when);
        for (const auto& sight : one.sights) {
            if (sight.camera != camera.name) continue;
            const auto length = std::max<Time>(sight.end - sight.begin, Time(1));
            const auto add = [&](Time when) {
                if (!is_dark(when))
                    at(when).seen.emplace_back(&sight,
                                               static_cast<double>((when - sight.begin).count()) / static_cast<double>(length.count()));
            };
            for (Time when = sight.begin; when < sight.end; when += sight.every) add(when);
            add(sight.end);
        }
        for (auto& [when, frame] : frames) out.push_back(std::move(frame));
    }
    std::stable_sort(out.begin(), out.end(), [](const Frame& a, const Frame& b) { return a.delivered < b.delivered; });
    return out;
}

double between(double from, double to, double part) { return from + (to - from) * part; }

class Player final : Pictures {
public:
    explicit Player(const Scenario& one)
        : one_(one),
          recorder_([this] { return now_; }, !one.config.intermittent),
          deduplicator_(one.config, recorder_, random_),
          rules_(one.config, recorder_, random_) {}

    Verdict play() {
        for (const auto& frame : frames_of(one_)) step(frame);
        now_ = one_.until;
        deduplicator_.finish();
        rules_.finish();
        recorder_.finish();
        return judge();
    }

private:
    WallTime wall(Time when, const std::string& camera) const {
        auto out = one_.start + when;
        for (const auto& change : one_.clock)
            if (change.when <= when) out += change.by;
        for (const auto& other : one_.cameras)
            if (other.name == camera) out += other.clock_off;
        return out;
    }

    SubjectId subject(const std::string& name) {
        const auto [found, fresh] = subjects_.try_emplace(name);
        if (fresh) found->second = SubjectId::random(random_);
        return found->second;
    }

    void step(const Frame& frame) {
        now_ = frame.when;
        const auto time = wall(frame.when, frame.camera);
        if (frame.dark) {
            deduplicator_.advance(time);
            rules_.advance(time);
            return;
        }
        times_.try_emplace(time, frame.when);
        Observation seen;
        seen.camera = frame.camera;
        seen.time = time;
        for (; merged_ < one_.merges.size() && one_.merges[merged_].when <= frame.when; ++merged_)
            seen.merged.push_back({subject(one_.merges[merged_].from), subject(one_.merges[merged_].to)});
        qualities_.clear();
        for (const auto& [sight, part] : frame.seen) seen.present.push_back(presence(*sight, part, seen));
        deduplicator_.step(seen, *this);
        rules_.step(seen, *this);
    }

    Presence presence(const Sight& sight, double part, Observation& seen) {
        Presence out;
        out.subject = subject(sight.subject);
        out.confirmed = sight.confirmed;
        out.track = sight.track;
        out.position = {between(sight.from.x, sight.to.x, part), between(sight.from.y, sight.to.y, part)};
        out.width = out.height = 0.1;
        out.quality = static_cast<float>(between(sight.quality_from, sight.quality_to, part));
        out.face = qualities_.size();
        out.watch_list = sight.watch_list;
        out.entry = sight.entry;
        seen.sparse = seen.sparse || sight.edge;
        qualities_.push_back(out.quality);
        return out;
    }

    EvidencePtr take(std::size_t face) override {
        auto evidence = std::make_shared<Evidence>();
        evidence->taken = wall(now_, {});
        evidence->quality = qualities_.at(face);
        taken_[evidence] = now_;
        return evidence;
    }

    std::string name_of(const SubjectId& id) const {
        for (const auto& [name, known] : subjects_)
            if (known == id) return name;
        return "?";
    }
    std::pair<Time, Time> during(WallTime from, WallTime to) const {
        const auto time = [&](WallTime wall_time) {
            const auto found = times_.find(wall_time);
            return found == times_.end() ? wall_time - one_.start : found->second;
        };
        return {time(from), time(to)};
    }

    std::vector<Outcome> captures() const {
        std::vector<Outcome> out;
        for (const auto& [id, life] : recorder_.captures()) {
            Outcome got{false, std::string(to_string(life.now.kind)), name_of(life.now.subject)};
            got.at = taken_.at(life.now.picture);
            got.shown = life.shown;
            got.closed = life.ended;
            got.during = during(life.now.first_seen, life.now.last_seen);
            got.camera = life.now.camera;
            got.regions = life.now.regions;
            got.quality = life.now.picture->quality;
            out.push_back(std::move(got));
        }
        return out;
    }

    std::vector<Outcome> alerts() const {
        std::vector<Outcome> out;
        for (const auto& [id, life] : recorder_.alerts()) {
            Outcome got{true, std::string(to_string(life.now.kind)), name_of(life.now.subject)};
            got.at = life.raised;
            got.closed = life.ended;
            got.during = during(life.now.first_seen, life.now.last_seen);
            got.camera = life.now.camera;
            got.rule = life.now.rule;
            got.regions = life.now.regions;
            got.evidence = static_cast<int>(life.now.evidence.size());
            if (!life.now.watch_list.empty()) got.listed = life.now.watch_list + "/" + life.now.entry;
            out.push_back(std::move(got));
        }
        return out;
    }

    // Expected beside got, a line each; what differs is marked.
    static void compare(const std::vector<Outcome>& expected, std::vector<Outcome> got, Verdict& verdict) {
        const auto order = [](const Outcome& a, const Outcome& b) {
            return std::tuple(*a.at, a.kind, a.subject) < std::tuple(*b.at, b.kind, b.subject);
        };
        std::stable_sort(got.begin(), got.end(), order);
        verdict.expectations += static_cast<int>(std::max<std::size_t>(1, expected.size()));
        for (std::size_t i = 0; i < std::max(expected.size(), got.size()); ++i) {
            const bool met = i < expected.size() && i < got.size() && expected[i].met_by(got[i]);
            verdict.passed = verdict.passed && met;
            const auto left =
                i < expected.size() ? fmt::format("{:>4}: {}", expected[i].line, expected[i].text()) : std::string("      nothing");
            verdict.report += fmt::format("{} {:<70} | {}\n", met ? ' ' : '!', left, i < got.size() ? got[i].text() : "nothing");
        }
    }

    Verdict judge() const {
        Verdict verdict;
        verdict.passed = recorder_.broken().empty();
        verdict.report = fmt::format("{}:{}: {}\n  {:<70} | got\n", one_.file, one_.line, one_.name, "line: expected");
        if (one_.captures) compare(*one_.captures, captures(), verdict);
        if (one_.alerts) compare(*one_.alerts, alerts(), verdict);
        if (one_.withdrawn) {
            ++verdict.expectations;
            const bool met = *one_.withdrawn == recorder_.withdrawn();
            verdict.passed = verdict.passed && met;
            verdict.report +=
                fmt::format("{} {:<70} | {}\n", met ? ' ' : '!', fmt::format("      withdrawn {}", *one_.withdrawn), recorder_.withdrawn());
        }
        for (const auto& what : recorder_.broken()) verdict.report += "! never: " + what + "\n";
        return verdict;
    }

    const Scenario& one_;
    SeededRandom random_{1};
    Time now_{0};
    Recorder recorder_;
    Deduplicator deduplicator_;
    RuleEngine rules_;
    std::map<std::string, SubjectId> subjects_;
    std::map<WallTime, Time> times_;
    std::map<EvidencePtr, Time> taken_;
    std::vector<float> qualities_;
    std::size_t merged_ = 0;
};

}  // namespace

std::string Outcome::text() const {
    std::string out = fmt::format("{} {} {}", is_alert ? "alert" : "capture", kind, subject);
    const auto add = [&](std::string_view word, const std::optional<Time>& time) {
        if (time) out += fmt::format(" {} {}", word, text_of(*time));
    };
    add("at", at);
    if (quality) out += fmt::format(" quality {:.2f}", *quality);
    if (during) out += fmt::format(" during {} to {}", text_of(during->first), text_of(during->second));
    add("shown", shown);
    add("closed", closed);
    if (camera) out += " camera " + *camera;
    if (rule) out += " rule " + *rule;
    if (listed) out += " listed " + *listed;
    if (regions) out += regions->empty() ? " region -" : fmt::format(" region {}", fmt::join(*regions, " region "));
    if (evidence) out += fmt::format(" evidence {}", *evidence);
    return out;
}

bool Outcome::met_by(const Outcome& got) const {
    const auto same = [](const auto& wanted, const auto& found) { return !wanted || wanted == found; };
    return is_alert == got.is_alert && kind == got.kind && subject == got.subject && same(at, got.at) && same(shown, got.shown) &&
           same(closed, got.closed) && same(during, got.during) && same(camera, got.camera) && same(rule, got.rule) &&
           same(listed, got.listed) && same(regions, got.regions) && same(evidence, got.evidence) &&
           (!quality || (got.quality && std::abs(*quality - *got.quality) < 0.005F));
}

Verdict play(const Scenario& scenario) { return Player(scenario).play(); }

}  // namespace md::analysis::scenario
