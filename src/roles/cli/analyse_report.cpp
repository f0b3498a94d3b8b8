#include "roles/cli/analyse_report.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "base/files.h"
#include "build_info.h"
#include "roles/cli/analyse_report_style.h"
#include "roles/cli/analyse_timeline.h"

namespace md::cli {
namespace {

using analysis::Alert;
using analysis::Capture;

// Everything that came from outside: file names, names in the configuration.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string image_of(const analysis::EvidencePtr& picture) {
    if (!picture) return {};
    return fmt::format("<img alt=\"\" src=\"data:image/jpeg;base64,{}\">", to_base64(picture->jpeg.view()));
}

class Report {
public:
    Report(const AnalyseReportFacts& facts, AnalyseEvents& events, bool english) : facts_(facts), events_(events), en_(english) {}

    std::string html() {
        const auto title = t("人脸视频分析报告", "Face video analysis report");
        return fmt::format(
            "<!doctype html><html lang=\"{}\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">"
            "<title>{} · {}</title><style>{}</style></head><body><main>{}{}{}{}{}{}{}</main></body></html>\n",
            en_ ? "en" : "zh-CN", title, escaped(facts_.video), kReportStyle, header(title), cards(), timeline(), alerts(), captures(),
            statistics(), footer());
    }

private:
    const char* t(const char* zh, const char* en) const { return en_ ? en : zh; }
    std::string at(WallTime time) const { return clock_text(events_.seconds_in(time)); }
    double length() const { return std::chrono::duration<double>(facts_.summary.length).count(); }
    std::string kind_name(analysis::RuleKind kind) const { return std::string(en_ ? analysis::to_string(kind) : analysis::name_zh(kind)); }
    std::string regions(const std::vector<std::string>& names) const {
        return names.empty() ? t("全画面", "whole picture") : escaped(fmt::format("{}", fmt::join(names, en_ ? ", " : "、")));
    }

    std::string header(std::string_view title) const {
        return fmt::format("<header><h1>{}</h1><div class=\"sub\">{} · {} {} · {} {} · {}×{} {}</div></header>", title,
                           escaped(facts_.video), t("摄像机", "camera"), escaped(facts_.camera), t("首帧时间", "first frame"),
                           to_rfc3339(facts_.start).substr(0, 19) + "Z", facts_.summary.width, facts_.summary.height,
                           escaped(facts_.summary.codec));
    }

    std::string cards() const {
        const auto& people = facts_.summary.people;
        const int most = people.empty() ? 0 : *std::max_element(people.begin(), people.end());
        const auto card = [](std::string_view value, std::string_view label, bool bad = false) {
            return fmt::format("<div{}><b>{}</b><span>{}</span></div>", bad ? " class=\"bad\"" : "", value, label);
        };
        return "<div class=\"cards\">" + card(fmt::format("{}", events_.subjects()), t("人数（去重）", "people, de-duplicated")) +
               card(fmt::format("{}", events_.captures()), t("抓拍", "captures")) +
               card(fmt::format("{}", events_.alerts()), t("预警", "alerts"), events_.alerts() > 0) +
               card(fmt::format("{}", most), t("同时最多", "most at once")) + card(clock_text(length()), t("视频时长", "length")) +
               card(fmt::format("{:.1f}×", facts_.took_s > 0 ? length() / facts_.took_s : 0), t("分析速度", "speed, real time = 1")) +
               "</div>";
    }

    std::string timeline() {
        return fmt::format("<h2>{}</h2>{}", t("时间线", "Timeline"), timeline_svg(lanes(), facts_.summary.people, length(), en_));
    }

    std::vector<TimelineLane> lanes() {
        std::map<std::string, TimelineLane> lanes;
        const auto extend = [&](const analysis::SubjectId& subject, WallTime first, WallTime last) -> TimelineLane& {
            auto& lane = lanes.try_emplace(events_.name_of(subject), TimelineLane{events_.name_of(subject), 1e9, 0, {}}).first->second;
            lane.first_s = std::min(lane.first_s, events_.seconds_in(first));
            lane.last_s = std::max(lane.last_s, events_.seconds_in(last));
            return lane;
        };
        for (const auto& capture : events_.kept_captures()) extend(capture.subject, capture.first_seen, capture.last_seen);
        for (const auto& alert : events_.kept_alerts())
            extend(alert.subject, alert.first_seen, alert.last_seen).alerts.emplace_back(events_.seconds_in(alert.raised), alert.kind);
        std::vector<TimelineLane> out;
        for (auto& [name, lane] : lanes) out.push_back(std::move(lane));
        std::ranges::sort(out, {}, &TimelineLane::first_s);
        return out;
    }

    std::string alerts() {
        std::string out = fmt::format("<h2>{}</h2>", t("预警", "Alerts"));
        if (events_.kept_alerts().empty()) return out + fmt::format("<p class=\"none\">{}</p>", t("没有预警。", "No alert was raised."));
        for (const auto& alert : events_.kept_alerts()) {
            std::string faces;
            for (const auto& picture : alert.evidence) faces += image_of(picture);
            const auto row = [](std::string_view name, std::string_view value) {
                return fmt::format("<dt>{}</dt><dd>{}</dd>", name, value);
            };
            out += fmt::format(
                "<section class=\"alert {}\"><div><h3>{} · {}</h3><dl>{}{}{}{}{}{}</dl></div><div class=\"faces\">{}</div></section>",
                analysis::to_string(alert.kind), kind_name(alert.kind), events_.name_of(alert.subject),
                row(t("时刻", "Raised"), at(alert.raised)), row(t("时段", "Seen"), at(alert.first_seen) + " – " + at(alert.last_seen)),
                row(t("区域", "Region"), regions(alert.regions)), row(t("规则", "Rule"), escaped(alert.rule)),
                alert.watch_list.empty() ? "" : row(t("布控", "Watch list"), escaped(alert.watch_list + " / " + alert.entry)),
                row(t("条款", "Clause"), fmt::format("{} ({})", kAlertClause, analysis::row_of(alert.kind))), faces);
        }
        return out;
    }

    std::string captures() {
        std::string out = fmt::format("<h2>{}</h2>", t("抓拍（去重后）", "Captures, de-duplicated"));
        if (events_.kept_captures().empty())
            return out + fmt::format("<p class=\"none\">{}</p>", t("没有达到质量要求的人脸。", "No face of sufficient quality."));
        out += "<div class=\"grid\">";
        auto sorted = events_.kept_captures();
        std::ranges::stable_sort(sorted, {}, [](const Capture& capture) { return capture.first_seen; });
        for (const auto& capture : sorted) {
            const char* const kind = capture.kind == Capture::Kind::best    ? t("最佳", "best")
                                     : capture.kind == Capture::Kind::first ? t("最先", "first")
                                                                            : t("最后", "last");
            out += fmt::format("<figure>{}<figcaption><b>{}</b> {} · {}<br>{}</figcaption></figure>", image_of(capture.picture),
                               events_.name_of(capture.subject), kind, at(capture.picture ? capture.picture->taken : capture.last_seen),
                               regions(capture.regions));
        }
        return out + "</div>";
    }

    std::string statistics() {
        std::string rows;
        for (const auto& lane : lanes())
            rows +=
                fmt::format("<tr><td>{}</td><td>{}</td><td>{}</td><td class=\"num\">{:.1f}</td><td class=\"num\">{}</td></tr>", lane.name,
                            clock_text(lane.first_s), clock_text(lane.last_s), lane.last_s - lane.first_s, lane.alerts.size());
        return fmt::format(
            "<h2>{}</h2><table><thead><tr><th>{}</th><th>{}</th><th>{}</th><th class=\"num\">{}</th><th class=\"num\">{}</th></tr></thead>"
            "<tbody>{}</tbody></table>",
            t("统计", "Statistics"), t("对象", "Subject"), t("首次出现", "First seen"), t("最后出现", "Last seen"),
            t("停留（秒）", "Dwell, seconds"), t("预警", "Alerts"), rows);
    }

    std::string footer() const {
        return fmt::format(
            "<footer><p>{}</p><p>{}</p><p>Miandun 面盾 {} · {}</p></footer>",
            t("对象编号（S1、S2……）只在本报告内有效，不指向任何人的身份，也不能与其他报告关联。",
              "Subjects (S1, S2 ...) are names of this report alone: they point to nobody's identity and cannot be joined with another "
              "report."),
            t("本文件含有人脸图像：请限制知悉范围，不再需要时立即删除（6.2.4）。每个对象在一个去重时段内最多两张图像（6.2.2）。",
              "This file holds pictures of faces: keep it to those who need it and delete it when it has served its purpose (6.2.4). At "
              "most two "
              "pictures of a subject in one window (6.2.2)."),
            MIANDUN_VERSION,
            fmt::format("{} {} · {} {} · {} {}", t("解码", "decoded"), facts_.summary.frames, t("检索", "searched"),
                        facts_.summary.counters.searches, t("特征", "embedded"), facts_.summary.counters.embeddings));
    }

    const AnalyseReportFacts& facts_;
    AnalyseEvents& events_;
    const bool en_;
};

}  // namespace

Status write_analyse_report(const std::filesystem::path& file, const AnalyseReportFacts& facts, AnalyseEvents& events, bool english) {
    const auto html = Report(facts, events, english).html();
    constexpr unsigned kOwnerAlone = 0600;
    return write_file_atomically(file, {reinterpret_cast<const std::uint8_t*>(html.data()), html.size()}, kOwnerAlone);
}

}  // namespace md::cli
