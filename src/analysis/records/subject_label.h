#pragma once
// What a subject is called in storage. C1
#include <string>

#include "analysis/types.h"
#include "base/profile.h"
#include "base/random.h"

namespace md::analysis {

// Thread-safe. The key dies with the object, so that labels of two runs, or of two windows, cannot be joined afterwards.
class SubjectLabels {
public:
    SubjectLabels(Profile profile, Random& random);
    // 16 hexadecimal digits; the same for a subject and the beginning of a window.
    std::string label(const SubjectId& subject, WallTime window) const;

private:
    Profile profile_;
    SecretBytes key_;
};

}  // namespace md::analysis
