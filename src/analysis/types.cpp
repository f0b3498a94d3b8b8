#include "analysis/types.h"

namespace md::analysis {

std::string_view to_string(RuleKind kind) {
    constexpr std::array<std::string_view, 4> kNames{"intrusion", "stay", "wander", "appearance"};
    return kNames.at(static_cast<std::size_t>(kind));
}
std::string_view to_string(Output output) { return output == Output::best ? "best" : "first_last"; }
std::string_view to_string(Capture::Kind kind) {
    constexpr std::array<std::string_view, 3> kNames{"best", "first", "last"};
    return kNames.at(static_cast<std::size_t>(kind));
}
std::string_view to_string(Capture::Stage stage) {
    constexpr std::array<std::string_view, 4> kNames{"opened", "replaced", "closed", "withdrawn"};
    return kNames.at(static_cast<std::size_t>(stage));
}
std::string_view to_string(Alert::Stage stage) {
    constexpr std::array<std::string_view, 3> kNames{"raised", "updated", "closed"};
    return kNames.at(static_cast<std::size_t>(stage));
}
std::string_view row_of(RuleKind kind) {
    constexpr std::array<std::string_view, 4> kRows{"C5", "C6", "C7", "C8"};
    return kRows.at(static_cast<std::size_t>(kind));
}
std::string_view name_zh(RuleKind kind) {
    constexpr std::array<std::string_view, 4> kNames{"禁行闯入", "异常滞留", "异常徘徊", "出现异常"};
    return kNames.at(static_cast<std::size_t>(kind));
}

}  // namespace md::analysis
