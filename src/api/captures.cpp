// De-duplicated captures, and those that edge cameras deliver. C2, C3, C4, C9, C10.
#include "analysis/errors.h"
#include "api/analysis_out.h"

namespace md::api {
namespace {

std::optional<analysis::Capture::Kind> kind_from(const std::optional<std::string>& text) {
    using Kind = analysis::Capture::Kind;
    for (const auto kind : {Kind::best, Kind::first, Kind::last}) {
        if (text == analysis::to_string(kind)) return kind;
    }
    return std::nullopt;
}

analysis::CaptureQuery query_in(const Call& call) {
    analysis::CaptureQuery query;
    query.camera = call.query("camera_id").value_or("");
    query.region = call.query("region").value_or("");
    query.subject = call.query("subject").value_or("");
    query.kind = kind_from(call.query("kind"));
    query.from = time_query(call, "from");
    query.to = time_query(call, "to");
    query.cursor = call.query("cursor").value_or("");
    query.limit = call.limit();
    return query;
}

// C10: the key tells which camera it is, so that no device can speak for another's.
Answer take_in(Call& call, const AnalysisParts& analysis) {
    const auto camera = analysis.cameras->of_device(call.caller.device.value());
    if (!camera) return refuse(errors::kCameraNotFound);
    const auto time = from_rfc3339(view(call.body.at("time"))).value();
    MD_API_ASSIGN(const auto file, picture(call.body.at("picture")));
    MD_API_ASSIGN(const auto seen, analysis.live->intake(camera->id, file.view(), time));
    return answer({{"faces", seen.faces}, {"good_enough", seen.good_enough}});
}

}  // namespace

void add_captures(Operations& operations, const PlatformParts& parts) {
    const auto analysis = *parts.analysis;
    operations.on("list_captures", [analysis](Call& call) -> Answer {
        MD_API_ASSIGN(const auto page, analysis.captures->find(query_in(call)));
        return answer({{"items", items(page.items, [](const analysis::StoredCapture& capture) { return to_out(capture); })},
                       {"next_cursor", or_null(page.next)}});
    });
    operations.on("get_capture", [analysis](Call& call) -> Answer {
        MD_API_ASSIGN(const auto capture, analysis.captures->get(call.id<analysis::CaptureId>("capture_id")));
        return answer(to_out(capture));
    });
    operations.on("get_capture_picture", [analysis](Call& call) -> Answer {
        MD_API_ASSIGN(auto picture, analysis.captures->picture(call.id<analysis::CaptureId>("capture_id"), call.actor()));
        return jpeg(std::move(picture));
    });
    operations.on("take_in_capture", [analysis](Call& call) { return take_in(call, analysis); });
}

}  // namespace md::api
