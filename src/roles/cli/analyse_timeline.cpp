#include "roles/cli/analyse_timeline.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "roles/cli/analyse_events.h"

namespace md::cli {
namespace {

constexpr double kLeft = 44, kRight = 1000, kCurve = 56, kTop = 14, kLane = 18, kAxis = 22;
constexpr std::size_t kMostLanes = 60;

// A round step that gives about eight ticks.
double tick_step(double length_s) {
    constexpr std::array kSteps{0.5, 1.0, 2.0, 5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0};
    const auto found = std::find_if(kSteps.begin(), kSteps.end(), [&](double step) { return length_s / step <= 9; });
    return found == kSteps.end() ? std::ceil(length_s / 8 / 3600) * 3600 : *found;
}

std::string curve(const std::vector<int>& people, double length_s) {
    const int most = people.empty() ? 0 : *std::max_element(people.begin(), people.end());
    if (most == 0) return {};
    const double bottom = kTop + kCurve, width = kRight - kLeft;
    std::string path = fmt::format("M{:.1f} {:.1f}", kLeft, bottom);
    for (std::size_t i = 0; i < people.size(); ++i) {
        const double y = bottom - kCurve * people[i] / most, from = kLeft + width * static_cast<double>(i) / length_s,
                     to = std::min(kRight, kLeft + width * static_cast<double>(i + 1) / length_s);
        if (from < kRight) path += fmt::format("L{:.1f} {:.1f}L{:.1f} {:.1f}", from, y, to, y);
    }
    path += fmt::format("V{:.1f}Z", bottom);
    return fmt::format(
        "<path d=\"{}\" fill=\"#0b6e78\" fill-opacity=\".16\" stroke=\"#0b6e78\"/><text x=\"{:.0f}\" y=\"{:.0f}\" "
        "text-anchor=\"end\">{}</text>",
        path, kLeft - 8, kTop + 8, most);
}

}  // namespace

std::string timeline_svg(const std::vector<TimelineLane>& lanes, const std::vector<int>& people, double length_s, bool english) {
    length_s = std::max(length_s, 1.0);
    const std::size_t shown = std::min(lanes.size(), kMostLanes);
    const double first_lane = kTop + kCurve + 14, bottom = first_lane + kLane * static_cast<double>(shown), width = kRight - kLeft;
    const auto x = [&](double seconds) { return kLeft + width * std::clamp(seconds / length_s, 0.0, 1.0); };
    std::string out = fmt::format("<svg viewBox=\"0 0 {:.0f} {:.0f}\" role=\"img\" aria-label=\"{}\">", kRight + 12, bottom + kAxis,
                                  english ? "people over time" : "人数随时间变化");
    const double step = tick_step(length_s);
    for (double s = 0; s <= length_s + 1e-9; s += step)
        out += fmt::format(
            "<path d=\"M{0:.1f} {1:.1f}V{2:.1f}\" stroke=\"#dfe4e8\"/><text x=\"{0:.1f}\" y=\"{3:.1f}\" text-anchor=\"middle\">{4}</text>",
            x(s), kTop, bottom, bottom + 15, clock_text(s));
    out += curve(people, length_s);
    for (std::size_t i = 0; i < shown; ++i) {
        const auto& lane = lanes[i];
        const double y = first_lane + kLane * static_cast<double>(i);
        out += fmt::format(
            "<text x=\"{:.0f}\" y=\"{:.1f}\" text-anchor=\"end\">{}</text><rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"8\" "
            "rx=\"2\" fill=\"#0b6e78\"/>",
            kLeft - 8, y + 10, lane.name, x(lane.first_s), y + 3, std::max(3.0, x(lane.last_s) - x(lane.first_s)));
        for (const auto& [at, kind] : lane.alerts)
            out +=
                fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"5\" stroke=\"#fff\" stroke-width=\"1.5\" style=\"fill:var(--{})\"/>",
                            x(at), y + 7, analysis::to_string(kind));
    }
    return out + "</svg>";
}

}  // namespace md::cli
