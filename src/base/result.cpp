#include "base/result.h"

namespace md {

std::string Error::text() const {
    std::string out(kind_->code);
    if (!detail_.empty()) out.append(": ").append(detail_);
    return out;
}

std::string_view Error::message(std::string_view language) const { return language.substr(0, 2) == "en" ? kind_->en : kind_->zh; }

}  // namespace md
