#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "analysis/config.h"
#include "analysis/errors.h"
#include "analysis/scenario/scenario.h"
#include "analysis/scenario/words.h"
#include "base/calendar.h"

namespace md::analysis::scenario {
namespace {

constexpr WallTime kMonday{std::chrono::seconds(1'767'571'200)};  // 2026-01-05T08:00:00+08:00
const std::string kCamera = "c1";                                 // where nothing else is said

template <class T>
std::optional<T> number_from(std::string_view text) {
    T value{};
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

std::optional<Point01> point_from(std::string_view text) {
    const auto comma = text.find(',');
    if (comma == std::string_view::npos) return std::nullopt;
    const auto x = number_from<double>(text.substr(0, comma)), y = number_from<double>(text.substr(comma + 1));
    if (!x || !y) return std::nullopt;
    return Point01{*x, *y};
}

// The words of one line, taken one by one. After a wrong word everything reads as empty and the first complaint stands.
class Line {
public:
    Line(std::vector<std::string> words, Time day_to_start) : words_(std::move(words)), day_to_start_(day_to_start) {}

    bool more() const { return complaint_.empty() && at_ < words_.size(); }
    bool eat(std::string_view word) {
        if (!more() || words_[at_] != word) return false;
        ++at_;
        return true;
    }
    std::string word(std::string_view what) {
        if (more()) return words_[at_++];
        complain(fmt::format("{} is missing", what));
        return {};
    }
    void need(std::string_view wanted) {
        if (!eat(wanted)) complain(fmt::format("'{}' is missing", wanted));
    }
    Time time() {
        return value<Time>("a time such as 12s or 22:00:05", [&](std::string_view text) { return time_from(text, day_to_start_); });
    }
    Time duration() { return value<Time>("a duration such as 10min", duration_from); }
    Point01 point() { return value<Point01>("a place such as 0.5,0.5", point_from); }
    float quality() { return value<float>("a quality from 0 to 1", number_from<float>); }
    int count() { return value<int>("a number", number_from<int>); }
    std::pair<Time, Time> span() {
        const auto from = time();
        need("to");
        const auto to = time();
        if (to < from) complain("it ends before it begins");
        return {from, to};
    }
    void complain(std::string why) {
        if (complaint_.empty()) complaint_ = std::move(why);
    }
    const std::string& complaint() const { return complaint_; }
    // Everything must have been taken.
    void finish() {
        if (more()) complain(fmt::format("'{}' is not understood here", words_[at_]));
    }

private:
    template <class T, class Parse>
    T value(std::string_view what, const Parse& parse) {
        const auto text = word(what);
        if (const std::optional<T> found = parse(text)) return *found;
        complain(fmt::format("'{}' is not {}", text, what));
        return T{};
    }

    std::vector<std::string> words_;
    std::size_t at_ = 0;
    Time day_to_start_;
    std::string complaint_;
};

class Reader {
public:
    Reader(std::string_view text, std::string file) : file_(std::move(file)) {
        while (!text.empty()) {
            const auto end = text.find('\n');
            lines_.emplace_back(text.substr(0, end));
            text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
        }
    }

    Result<std::vector<Scenario>> read() {
        while (next_ < lines_.size()) {
            auto words = words_of(lines_[next_++]);
            if (words.empty()) continue;
            if (words[0] == "config" && words.size() == 1) {
                MD_TRY(read_config_block());
            } else if (words[0] == "case") {
                begin_case();
            } else if (words[0] == "start" && words.size() >= 3) {
                MD_TRY(read_start(words));
            } else {
                if (cases_.empty()) return bad("a case must begin first");
                Line line(std::move(words), day_to_start(cases_.back()));
                read_line(line, cases_.back());
                line.finish();
                if (!line.complaint().empty()) return bad(line.complaint());
            }
        }
        for (auto& one : cases_) MD_TRY(check(one));
        return std::move(cases_);
    }

private:
    tl::unexpected<Error> bad(std::string_view why) const {
        return fail(errors::kScenarioSyntax, fmt::format("{}:{}: {}", file_, next_, why));
    }

    static Time day_to_start(const Scenario& one) {
        const auto local = one.start + kShanghai;
        return local - std::chrono::floor<std::chrono::days>(local);
    }

    Status read_config_block() {
        std::string yaml(next_, '\n');  // so that complaints name the line of this file
        while (next_ < lines_.size() && (lines_[next_].find_first_not_of(" \t\r") == std::string::npos || lines_[next_][0] == ' '))
            yaml += lines_[next_++] + "\n";
        MD_ASSIGN(config_, config_from_yaml(yaml, file_));
        start_ = config_.start.value_or(kMonday);
        return {};
    }

    void begin_case() {
        Scenario one;
        one.file = file_;
        one.line = static_cast<int>(next_);
        auto name = lines_[next_ - 1];
        name.erase(0, name.find_first_of(" \t", name.find_first_not_of(" \t")));
        name.erase(0, std::min(name.size(), name.find_first_not_of(" \t")));
        while (!name.empty() && (name.back() == '\r' || name.back() == ' ')) name.pop_back();
        one.name = std::move(name);
        one.config = config_;
        one.start = start_;
        cases_.push_back(std::move(one));
    }

    // "start 2026-01-05 21:59:00" or with an offset of its own at the end.
    Status read_start(const std::vector<std::string>& words) {
        const auto time = from_rfc3339(words[1] + "T" + words[2] + (words.size() > 3 ? words[3] : "+08:00"));
        if (!time || words.size() > 4) return bad("a start reads 2026-01-05 21:59:00");
        if (cases_.empty())
            start_ = *time;
        else
            cases_.back().start = *time;
        return {};
    }

    void read_line(Line& line, Scenario& one) {
        if (line.eat("expect")) return read_expectation(line, one);
        if (line.eat("every"))
            one.every = line.duration();
        else if (line.eat("until"))
            one.until = line.time();
        else if (line.eat("camera"))
            read_camera(line, one);
        else if (line.eat("clock"))
            read_clock(line, one);
        else
            read_subject(line, one);
    }

    static void read_clock(Line& line, Scenario& one) {
        ClockChange change;
        change.by = line.duration();
        line.need("at");
        change.when = line.time();
        one.clock.push_back(change);
    }

    static void read_camera(Line& line, Scenario& one) {
        const auto name = line.word("the camera's name");
        auto found = std::find_if(one.cameras.begin(), one.cameras.end(), [&](const Camera& camera) { return camera.name == name; });
        if (found == one.cameras.end()) found = one.cameras.insert(found, Camera{name, {}, {}, {}});
        if (line.eat("late"))
            found->late = line.duration();
        else if (line.eat("clock"))
            found->clock_off = line.duration();
        else if (line.eat("dark"))
            found->dark = line.span();
        else
            line.complain("a camera is late, dark, or its clock is off");
    }

    static void read_subject(Line& line, Scenario& one) {
        const auto subject = line.word("a subject");
        if (line.eat("is")) {
            Merge merge{subject, line.word("a subject"), {}};
            line.need("at");
            merge.when = line.time();
            one.merges.push_back(std::move(merge));
        } else if (line.eat("seen")) {
            read_sight(line, one, subject);
        } else {
            line.complain("after the subject comes 'seen' or 'is'");
        }
    }

    static void read_sight(Line& line, Scenario& one, const std::string& subject) {
        Sight sight;
        sight.subject = subject;
        sight.camera = kCamera;
        sight.begin = sight.end = line.time();
        if (line.eat("to")) sight.end = line.time();
        if (sight.end < sight.begin) line.complain("it ends before it begins");
        sight.from = sight.to = {0.5, 0.5};
        while (line.more()) {
            if (line.eat("at")) {
                sight.from = sight.to = line.point();
                if (line.eat("->")) sight.to = line.point();
            } else if (line.eat("quality")) {
                sight.quality_from = sight.quality_to = line.quality();
                if (line.eat("->")) sight.quality_to = line.quality();
            } else if (line.eat("camera")) {
                sight.camera = line.word("the camera's name");
            } else if (line.eat("every")) {
                sight.every = line.duration();
            } else if (line.eat("listed")) {
                const auto listed = line.word("list/entry");
                sight.watch_list = listed.substr(0, listed.find('/'));
                sight.entry = listed.find('/') == std::string::npos ? "" : listed.substr(listed.find('/') + 1);
            } else if (line.eat("track")) {
                sight.track = static_cast<TrackNumber>(line.count());
            } else if (line.eat("unsure")) {
                sight.confirmed = false;
            } else if (line.eat("edge")) {
                sight.edge = true;
            } else {
                break;
            }
        }
        one.sights.push_back(std::move(sight));
    }

    void read_expectation(Line& line, Scenario& one) const {
        const bool none = line.eat("no");
        if (line.eat("withdrawn")) {
            one.withdrawn = none ? 0 : line.count();
            return;
        }
        Outcome expected;
        expected.line = static_cast<int>(next_);
        expected.is_alert = line.eat("alert");
        if (!expected.is_alert) line.need("capture");
        auto& list = expected.is_alert ? one.alerts : one.captures;
        if (!list) list.emplace();
        if (none) return;
        expected.kind = line.word("its kind");
        constexpr std::array<std::string_view, 7> kKinds{"best", "first", "last", "intrusion", "stay", "wander", "appearance"};
        const auto known = std::find(kKinds.begin(), kKinds.end(), expected.kind);
        if (known == kKinds.end() || (known - kKinds.begin() > 2) != expected.is_alert)
            line.complain(fmt::format("'{}' is no kind", expected.kind));
        expected.subject = line.word("its subject");
        read_details(line, expected);
        list->push_back(std::move(expected));
    }

    static void read_details(Line& line, Outcome& expected) {
        while (line.more()) {
            if (line.eat("at"))
                expected.at = line.time();
            else if (line.eat("shown"))
                expected.shown = line.time();
            else if (line.eat("closed"))
                expected.closed = line.time();
            else if (line.eat("during"))
                expected.during = line.span();
            else if (line.eat("camera"))
                expected.camera = line.word("the camera's name");
            else if (line.eat("rule"))
                expected.rule = line.word("the rule's name");
            else if (line.eat("listed"))
                expected.listed = line.word("list/entry");
            else if (line.eat("quality"))
                expected.quality = line.quality();
            else if (line.eat("evidence"))
                expected.evidence = line.count();
            else if (line.eat("region")) {
                if (!expected.regions) expected.regions.emplace();
                const auto name = line.word("the region's name");
                if (name != "-") expected.regions->push_back(name);
            } else
                break;
        }
    }

    // Fills in what follows from the rest.
    Status check(Scenario& one) {
        const auto wrong = [&](std::string_view why) {
            return fail(errors::kScenarioSyntax, fmt::format("{}:{}: {}", file_, one.line, why));
        };
        if (one.name.empty()) return wrong("a case needs a name");
        if (!one.captures && !one.alerts && !one.withdrawn) return wrong("the case expects nothing");
        if (one.every <= Time(0)) return wrong("every must be more than nothing");
        TrackNumber next_track = 1000;
        for (auto& sight : one.sights) {
            if (sight.every <= Time(0)) sight.every = one.every;
            if (sight.track == 0) sight.track = next_track++;
            one.until = std::max(one.until, sight.end);
            if (std::none_of(one.cameras.begin(), one.cameras.end(), [&](const Camera& camera) { return camera.name == sight.camera; }))
                one.cameras.push_back(Camera{sight.camera, {}, {}, {}});
        }
        if (one.until / one.every > 200'000) return wrong("it has too many frames");
        return {};
    }

    std::string file_;
    std::vector<std::string> lines_;
    std::size_t next_ = 0;  // line to read, from 0; so the number of the line just read
    AnalysisConfig config_;
    WallTime start_ = kMonday;
    std::vector<Scenario> cases_;
};

}  // namespace

Result<std::vector<Scenario>> read(std::string_view text, const std::string& file) { return Reader(text, file).read(); }

}  // namespace md::analysis::scenario
