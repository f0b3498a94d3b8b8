// Numbers without faces: people, dwell times, alerts, stream health.
#include "analysis/records/statistics.h"

#include "analysis/errors.h"
#include "analysis/records/cameras.h"
#include "api/convert.h"

namespace md::api {
namespace {

constexpr const char* kCsv = "text/csv; charset=utf-8";
constexpr const char* kExcel = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

analysis::StatisticsQuery query_in(const Call& call, const Clock& clock) {
    analysis::StatisticsQuery query;
    query.to = time_query(call, "to").value_or(clock.wall());
    query.from = time_query(call, "from").value_or(query.to - std::chrono::hours(24));
    query.step = analysis::step_from(call.query("step").value_or("hour")).value();
    query.camera = call.query("camera_id").value_or("");
    query.region = call.query("region").value_or("");
    return query;
}

Out to_out(const analysis::StatisticsLine& line) {
    Out alerts = Out::object();
    for (std::size_t i = 0; i < line.alerts.size(); ++i) alerts[std::string(analysis::to_string(analysis::RuleKind(i)))] = line.alerts[i];
    return {{"from", md::api::to_out(line.from)},
            {"camera_id", line.camera},
            {"region", or_null(line.region)},
            {"people", line.people},
            {"dwell", line.dwell},
            {"dwell_total_s", line.dwell_total_s},
            {"alerts", std::move(alerts)},
            {"minutes_running", line.minutes_running},
            {"minutes_broken", line.minutes_broken}};
}

net::Response file(Bytes content, const char* type, const char* name) {
    net::Response response;
    response.headers = {{"Content-Type", type}, {"Content-Disposition", std::string("attachment; filename=\"") + name + "\""}};
    response.body = SecretBytes(std::move(content));
    return response;
}

}  // namespace

void add_statistics(Operations& operations, const PlatformParts& parts) {
    auto& statistics = *parts.analysis->statistics;
    auto& cameras = *parts.analysis->cameras;
    const auto& clock = *parts.clock;
    operations.on("get_statistics", [&statistics, &clock](Call& call) -> Answer {
        MD_API_ASSIGN(const auto found, statistics.find(query_in(call, clock)));
        return answer({{"items", items(found.lines, [](const analysis::StatisticsLine& line) { return to_out(line); })},
                       {"complete", found.complete},
                       {"dwell_bounds_s", analysis::kDwellBounds}});
    });
    operations.on("export_statistics", [&statistics, &cameras, &clock](Call& call) -> Answer {
        MD_API_ASSIGN(auto found, statistics.find(query_in(call, clock)));
        for (auto& line : found.lines) {  // people read names
            const auto id = CameraId::from_text(line.camera);
            if (const auto camera = id ? cameras.get(*id) : fail(errors::kCameraNotFound)) line.camera = camera->name;
        }
        const std::string language = call.session ? call.session->user.language : "zh";
        if (call.query("format") == "csv") return file(to_bytes(analysis::to_csv(found.lines, language)), kCsv, "statistics.csv");
        MD_API_ASSIGN(auto workbook, analysis::to_excel(found.lines, language));
        return file(std::move(workbook), kExcel, "statistics.xlsx");
    });
}

}  // namespace md::api
