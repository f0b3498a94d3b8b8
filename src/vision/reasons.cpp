#include <array>

#include "vision/engine.h"

namespace md::vision {
namespace {

struct Text {
    Reason reason;
    std::string_view code, zh, en;
};

constexpr std::array kTexts{
    Text{Reason::no_face, "no_face", "没有找到人脸，请正对镜头重拍。", "No face was found; please face the camera and try again."},
    Text{Reason::several_faces, "several_faces", "画面中有多张人脸，请一人单独拍摄。",
         "There are several faces in the picture; please take it with one person."},
    Text{Reason::too_small, "too_small", "人脸太小，请靠近一些。", "The face is too small; please come closer."},
    Text{Reason::blurred, "blurred", "人脸不清晰，请保持不动或擦净镜头。", "The face is blurred; please keep still or clean the lens."},
    Text{Reason::turned, "turned", "脸转向一侧或上下偏转过大，请正对镜头。",
         "The face is turned away; please look straight at the camera."},
    Text{Reason::tilted, "tilted", "头歪得太多，请摆正。", "The head is tilted; please hold it upright."},
    Text{Reason::too_dark, "too_dark", "人脸太暗，请到光线好的地方。", "The face is too dark; please find better light."},
    Text{Reason::too_bright, "too_bright", "人脸过亮，请避开强光。", "The face is too bright; please avoid strong light."},
    Text{Reason::low_contrast, "low_contrast", "人脸对比度太低，请改善光线。",
         "The face has too little contrast; please improve the light."},
    Text{Reason::occluded, "occluded", "人脸被遮挡，请摘下口罩或移开遮挡物。",
         "The face is covered; please remove the mask or whatever covers it."},
    Text{Reason::eyes_closed, "eyes_closed", "眼睛闭着，请睁眼重拍。", "The eyes are closed; please open them and try again."},
    Text{Reason::face_cut_off, "face_cut_off", "人脸没有完全进入画面，请移到画面中间。",
         "The face is cut off by the edge; please move to the middle."},
    Text{Reason::low_score, "low_score", "无法确定画面中是人脸，请重拍。", "It is not certain that this is a face; please try again."},
    Text{Reason::liveness_unsure, "liveness_unsure", "无法判断是否真人，请再试一次。",
         "It could not be decided whether a live person is present; please try again."},
    Text{Reason::liveness_attack, "liveness_attack", "疑似照片、视频或面具等呈现攻击，已拒绝。",
         "This looks like a photo, a video or a mask; it was refused."},
    Text{Reason::no_motion, "no_motion", "画面没有变化，无法判断是否真人，请看镜头并眨眼。",
         "Nothing moves, so it cannot be decided whether a live person is present; please look at the camera and blink."},
};

const Text& text_of(Reason reason) { return kTexts[static_cast<std::size_t>(reason)]; }

constexpr bool in_order() {
    for (std::size_t i = 0; i < kTexts.size(); ++i)
        if (static_cast<std::size_t>(kTexts[i].reason) != i) return false;
    return kTexts.size() == static_cast<std::size_t>(Reason::no_motion) + 1;
}
static_assert(in_order(), "one text a reason, in the order of the enumeration");

}  // namespace

std::string_view code(Reason reason) { return text_of(reason).code; }
std::string_view message(Reason reason, std::string_view language) { return language == "en" ? text_of(reason).en : text_of(reason).zh; }

std::string_view code(LivenessOutcome outcome) {
    switch (outcome) {
        case LivenessOutcome::live:
            return "live";
        case LivenessOutcome::attack:
            return "attack";
        case LivenessOutcome::not_judged:
            return "not_judged";
    }
    return "not_judged";
}

}  // namespace md::vision
