#pragma once
#include "base/result.h"

namespace md::errors {

// Signing in. One sentence for every wrong name, password or disabled account: the answer must not tell which it was.
inline constexpr ErrorKind kNotSignedIn{"access.not_signed_in", 401, "请先登录，或登录已过期。",
                                        "Please sign in; the session may have ended."};
inline constexpr ErrorKind kWrongCredentials{"access.wrong_credentials", 401, "用户名或密码不正确，或账号不可用。",
                                             "The name or password is wrong, or the account is not available."};
inline constexpr ErrorKind kTooManyAttempts{"access.too_many_attempts", 429, "尝试次数过多，请稍后再试。",
                                            "Too many attempts; please wait and try again."};
inline constexpr ErrorKind kRateLimited{"access.rate_limited", 429, "请求过于频繁，请稍后再试。", "Too many requests; please slow down."};
inline constexpr ErrorKind kChallengeUnknown{"access.challenge_unknown", 401, "登录步骤已过期，请重新输入密码。",
                                             "This step of signing in has expired; please enter the password again."};
inline constexpr ErrorKind kCodeWrong{"access.code_wrong", 401, "动态口令不正确，请核对手机时间后重试。",
                                      "The one-time code is wrong; check the phone's clock and try again."};
inline constexpr ErrorKind kCodeUsed{"access.code_used", 401, "该动态口令已使用过，请等待下一个。",
                                     "This one-time code was used already; please wait for the next one."};
inline constexpr ErrorKind kFactorNotAvailable{"access.factor_not_available", 401, "该账号没有绑定这种验证方式。",
                                               "The account has no second factor of this kind."};
inline constexpr ErrorKind kEnrolmentNotAllowed{"access.enrolment_not_allowed", 403, "该账号已绑定第二验证方式，请用它登录。",
                                                "The account has a second factor already; please sign in with it."};
inline constexpr ErrorKind kFactorEnrolled{"access.factor_enrolled", 409, "该验证方式已被绑定。", "This factor is bound already."};
inline constexpr ErrorKind kWebauthnMalformed{"access.webauthn_malformed", 400, "安全密钥或指纹返回的数据格式有误。",
                                              "The data from the authenticator is malformed."};
inline constexpr ErrorKind kWebauthnRefused{"access.webauthn_refused", 401, "安全密钥或指纹验证未通过。",
                                            "The authenticator's answer does not verify."};
inline constexpr ErrorKind kWebauthnCloned{
    "access.webauthn_cloned", 401, "安全密钥的计数器倒退，可能已被复制，请联系管理员。",
    "The authenticator's counter went back; it may have been copied. Please tell the administrator."};
inline constexpr ErrorKind kCertificateRefused{"access.certificate_refused", 401, "终端证书不属于该账号，或已过期、已吊销。",
                                               "The terminal's certificate is not of this account, or it has expired or was revoked."};

// Rights.
inline constexpr ErrorKind kForbidden{"access.forbidden", 403, "您没有执行此操作的权限。", "You have no permission to do this."};
inline constexpr ErrorKind kMustChangePassword{"access.must_change_password", 403, "请先修改初始密码。",
                                               "Please change the initial password first."};
inline constexpr ErrorKind kCsrf{"access.csrf", 403, "请求未通过来源校验，请刷新页面。",
                                 "The request did not pass the origin check; please reload the page."};

// Passwords.
inline constexpr ErrorKind kPasswordTooShort{"access.password_too_short", 400, "密码至少需要 10 个字符。",
                                             "The password needs at least 10 characters."};
inline constexpr ErrorKind kPasswordTooLong{"access.password_too_long", 400, "密码过长，最多 256 字节。",
                                            "The password is too long (at most 256 bytes)."};
inline constexpr ErrorKind kPasswordTooSimple{
    "access.password_too_simple", 400, "密码须包含字母、数字、符号中的至少两类，且不得大量重复。",
    "The password needs two of letters, digits and symbols, and must not repeat a few characters."};
inline constexpr ErrorKind kPasswordTooCommon{"access.password_too_common", 400, "该密码过于常见，请换一个。",
                                              "This password is among the most common ones; please choose another."};
inline constexpr ErrorKind kPasswordContainsName{"access.password_contains_name", 400, "密码不得包含用户名。",
                                                 "The password must not contain the user's name."};
inline constexpr ErrorKind kPasswordReused{"access.password_reused", 400, "该密码最近用过，请换一个。",
                                           "This password was used recently; please choose another."};

// Accounts, factors, sessions, devices.
inline constexpr ErrorKind kUserNameInvalid{"access.user_name_invalid", 400, "用户名须为 1 至 64 个可见字符。",
                                            "The name needs 1 to 64 visible characters."};
inline constexpr ErrorKind kUserNameTaken{"access.user_name_taken", 409, "该用户名已被使用。", "This name is taken."};
inline constexpr ErrorKind kUserUnknown{"access.user_unknown", 404, "没有这个用户。", "There is no such user."};
inline constexpr ErrorKind kLastAdministrator{
    "access.last_administrator", 409, "系统至少需要一名可用的管理员，不能删除、停用或降级。",
    "The system needs at least one administrator; this one cannot be deleted, disabled or demoted."};
inline constexpr ErrorKind kFactorUnknown{"access.factor_unknown", 404, "没有这个验证方式。", "There is no such factor."};
inline constexpr ErrorKind kLastFactor{"access.last_factor", 409, "至少需要保留一种第二验证方式。",
                                       "At least one second factor must remain."};
inline constexpr ErrorKind kTooManyFactors{"access.too_many_factors", 409, "每个账号最多绑定 10 个验证方式。",
                                           "An account can have at most 10 factors."};
inline constexpr ErrorKind kSessionUnknown{"access.session_unknown", 404, "没有这个会话。", "There is no such session."};
inline constexpr ErrorKind kDeviceUnknown{"access.device_unknown", 404, "没有这个设备。", "There is no such device."};
inline constexpr ErrorKind kDeviceUnbound{"access.device_unbound", 400, "设备密钥必须绑定终端证书或地址范围。",
                                          "A device's key must be bound to a client certificate or to address ranges."};
inline constexpr ErrorKind kDeviceRefused{"access.device_refused", 401, "设备密钥无效、已过期或已吊销。",
                                          "The device's key is not valid, has expired or was revoked."};
inline constexpr ErrorKind kDeviceElsewhere{"access.device_elsewhere", 403, "设备密钥不能在此地址或以此证书使用。",
                                            "The device's key must not be used from this address or with this certificate."};
inline constexpr ErrorKind kAddressInvalid{"access.address_invalid", 400, "IP 地址或地址范围格式有误。",
                                           "The IP address or address range is malformed."};

}  // namespace md::errors
