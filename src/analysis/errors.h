#pragma once
#include "base/result.h"

namespace md::errors {

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
inline constexpr ErrorKind kTooManyPictures{"analysis.too_many_pictures", 409, "同一对象在一个去重时段内最多保存两张图像。",
                                            "At most two pictures of a subject are kept in one window."};
inline constexpr ErrorKind kAlertNotFound{"analysis.alert_not_found", 404, "没有找到该报警。", "There is no such alert."};
inline constexpr ErrorKind kAlertState{"analysis.alert_state", 409, "该报警已经处理完毕，不能再执行此操作。",
                                       "This alert is closed already; that is no longer possible."};
inline constexpr ErrorKind kCommentInvalid{"analysis.comment_invalid", 400, "备注不能为空，且不超过 2000 字节。",
                                           "A comment must not be empty and has at most 2000 bytes."};
inline constexpr ErrorKind kWatchListNotFound{"analysis.watch_list_not_found", 404, "没有找到该布控名单或条目。",
                                              "There is no such watch list or entry."};
inline constexpr ErrorKind kWatchListInvalid{"analysis.watch_list_invalid", 400, "布控名单的设置有误，请检查名称。",
                                             "The watch list is not valid; check its name."};
inline constexpr ErrorKind kWatchListNameTaken{"analysis.watch_list_name_taken", 409, "已有同名的布控名单，或名单内已有该编号。",
                                               "Another list has this name, or the list has this entry already."};
inline constexpr ErrorKind kBasisMissing{
    "analysis.basis_missing", 400, "布控须登记法律依据或本人同意：依据、文号和有效期，有效期不超过上限。",
    "A watch list needs a recorded legal basis or consent: its text, document number and an end within the limit."};
inline constexpr ErrorKind kWatchLabelInvalid{"analysis.watch_label_invalid", 400, "条目编号只能用字母、数字和 - _ . /，不得填写姓名。",
                                              "An entry is labelled with letters, digits and - _ . / only; never with a name."};
inline constexpr ErrorKind kWatchPicture{"analysis.watch_picture", 422, "图像不可用：须有且仅有一张清晰的人脸。",
                                         "The picture cannot be used: it must show exactly one clear face."};
inline constexpr ErrorKind kEndpointInvalid{"analysis.endpoint_invalid", 400, "推送地址的设置有误：须为 https 地址，密钥不少于 16 字节。",
                                            "The endpoint is not valid: it needs an https address and a secret of at least 16 bytes."};
inline constexpr ErrorKind kEndpointNotFound{"analysis.endpoint_not_found", 404, "没有找到该推送地址或推送记录。",
                                             "There is no such endpoint or delivery."};

}  // namespace md::errors
