#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kAddressInUse{"net.address_in_use", 500, "端口已被其他程序占用，请更换端口。",
                                         "The port is in use by another program; please choose another."};
inline constexpr ErrorKind kListenFailed{"net.listen_failed", 500, "无法在该地址上监听，请检查地址和权限。",
                                         "The address cannot be listened on; check it and the permissions."};
inline constexpr ErrorKind kConnectFailed{"net.connect_failed", 502, "无法连接到对方服务器。", "The other server cannot be reached."};
inline constexpr ErrorKind kTimedOut{"net.timed_out", 504, "连接超时，请稍后重试。", "The connection timed out; please try again."};
inline constexpr ErrorKind kTlsFailed{"net.tls_failed", 502, "安全连接建立失败。", "The secure connection could not be established."};

// What the server answers before any handler is asked.
inline constexpr ErrorKind kMalformedRequest{"net.malformed_request", 400, "请求格式有误。", "The request is malformed."};
inline constexpr ErrorKind kPlainHttp{"net.plain_http", 400, "此端口只接受 HTTPS，请改用 https:// 地址。",
                                      "This port speaks HTTPS only; please use an https:// address."};
inline constexpr ErrorKind kNoSuchPath{"net.no_such_path", 404, "没有这个地址。", "There is nothing at this address."};
inline constexpr ErrorKind kMethodNotAllowed{"net.method_not_allowed", 405, "此地址不支持这种请求方法。",
                                             "This address does not take this method."};
inline constexpr ErrorKind kRequestTooSlow{"net.request_too_slow", 408, "请求发送过慢，连接已关闭。",
                                           "The request came in too slowly; the connection was closed."};
inline constexpr ErrorKind kBodyTooLarge{"net.body_too_large", 413, "请求内容过大。", "The request's content is too large."};
inline constexpr ErrorKind kHeadersTooLarge{"net.headers_too_large", 431, "请求头过大。", "The request's header fields are too large."};
inline constexpr ErrorKind kCodingUnknown{"net.coding_unknown", 501, "不支持这种传输编码。", "This transfer coding is not supported."};

}  // namespace md::errors
