#include "roles/cli/analyse_events.h"

#include <fmt/format.h>

#include <cmath>
#include <cstdio>
#include <nlohmann/json.hpp>

namespace md::cli {
namespace {

using Json = nlohmann::ordered_json;
using analysis::Alert;
using analysis::Capture;

double tenths(double value) { return std::round(value * 10) / 10; }

Json region_json(const std::vector<std::string>& regions) { return regions.empty() ? Json(nullptr) : Json(regions.front()); }

void print_line(const Json& line) {
    std::puts(line.dump(-1, ' ', false, Json::error_handler_t::replace).c_str());
    std::fflush(stdout);
}

std::string_view kind_text(Capture::Kind kind, bool english) {
    switch (kind) {
        case Capture::Kind::best:
            return english ? "best face" : "最佳人脸";
        case Capture::Kind::first:
            return english ? "first face" : "最先人脸";
        case Capture::Kind::last:
            return english ? "last face" : "最后人脸";
    }
    return "";
}

std::string joined(const std::vector<std::string>& regions) {
    return regions.empty() ? "" : fmt::format(" [{}]", fmt::join(regions, ", "));
}

}  // namespace

std::string clock_text(double seconds) {
    const auto tens = static_cast<std::int64_t>(std::llround(std::max(0.0, seconds) * 10));
    const auto s = tens / 10;
    if (s >= 3600) return fmt::format("{}:{:02}:{:02}.{}", s / 3600, s / 60 % 60, s % 60, tens % 10);
    return fmt::format("{}:{:02}.{}", s / 60, s % 60, tens % 10);
}

std::string AnalyseEvents::name_of(const analysis::SubjectId& subject) {
    return fmt::format("S{}", names_.try_emplace(subject, names_.size() + 1).first->second);
}

void AnalyseEvents::print_for_person(const Capture& capture) {
    const bool en = options_.english;
    std::printf("%10s  %s  %s  %s - %s%s\n", clock_text(seconds_in(capture.picture ? capture.picture->taken : capture.last_seen)).c_str(),
                en ? "capture" : "抓拍", fmt::format("{} {}", name_of(capture.subject), kind_text(capture.kind, en)).c_str(),
                clock_text(seconds_in(capture.first_seen)).c_str(), clock_text(seconds_in(capture.last_seen)).c_str(),
                joined(capture.regions).c_str());
}

void AnalyseEvents::print_for_person(const Alert& alert) {
    const bool en = options_.english;
    const auto list = alert.watch_list.empty() ? "" : fmt::format("  {}/{}", alert.watch_list, alert.entry);
    std::printf("%10s  %s  %s%s  %s - %s%s  (%s)\n", clock_text(seconds_in(alert.raised)).c_str(), en ? "ALERT  " : "预警",
                fmt::format("{} {}", name_of(alert.subject), en ? analysis::to_string(alert.kind) : analysis::name_zh(alert.kind)).c_str(),
                list.c_str(), clock_text(seconds_in(alert.first_seen)).c_str(), clock_text(seconds_in(alert.last_seen)).c_str(),
                joined(alert.regions).c_str(), alert.rule.c_str());
}

void AnalyseEvents::capture(const Capture& capture) {
    if (capture.stage != Capture::Stage::closed) return;
    ++captures_count_;
    if (captures_of_[capture.subject]++ == 0) ++subjects_with_capture_;
    if (options_.keep) captures_.push_back(capture);
    if (!options_.json) return print_for_person(capture);
    print_line({{"event", "capture"},
                {"kind", analysis::to_string(capture.kind)},
                {"deduplication", options_.intermittent ? "intermittent" : "continuous"},
                {"track", capture.track},
                {"subject", name_of(capture.subject)},
                {"camera", capture.camera},
                {"region", region_json(capture.regions)},
                {"regions", capture.regions},
                {"first_seen", to_rfc3339(capture.first_seen)},
                {"last_seen", to_rfc3339(capture.last_seen)},
                {"at", tenths(seconds_in(capture.picture ? capture.picture->taken : capture.last_seen))},
                {"quality", capture.picture ? Json(std::round(static_cast<double>(capture.picture->quality) * 100) / 100) : Json(nullptr)},
                {"rule", nullptr},
                {"clause", options_.intermittent ? "6.2.2 b" : "6.2.2 a"},
                {"row", options_.intermittent ? "C4" : "C3"}});
}

void AnalyseEvents::alert(const Alert& alert) {
    if (alert.stage != Alert::Stage::closed) return;
    ++alerts_count_;
    if (options_.keep) alerts_.push_back(alert);
    if (!options_.json) return print_for_person(alert);
    Json line{{"event", "alert"},
              {"kind", analysis::to_string(alert.kind)},
              {"track", alert.track},
              {"subject", name_of(alert.subject)},
              {"camera", alert.camera},
              {"region", region_json(alert.regions)},
              {"regions", alert.regions},
              {"first_seen", to_rfc3339(alert.first_seen)},
              {"last_seen", to_rfc3339(alert.last_seen)},
              {"raised", to_rfc3339(alert.raised)},
              {"at", tenths(seconds_in(alert.raised))},
              {"rule", alert.rule},
              {"clause", kAlertClause},
              {"row", analysis::row_of(alert.kind)},
              {"pictures", alert.evidence.size()}};
    if (!alert.watch_list.empty()) {
        line["watch_list"] = alert.watch_list;
        line["entry"] = alert.entry;
    }
    print_line(line);
}

}  // namespace md::cli
