#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kNotAnImage{"vision.not_an_image", 400, "文件不是可识别的图片（支持 JPEG、PNG、WebP、BMP）。",
                                       "The file is not a picture that can be read (JPEG, PNG, WebP, BMP)."};
inline constexpr ErrorKind kImageTruncated{"vision.image_truncated", 400, "图片不完整，请重新拍摄或上传。",
                                           "The picture is incomplete; please take or upload it again."};
inline constexpr ErrorKind kImageTooLarge{"vision.image_too_large", 413, "图片尺寸过大，请缩小后再上传。",
                                          "The picture is too large; please make it smaller."};
inline constexpr ErrorKind kImageUnsupported{"vision.image_unsupported", 400, "不支持这种图片编码。",
                                             "This kind of picture is not supported."};
inline constexpr ErrorKind kModelTampered{"vision.model_tampered", 500, "模型文件与清单不符，系统拒绝启动。",
                                          "A model file does not match its manifest; the system refuses to start."};
inline constexpr ErrorKind kManifestInvalid{"vision.manifest_invalid", 500, "模型清单有误，请按提示修改。",
                                            "The model manifest is not valid; see the detail."};
inline constexpr ErrorKind kModelSelfTest{"vision.self_test_failed", 500, "模型自检未通过（通道顺序或参数不符），系统拒绝启动。",
                                          "The models' self-test failed (wrong channel order or parameters); the system refuses to start."};
inline constexpr ErrorKind kModelRun{"vision.model_failed", 500, "模型运行出错，已记录，请联系管理员。",
                                     "A model failed to run; it was recorded, please tell the administrator."};

}  // namespace md::errors
