#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kStoreFailed{"store.failed", 500, "数据库操作失败，数据未被改动。",
                                        "A database operation failed; nothing was changed."};
inline constexpr ErrorKind kStoreUnavailable{"store.unavailable", 503, "数据库暂时无法连接，请稍后重试。",
                                             "The database cannot be reached at the moment; please try again."};
inline constexpr ErrorKind kStoreCorrupt{"store.corrupt", 500, "数据文件已损坏，系统拒绝使用，请从备份恢复。",
                                         "A data file is damaged and will not be used; please restore it from a backup."};
inline constexpr ErrorKind kConflict{"store.conflict", 409, "该记录已存在，或正被他人修改。",
                                     "The record exists already or is being changed by someone else."};
inline constexpr ErrorKind kMigrationNewer{"store.newer_data", 500, "数据由更新版本的程序写入，请升级程序。",
                                           "The data was written by a newer version of the program; please upgrade."};
inline constexpr ErrorKind kKeyDestroyed{"store.key_destroyed", 410, "该数据的密钥已按规定销毁，内容不可恢复。",
                                         "The key of this data was destroyed as required; its content is gone for good."};
inline constexpr ErrorKind kRootKeyUnreadable{"store.root_key_unreadable", 500, "根密钥文件无法读取，请检查文件权限（应为 0600）。",
                                              "The root key file cannot be read; check its permissions (0600)."};
inline constexpr ErrorKind kRootKeyWrong{"store.root_key_wrong", 500, "根密钥与现有数据不符，系统拒绝启动。",
                                         "The root key does not match the data; the system refuses to start."};
inline constexpr ErrorKind kClockBehind{
    "store.clock_behind", 503, "系统时钟比本系统上次运行时更早：到期删除照常进行，但动态口令和证书需要正确时间，请校准时钟；若现在的时间才正确，请在控制台确认。",
    "The clock reads earlier than when this system last ran: deletion goes on as it must, but one-time codes and certificates need the "
    "right time. Set the clock, or confirm it in the console if it is right now."};

inline constexpr ErrorKind kStoresNotSeparate{"store.not_separate", 500, "五个数据库必须各用独立的库和角色，系统拒绝启动。",
                                              "The five stores need a database and a role each; the system refuses to start."};

}  // namespace md::errors
