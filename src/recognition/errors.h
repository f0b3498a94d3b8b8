#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kNoFrames{"recognition.no_frames", 400, "没有提供现场画面，请至少上传一帧。",
                                     "No live picture was given; send at least one frame."};
inline constexpr ErrorKind kTooManyFrames{"recognition.too_many_frames", 413, "现场画面帧数过多。", "Too many live frames were sent."};
inline constexpr ErrorKind kDoorNotFound{"recognition.door_not_found", 404, "没有找到该门。", "There is no such door."};
inline constexpr ErrorKind kDoorInvalid{"recognition.door_invalid", 400, "门的设置有误，请检查名称、等级和时段。",
                                        "The door's settings are not valid; check name, grade and time windows."};
inline constexpr ErrorKind kGradeTooLow{"recognition.grade_too_low", 400, "安全等级低于要求：非关基系统不低于 2 级，关基系统不低于 3 级。",
                                        "The security grade is below what is required: 2 for general, 3 for critical systems."};
inline constexpr ErrorKind kEventNotFound{"recognition.event_not_found", 404, "没有找到该事件。", "There is no such event."};
inline constexpr ErrorKind kRateInvalid{"recognition.rate_invalid", 400, "误识率须在 0.1 到 0.0000001 之间。",
                                        "A false-match rate must lie between 1e-1 and 1e-7."};
inline constexpr ErrorKind kNobodyEnrolled{"recognition.not_enrolled", 409, "该人员没有登记人脸，无法比对。",
                                           "This person has no enrolled face to compare with."};

}  // namespace md::errors
