#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kInvalidRequest{"api.invalid_request", 400, "请求内容不符合接口定义，请查看各字段的说明。",
                                           "The request does not follow the interface's definition; see the fields."};
inline constexpr ErrorKind kInvalidJson{"api.invalid_json", 400, "请求内容不是有效的 JSON。", "The request's content is not valid JSON."};
inline constexpr ErrorKind kContentType{"api.content_type", 415, "请求内容的类型不受支持。",
                                        "The content type of the request is not supported."};
inline constexpr ErrorKind kKeyReused{"api.idempotency_key_reused", 422, "同一个防重复标识被用于不同的请求。",
                                      "The idempotency key was used with another request before."};
inline constexpr ErrorKind kStillRunning{"api.still_running", 409, "相同的请求正在处理，请稍后查询结果。",
                                         "The same request is still being worked on; please try again shortly."};
inline constexpr ErrorKind kAlreadyDone{"api.already_done", 409, "相同的请求此前已经完成，未重复执行；当时的应答已不再保留，请查询结果。",
                                        "The same request was done before and was not done again; its answer is no longer kept, so look "
                                        "its result up."};
inline constexpr ErrorKind kOutcomeUnknown{
    "api.outcome_unknown", 409, "服务在处理相同的请求时中断，结果未知；请先查询结果，需要时换用新的标识重试。",
    "The service stopped while it worked on the same request, so its outcome is unknown; look the result up, and try again with a new key "
    "if need be."};
inline constexpr ErrorKind kConsoleMissing{"api.console_missing", 404, "此程序构建时未包含管理控制台。",
                                           "This program was built without the console."};
inline constexpr ErrorKind kAnalysisOff{"api.analysis_off", 404, "本平台未启用视频人脸分析。",
                                        "Video analysis is switched off on this platform."};
inline constexpr ErrorKind kNoPictureYet{"api.no_picture_yet", 409, "该摄像机目前没有画面，请查看其运行状态。",
                                         "This camera shows no picture at the moment; see the state of its stream."};

}  // namespace md::errors
