#pragma once
// The module's tables, all in store `events`.
#include "store/stores.h"

namespace md::recognition {

Status migrate(store::Stores& stores);

}  // namespace md::recognition
