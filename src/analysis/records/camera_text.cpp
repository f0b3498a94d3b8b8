#include "analysis/records/camera_text.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "analysis/errors.h"
#include "store/errors.h"

namespace md::analysis {

using Json = nlohmann::json;

namespace {

constexpr std::array<std::string_view, 5> kKinds{"stream", "file", "folder", "usb", "edge"};

// Names are shown, joined with line feeds and written into configurations.
bool is_name(const std::string& text, std::size_t most) {
    return text.size() <= most &&
           std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7f'; });
}

bool has_scheme(const std::string& address) {
    constexpr std::string_view kSchemes[] = {"rtsp://", "rtsps://", "http://", "https://"};
    return std::any_of(std::begin(kSchemes), std::end(kSchemes), [&](std::string_view scheme) { return address.starts_with(scheme); });
}

// A password in an address would be shown to everybody who may see the camera.
bool holds_credentials(const std::string& address) {
    const auto host = address.find("://");
    if (host == std::string::npos) return false;
    return address.substr(0, address.find_first_of("/?", host + 3)).find('@') != std::string::npos;
}

}  // namespace

std::string_view to_string(CameraKind kind) { return kKinds[static_cast<std::size_t>(kind)]; }

std::optional<CameraKind> camera_kind_from(std::string_view text) {
    const auto found = std::find(kKinds.begin(), kKinds.end(), text);
    if (found == kKinds.end()) return std::nullopt;
    return static_cast<CameraKind>(found - kKinds.begin());
}

std::string encode(const CameraSettings& settings) {
    return Json{
        {"name", settings.name},       {"group", settings.group},     {"kind", to_string(settings.kind)},
        {"address", settings.address}, {"user", settings.user},       {"tcp", settings.tcp},
        {"loop", settings.loop},       {"enabled", settings.enabled}, {"device", settings.device ? settings.device->text() : std::string()}}
        .dump();
}

Result<CameraSettings> decode_camera(const std::string& text) {
    try {
        const auto json = Json::parse(text);
        const auto kind = camera_kind_from(json.at("kind").get<std::string>());
        if (!kind) return fail(errors::kStoreCorrupt, "analysis_cameras");
        return CameraSettings{json.at("name"),    json.at("group"),   *kind,
                              json.at("address"), json.at("user"),    json.at("tcp"),
                              json.at("loop"),    json.at("enabled"), DeviceId::from_text(json.at("device").get<std::string>())};
    } catch (const Json::exception&) {
        return fail(errors::kStoreCorrupt, "analysis_cameras");
    }
}

Status check_camera(const CameraSettings& settings) {
    const auto wrong = [](std::string what) { return fail(errors::kCameraInvalid, std::move(what)); };
    if (settings.name.empty() || !is_name(settings.name, 100)) return wrong("name");
    if (!is_name(settings.group, 100) || CameraId::from_text(settings.group)) return wrong("group");
    if (!is_name(settings.address, 2000) || holds_credentials(settings.address)) return wrong("address");
    if (settings.user.size() > 200) return wrong("user");
    const bool edge = settings.kind == CameraKind::edge;
    if (settings.address.empty() != edge) return wrong("address");
    if (settings.kind == CameraKind::stream && !has_scheme(settings.address)) return wrong("address");
    if (settings.device.has_value() != edge) return wrong("device");
    return {};
}

}  // namespace md::analysis
