#pragma once
#include "base/result.h"

namespace md::errors {

// ---- configuration
inline constexpr ErrorKind kPolygonCorners{"analysis.polygon_corners", 400, "区域至少要有 3 个顶点，最多 64 个，每个顶点为两个数。",
                                           "A region needs 3 to 64 corners of two numbers each."};
inline constexpr ErrorKind kPolygonOutside{"analysis.polygon_outside", 400, "区域超出画面，顶点坐标须在 0 到 1 之间。",
                                           "The region lies outside the picture; its corners must be from 0 to 1."};
inline constexpr ErrorKind kPolygonCrosses{"analysis.polygon_crosses", 400, "区域的边相互交叉或重叠，请重新绘制。",
                                           "The region's edges cross or touch each other; please draw it anew."};
inline constexpr ErrorKind kPolygonFlat{"analysis.polygon_flat", 400, "区域面积为零，请重新绘制。",
                                        "The region has no area; please draw it anew."};
inline constexpr ErrorKind kNameInvalid{"analysis.name_invalid", 400, "名称不能为空，不超过 64 字节，不含控制字符。",
                                        "A name must not be empty, has at most 64 bytes and no control characters."};
inline constexpr ErrorKind kNameTaken{"analysis.name_taken", 400, "名称重复，请改用不同的名称。",
                                      "Two things have the same name; give them different ones."};
inline constexpr ErrorKind kNameUnknown{"analysis.name_unknown", 400, "规则引用了不存在的区域、时段或布控名单。",
                                        "A rule names a region, schedule or watch list that does not exist."};
inline constexpr ErrorKind kScheduleNever{"analysis.schedule_never", 400, "该时段永远不会生效：没有星期，也没有日期。",
                                          "The schedule never holds: it has neither weekdays nor dates."};
inline constexpr ErrorKind kScheduleInvalid{"analysis.schedule_invalid", 400, "时段的设置有误，请检查星期、时间、日期和时区。",
                                            "The schedule is not valid; check its days, times, dates and time zone."};
inline constexpr ErrorKind kDeduplicationInvalid{
    "analysis.deduplication_invalid", 400, "去重的设置有误：连续去重的单位不小于 1 秒，间断去重的时段不小于 1 分钟，至少启用其中一种。",
    "The de-duplication is not valid: continuous from 1 s, intermittent from 1 min, and at least one of them on."};
inline constexpr ErrorKind kRuleInvalid{"analysis.rule_invalid", 400, "规则的设置有误，请按提示修改。",
                                        "The rule is not valid; see what is named."};
inline constexpr ErrorKind kTooManyItems{"analysis.too_many_items", 400, "区域、时段、名单或规则的数量超过上限 256。",
                                         "There are more than 256 regions, schedules, lists or rules."};

// ---- scenarios
inline constexpr ErrorKind kScenarioSyntax{"analysis.scenario_syntax", 400, "场景文件有误，请按提示的行号修改。",
                                           "The scenario file is malformed; see the line given."};

// ---- records
inline constexpr ErrorKind kCameraInvalid{"analysis.camera_invalid", 400, "摄像机的设置有误，请检查名称、类型、地址和设备。",
                                          "The camera's settings are not valid; check name, kind, address and device."};
inline constexpr ErrorKind kCameraNotFound{"analysis.camera_not_found", 404, "没有找到该摄像机。", "There is no such camera."};
inline constexpr ErrorKind kCameraNameTaken{"analysis.camera_name_taken", 409, "已有同名的摄像机，请换一个名称。",
                                            "Another camera has this name already; please choose another."};
inline constexpr ErrorKind kCameraDeviceTaken{"analysis.camera_device_taken", 409, "该设备已绑定另一台摄像机。",
                                              "This device delivers for another camera already."};
inline constexpr ErrorKind kVersionChanged{"analysis.version_changed", 412, "内容已被他人修改，请刷新后重试。",
                                           "Somebody else has changed it meanwhile; reload and try again."};
inline constexpr ErrorKind kCaptureNotFound{"analysis.capture_not_found", 404, "没有找到该抓拍。", "There is no such capture."};
inline constexpr ErrorKind kPictureGone{"analysis.picture_gone", 410, "图像未保存，或已按期限删除。",
                                        "The picture was not kept, or was deleted when its term was over."};
inline constexpr ErrorKind kWindowFull{"analysis.too_many_pictures", 409, "同一对象在一个去重时段内最多保存两张图像。",
                                       "At most two pictures of a subject are kept in one window."};
inline constexpr ErrorKind kAlertNotFound{"analysis.alert_not_found", 404, "没有找到该预警。", "There is no such alert."};
inline constexpr ErrorKind kAlertState{"analysis.alert_state", 409, "该预警已被确认或关闭，不能再执行此操作。",
                                       "This alert is acknowledged or closed already; that is no longer possible."};
inline constexpr ErrorKind kCommentInvalid{"analysis.comment_invalid", 400, "备注不能为空，且不超过 2000 字节。",
                                           "A comment must not be empty and has at most 2000 bytes."};
inline constexpr ErrorKind kWatchListNotFound{"analysis.watch_list_not_found", 404, "没有找到该布控名单或条目。",
                                              "There is no such watch list or entry."};
inline constexpr ErrorKind kWatchListInvalid{"analysis.watch_list_invalid", 400, "布控名单的设置有误，请检查名称。",
                                             "The watch list is not valid; check its name."};
inline constexpr ErrorKind kWatchListNameTaken{"analysis.watch_list_name_taken", 409, "已有同名的布控名单，或名单内已有该编号。",
                                               "Another list has this name, or the list has this entry already."};
inline constexpr ErrorKind kWatchBasisMissing{
    "analysis.basis_missing", 400, "布控须登记法律依据或本人同意：依据、文号和有效期，有效期不超过上限。",
    "A watch list needs a recorded legal basis or consent: its text, document number and an end within the limit."};
inline constexpr ErrorKind kWatchLabelInvalid{
    "analysis.watch_label_invalid", 400, "条目编号只能用字母、数字和 - _ . /，至少含一个数字，不得填写姓名。",
    "An entry is labelled with letters, digits and - _ . / only and at least one digit; never with a name."};
inline constexpr ErrorKind kWatchPicture{"analysis.watch_picture", 422, "图像不可用：须有且仅有一张清晰的人脸。",
                                         "The picture cannot be used: it must show exactly one clear face."};
inline constexpr ErrorKind kEndpointInvalid{"analysis.endpoint_invalid", 400, "推送地址的设置有误：须为 https 地址，密钥不少于 16 字节。",
                                            "The endpoint is not valid: it needs an https address and a secret of at least 16 bytes."};
inline constexpr ErrorKind kEndpointNotFound{"analysis.endpoint_not_found", 404, "没有找到该推送地址或推送记录。",
                                             "There is no such endpoint or delivery."};

// ---- pipeline
inline constexpr ErrorKind kWatchListFolder{"analysis.watch_list_folder", 400, "布控名单的文件夹无法读取，或其中没有图片。",
                                            "The folder of a watch list cannot be read, or there is no picture in it."};

}  // namespace md::errors
