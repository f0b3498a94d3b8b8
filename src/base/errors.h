#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kBadInput{"base.bad_input", 400, "输入的内容有误，请检查后重试。", "The input is not valid; please check it and try again."};
inline constexpr ErrorKind kNotFound{"base.not_found", 404, "没有找到所请求的内容。", "What was asked for does not exist."};
inline constexpr ErrorKind kInternal{"base.internal", 500, "系统内部出错，已记录，请联系管理员。", "An internal fault occurred and was recorded; please tell the administrator."};
inline constexpr ErrorKind kFileUnreadable{"base.file_unreadable", 500, "文件无法读取，请检查路径和权限。", "The file cannot be read; check its path and permissions."};
inline constexpr ErrorKind kFileUnwritable{"base.file_unwritable", 507, "文件无法写入，请检查权限和磁盘空间。", "The file cannot be written; check permissions and free space."};
inline constexpr ErrorKind kDiskFull{"base.disk_full", 507, "磁盘空间不足，数据未被改动，请清理后重试。", "The disk is full; nothing was changed. Free some space and try again."};
inline constexpr ErrorKind kConfigSyntax{"base.config_syntax", 400, "配置文件格式有误，请按提示的行号修改。", "The configuration file is malformed; see the line given."};
inline constexpr ErrorKind kConfigUnknownKey{"base.config_unknown_key", 400, "配置文件里有不认识的项，请按提示的行号修改。", "The configuration file has an unknown key; see the line given."};
inline constexpr ErrorKind kConfigValue{"base.config_value", 400, "配置项的值超出允许范围，请按提示的行号修改。", "A configuration value is out of range; see the line given."};
inline constexpr ErrorKind kOverloaded{"base.overloaded", 503, "系统繁忙，请稍后重试。", "The system is busy; please try again shortly."};
inline constexpr ErrorKind kAlreadyRunning{"base.already_running", 409, "同一份数据已有一个实例在运行。", "Another instance is already running on the same data."};

}  // namespace md::errors
