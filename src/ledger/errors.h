#pragma once
#include "base/result.h"

namespace md::errors {

inline constexpr ErrorKind kLedgerBroken{"ledger.broken", 500, "审计账本校验失败：内容被改动、截断或调换。",
                                         "The audit ledger does not verify: it was changed, cut or reordered."};
inline constexpr ErrorKind kLedgerUnwritable{"ledger.unwritable", 507, "审计账本无法写入，操作已中止。",
                                             "The audit ledger cannot be written; the operation was stopped."};

}  // namespace md::errors
