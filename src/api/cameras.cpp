// Cameras: what they are and how their streams do. C10.
#include <semaphore>

#include "analysis/errors.h"
#include "api/analysis_out.h"
#include "api/camera_probe.h"
#include "base/errors.h"
#include "media/errors.h"

namespace md::api {
namespace {

// A try may take ten seconds of a handler's thread: others must stay free.
constexpr std::ptrdiff_t kTriesAtOnce = 2;

using analysis::Camera;
using analysis::CameraSettings;

analysis::CameraReport report_of(const AnalysisParts& parts, const Camera& camera) {
    return parts.live->report(camera.id).value_or(idle_report(camera));
}

Out camera_out(const Call& call, const AnalysisParts& parts, const Camera& camera) {
    return to_out(camera, report_of(parts, camera), call.may(access::Permission::manage_cameras));
}

// The given members over what there was.
CameraSettings changed(CameraSettings camera, const Json& body) {
    if (body.contains("name")) camera.name = text(body, "name");
    if (body.contains("kind")) camera.kind = analysis::camera_kind_from(view(body.at("kind"))).value();
    if (body.contains("group")) camera.group = text_or_empty(body, "group");
    if (body.contains("address")) camera.address = text(body, "address");
    if (body.contains("user")) camera.user = text_or_empty(body, "user");
    if (body.contains("transport")) camera.tcp = view(body.at("transport")) == "tcp";
    if (body.contains("loop")) camera.loop = body.at("loop").get<bool>();
    if (body.contains("enabled")) camera.enabled = body.at("enabled").get<bool>();
    if (body.contains("device_id")) camera.device = id_of<DeviceId>(view(body.at("device_id")));
    return camera;
}

// The device must exist; which permissions its key has is its own matter.
Status check_device(access::Access& access, const std::optional<DeviceId>& device) {
    if (!device) return {};
    MD_ASSIGN(const auto devices, access.devices().list());
    for (const auto& one : devices) {
        if (one.id == *device && !one.revoked_at) return {};
    }
    return fail(errors::kCameraInvalid, "no such device");
}

// Nothing when the body does not speak of the password; empty for null, which removes it.
std::optional<SecretBytes> password_in(const Json& body) {
    const auto found = body.find("password");
    if (found == body.end()) return std::nullopt;
    return found->is_null() ? SecretBytes() : SecretBytes(as_bytes(view(*found)));
}

// A password that is saved is tried only where it was saved for: else anybody who may manage cameras could have it sent anywhere.
Answer probe(Call& call, const AnalysisParts& parts, const Clock& clock) {
    media::SourceOptions options;
    options.address = text(call.body, "address");
    options.user = text_or_empty(call.body, "user");
    options.tcp = text_or_empty(call.body, "transport") != "udp";
    if (auto given = password_in(call.body)) {
        options.password = std::make_shared<const SecretBytes>(std::move(*given));
    } else if (call.body.contains("camera_id")) {
        MD_API_ASSIGN(const auto camera, parts.cameras->get(id_of<CameraId>(view(call.body.at("camera_id")))));
        if (camera.address == options.address && camera.user == options.user) {
            MD_API_ASSIGN(options.password, parts.cameras->password(camera.id));
        }
    }
    static std::counting_semaphore<kTriesAtOnce> tries(kTriesAtOnce);
    if (!tries.try_acquire()) return refuse(errors::kOverloaded);
    auto found = probe_source(options, clock);
    tries.release();
    return answer(found);
}

void add_changes(Operations& operations, const AnalysisParts& analysis, access::Access& access) {
    operations.on("create_camera", [analysis, &access](Call& call) -> Answer {
        auto settings = changed({}, call.body);
        MD_API_TRY(check_device(access, settings.device));
        const auto password = password_in(call.body).value_or(SecretBytes());
        MD_API_ASSIGN(const auto camera, analysis.cameras->add(std::move(settings), password, call.actor()));
        return answer(camera_out(call, analysis, camera), 201);
    });
    operations.on("update_camera", [analysis, &access](Call& call) -> Answer {
        const auto id = call.id<CameraId>("camera_id");
        MD_API_ASSIGN(const auto version, wanted_version(call));
        MD_API_ASSIGN(const auto before, analysis.cameras->get(id));
        auto settings = changed(before, call.body);
        if (call.body.contains("device_id")) MD_API_TRY(check_device(access, settings.device));
        const auto password = password_in(call.body);
        MD_API_ASSIGN(const auto camera, analysis.cameras->update(id, std::move(settings), password ? &*password : nullptr,
                                                                  version.value_or(before.version), call.actor()));
        return with_version(answer(camera_out(call, analysis, camera)), camera.version);
    });
    operations.on("delete_camera", [analysis](Call& call) -> Answer {
        MD_API_TRY(analysis.cameras->remove(call.id<CameraId>("camera_id"), call.actor()));
        return no_content();
    });
}

}  // namespace

void add_cameras(Operations& operations, const PlatformParts& parts) {
    const auto analysis = *parts.analysis;
    operations.on("list_cameras", [analysis](Call& call) -> Answer {
        Out list = Out::array();
        for (const auto& camera : analysis.cameras->list()) {
            if (call.query("group").value_or(camera.group) == camera.group) list.push_back(camera_out(call, analysis, camera));
        }
        return answer({{"items", std::move(list)}});
    });
    operations.on("get_camera", [analysis](Call& call) -> Answer {
        MD_API_ASSIGN(const auto camera, analysis.cameras->get(call.id<CameraId>("camera_id")));
        return with_version(answer(camera_out(call, analysis, camera)), camera.version);
    });
    operations.on("get_camera_report", [analysis](Call& call) -> Answer {
        MD_API_ASSIGN(const auto camera, analysis.cameras->get(call.id<CameraId>("camera_id")));
        return answer(to_out(report_of(analysis, camera)));
    });
    operations.on("probe_camera", [analysis, clock = parts.clock](Call& call) { return probe(call, analysis, *clock); });
    add_changes(operations, analysis, *parts.access);
}

}  // namespace md::api
