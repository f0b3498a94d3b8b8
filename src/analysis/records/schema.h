#pragma once
// The tables of the analysis records: what was seen in store `events`, pictures in `images`, watch lists in `identities`.
#include "store/stores.h"

namespace md::analysis {

// Every class of the records calls it when it opens.
Status migrate(store::Stores& stores);

}  // namespace md::analysis
