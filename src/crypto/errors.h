#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kSealBroken{"crypto.seal_broken", 500, "加密数据校验失败：内容被改动、调换或密钥不符。",
                                       "Sealed data does not verify: it was changed, swapped, or the key is another one."};
inline constexpr ErrorKind kKeyMalformed{"crypto.key_malformed", 400, "密钥或证书格式有误。", "The key or certificate is malformed."};
inline constexpr ErrorKind kSignatureInvalid{"crypto.signature_invalid", 400, "签名无效。", "The signature is not valid."};
inline constexpr ErrorKind kPolicyForbids{"crypto.policy_forbids", 400, "所用算法不在允许之列。",
                                          "The algorithm is not among those allowed."};
inline constexpr ErrorKind kSuiteUnavailable{"crypto.suite_unavailable", 500, "本机的密码库缺少所需算法，系统拒绝启动。",
                                             "The cryptographic library lacks a required algorithm; the system refuses to start."};

}  // namespace md::errors
