#include "recognition/decision.h"

#include <algorithm>
#include <array>

namespace md::recognition {
namespace {

struct WhyText {
    std::string_view code, zh, en;
};
// In the order of Why.
constexpr std::array kWhy{
    WhyText{"matched", "比对一致。", "The faces match."},
    WhyText{"different_person", "与证件或登记人员不是同一人。", "The living person is not the one on the document or record."},
    WhyText{"unknown_person", "未登记的人员。", "Nobody enrolled looks like this person."},
    WhyText{"ambiguous", "与两名人员都相近，无法判断，请靠近后重试或改用其他方式。",
            "Two enrolled people fit; come closer and try again, or use another way."},
    WhyText{"too_far", "距离过远，请走近一些。", "Too far away; please come closer."},
    WhyText{"not_yet_valid", "该人员的权限尚未生效。", "This person's permission has not begun yet."},
    WhyText{"expired", "该人员的权限已到期。", "This person's permission has ended."},
    WhyText{"blocked", "该人员在黑名单中。", "This person is on the blocklist."},
    WhyText{"group_not_allowed", "该人员不在此门允许的分组中。", "This person is in no group that this door allows."},
    WhyText{"outside_hours", "当前不在此门的开放时段。", "The door is not open at this time."},
    WhyText{"frames_differ", "各帧画面不像同一个人，请本人独自重新拍摄。",
            "The frames do not show one person; please capture again, alone."},
    WhyText{"too_few_methods", "活体检测手段不足，无法判断，请按提示多拍摄几帧。",
            "Too few independent liveness methods could judge; please capture more frames."},
    WhyText{"document_no_face", "证件图像中没有找到人脸。", "No face was found in the document picture."},
    WhyText{"document_poor", "证件图像质量不足，无法比对。", "The document picture is too poor to compare."},
    WhyText{"being_removed", "该人员的登记已失效。", "This person's enrolment has ended."},
};
static_assert(kWhy.size() == static_cast<std::size_t>(Why::being_removed) + 1);

constexpr std::array<std::string_view, 3> kOutcomes{"accepted", "refused", "not_judged"};
constexpr auto kLastReason = vision::Reason::no_motion;

}  // namespace

std::string_view to_string(Outcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }

std::optional<Outcome> outcome_from(std::string_view text) {
    const auto found = std::find(kOutcomes.begin(), kOutcomes.end(), text);
    if (found == kOutcomes.end()) return std::nullopt;
    return static_cast<Outcome>(found - kOutcomes.begin());
}

std::string_view code(Why why) { return kWhy[static_cast<std::size_t>(why)].code; }

std::string_view message(Why why, std::string_view language) {
    const auto& text = kWhy[static_cast<std::size_t>(why)];
    return language == "en" ? text.en : text.zh;
}

ReasonText reason_text(Why why) { return {std::string(code(why)), std::string(message(why, "zh")), std::string(message(why, "en"))}; }

ReasonText reason_text(vision::Reason reason) {
    return {std::string(vision::code(reason)), std::string(vision::message(reason, "zh")), std::string(vision::message(reason, "en"))};
}

ReasonText reason_text(std::string_view wanted) {
    for (std::size_t i = 0; i < kWhy.size(); ++i) {
        if (kWhy[i].code == wanted) return reason_text(static_cast<Why>(i));
    }
    for (int i = 0; i <= static_cast<int>(kLastReason); ++i) {
        if (vision::code(static_cast<vision::Reason>(i)) == wanted) return reason_text(static_cast<vision::Reason>(i));
    }
    return {std::string(wanted), std::string(wanted), std::string(wanted)};
}

}  // namespace md::recognition
