#pragma once
// The profile a test runs in, for modules that link base.
#include "base/profile.h"
#include "test_support.h"

namespace md::test {

inline Profile profile() { return profile_from(profile_name()).value(); }

}  // namespace md::test
