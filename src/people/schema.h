#pragma once
// The module's tables.
#include "store/stores.h"

namespace md::people {

Status migrate(store::Stores& stores);

}  // namespace md::people
