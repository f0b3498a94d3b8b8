#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kModelMismatch{"templates.model_mismatch", 409, "人脸特征由另一模型生成，不能比对，请重新登记。",
                                          "The template was made by another model and cannot be compared; please enrol again."};
inline constexpr ErrorKind kTemplateTampered{"templates.tampered", 500, "人脸特征数据被改动、调换或回退，已停用并记录。",
                                             "A stored template was changed, swapped or rolled back; it was disabled and recorded."};
inline constexpr ErrorKind kNoSuchRecord{"templates.no_such_record", 404, "没有这条人脸特征记录。", "There is no such template record."};
inline constexpr ErrorKind kEmbeddingInvalid{"templates.embedding_invalid", 400, "人脸特征向量无效。", "The feature vector is not valid."};

}  // namespace md::errors
