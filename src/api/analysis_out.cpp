#include "api/analysis_out.h"

#include <charconv>

#include "analysis/errors.h"

namespace md::api {
namespace {

Out since_last_frame(const media::SourceReport& source) { return source.frames == 0 ? Out(nullptr) : Out(source.since_last_frame.count()); }

Out error_of(const media::SourceReport& source) {
    return source.error_code.empty() ? Out(nullptr) : sentence(source.error_code, source.detail_zh, source.detail_en);
}

}  // namespace

analysis::CameraReport idle_report(const analysis::Camera& camera) {
    analysis::CameraReport report;
    report.id = camera.id;
    report.source.state = camera.enabled ? media::State::connecting : media::State::stopped;
    return report;
}

Out to_out(const analysis::CameraReport& report) {
    const auto& source = report.source;
    return {{"camera_id", report.id.text()},
            {"state", media::to_string(source.state)},
            {"error", error_of(source)},
            {"codec", source.codec},
            {"width", source.width},
            {"height", source.height},
            {"fps", source.fps},
            {"detections_per_second", report.detections_per_second},
            {"frames", source.frames},
            {"dropped", source.dropped},
            {"corrupt", source.corrupt},
            {"connects", source.connects},
            {"breaks", source.breaks},
            {"since_last_frame_ms", since_last_frame(source)},
            {"faces_now", report.faces_now},
            {"tracks_now", report.tracks_now},
            {"alert_latency_ms", report.frame_to_alert.count == 0 ? Out(nullptr) : Out(report.frame_to_alert.quantile(0.5) * 1000)}};
}

Out to_out(const analysis::Camera& camera, const analysis::CameraReport& report, bool full) {
    return {{"id", camera.id.text()},
            {"name", camera.name},
            {"kind", analysis::to_string(camera.kind)},
            {"group", or_null(camera.group)},
            {"address", full ? or_null(camera.address) : Out(nullptr)},
            {"user", full ? or_null(camera.user) : Out(nullptr)},
            {"has_password", camera.has_password},
            {"transport", camera.tcp ? "tcp" : "udp"},
            {"loop", camera.loop},
            {"enabled", camera.enabled},
            {"device_id", to_out(camera.device)},
            {"created_at", to_out(camera.created_at)},
            {"version", camera.version},
            {"report", to_out(report)}};
}

Out to_out(const analysis::LiveOverlay& overlay) {
    return {{"time", overlay.width == 0 ? Out(nullptr) : to_out(overlay.time)},
            {"frame", overlay.frame},
            {"boxes", items(overlay.boxes, [](const analysis::LiveBox& box) {
                 return Out{{"track", box.track},
                            {"box", {box.x, box.y, box.width, box.height}},
                            {"confirmed", box.confirmed},
                            {"seen", box.quality > 0},
                            {"subject", box.subject},
                            {"regions", box.regions},
                            {"watch_list", or_null(box.watch_list)}};
             })}};
}

Out to_out(const analysis::StoredCapture& capture) { return Out::parse(analysis::to_json(capture)); }

Out actor_out(const std::string& actor, access::Access& access) {
    if (actor.empty()) return nullptr;
    Out name = nullptr;
    constexpr std::string_view kDevice = "device:";
    if (actor.starts_with(kDevice)) {
        if (const auto devices = access.devices().list()) {
            for (const auto& device : *devices) {
                if (device.id.text() == std::string_view(actor).substr(kDevice.size())) name = device.name;
            }
        }
    } else if (const auto id = UserId::from_text(actor)) {
        if (const auto user = access.users().get(*id)) name = user->name;
    }
    return {{"id", actor}, {"name", std::move(name)}};
}

// What webhooks are told, with the names of those who acted.
Out to_out(const analysis::StoredAlert& alert, access::Access& access) {
    auto out = Out::parse(analysis::to_json(alert));
    out["acknowledged_by"] = actor_out(alert.acknowledged_by, access);
    out["closed_by"] = actor_out(alert.closed_by, access);
    return out;
}

net::Response jpeg(SecretBytes picture) {
    net::Response response;
    response.headers.emplace_back("Content-Type", "image/jpeg");
    response.body = std::move(picture);
    return response;
}

net::Response with_version(net::Response response, std::int64_t version) {
    response.headers.emplace_back("ETag", "\"" + std::to_string(version) + "\"");
    return response;
}

Result<std::optional<std::int64_t>> wanted_version(const Call& call) {
    const auto tag = call.request.header("if-match");
    if (tag.empty() || tag == "*") return std::nullopt;
    std::int64_t version = -1;
    if (tag.size() > 2 && tag.front() == '"' && tag.back() == '"') {
        const auto* end = tag.data() + tag.size() - 1;
        if (const auto read = std::from_chars(tag.data() + 1, end, version); read.ec == std::errc() && read.ptr == end) return version;
    }
    return fail(errors::kVersionChanged, "no version of ours: " + tag);
}

}  // namespace md::api
