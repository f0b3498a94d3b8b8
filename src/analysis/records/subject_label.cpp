#include "analysis/records/subject_label.h"

#include "crypto/suite.h"

namespace md::analysis {

SubjectLabels::SubjectLabels(Profile profile, Random& random) : profile_(profile), key_(random.secret(32)) {}

// C1
std::string SubjectLabels::label(const SubjectId& subject, WallTime window) const {
    const auto input = Writer().raw(subject.view()).u64(static_cast<std::uint64_t>(to_micros(window))).bytes();
    const auto digest = crypto::Suite::of(profile_).hmac(key_.view(), input);
    return to_hex(ByteView(digest).first(8));
}

}  // namespace md::analysis
