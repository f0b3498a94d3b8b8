#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kPairsMalformed{"evaluation.pairs_malformed", 400, "配对文件格式有误，请按提示的行号检查。",
                                           "The pairs file is malformed; see the line given."};
inline constexpr ErrorKind kTooFewScores{"evaluation.too_few_scores", 400, "可用的样本太少，无法得出结论。",
                                         "There are too few usable samples to conclude anything."};
inline constexpr ErrorKind kNoPictures{"evaluation.no_pictures", 400, "文件夹里没有可用的图片。", "The folder holds no usable picture."};

}  // namespace md::errors
