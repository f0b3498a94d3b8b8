#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kAddressInUse{"net.address_in_use", 500, "端口已被其他程序占用，请更换端口。", "The port is in use by another program; please choose another."};
inline constexpr ErrorKind kConnectFailed{"net.connect_failed", 502, "无法连接到对方服务器。", "The other server cannot be reached."};
inline constexpr ErrorKind kTimedOut{"net.timed_out", 504, "连接超时，请稍后重试。", "The connection timed out; please try again."};
inline constexpr ErrorKind kTlsFailed{"net.tls_failed", 502, "安全连接建立失败。", "The secure connection could not be established."};

}  // namespace md::errors
