#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kNoSuchCertificate{"pki.no_such_certificate", 404, "没有这张证书。", "There is no such certificate."};
inline constexpr ErrorKind kAuthorityBroken{"pki.authority_broken", 500, "证书颁发机构的文件已损坏，系统拒绝使用。",
                                            "The certificate authority's files are damaged and will not be used."};

}  // namespace md::errors
