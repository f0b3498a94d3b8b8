#pragma once
// `./run --demo`: a handful of people to try the platform with. Pictures come from the pinned test package, never from the repository.
#include "roles/platform/platform.h"

namespace md::roles {

// Loads them unless they are there already. Returns how many people were added. kNoPictures' kin when the package is not unpacked.
Result<std::size_t> load_demo_people(Core& core, const std::filesystem::path& media);

}  // namespace md::roles
