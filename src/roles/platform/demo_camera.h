#pragma once
// `./run --demo`: a camera to try video analysis with: a clip of the pinned test package that starts again at its end, with a region and
// rules that raise an alert within a minute.
#include "roles/platform/analysis.h"

namespace md::roles {

// False when it is there already (or another camera of its name).
Result<bool> load_demo_camera(AnalysisService& analysis, const std::filesystem::path& media);

}  // namespace md::roles
