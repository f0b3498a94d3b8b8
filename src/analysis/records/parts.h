#pragma once
// What every class of the analysis records is built from. The owner keeps them alive.
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/event_bus.h"
#include "base/random.h"
#include "ledger/ledger.h"
#include "store/stores.h"

namespace md::analysis {

struct RecordParts {
    std::shared_ptr<store::Stores> stores;
    ledger::Ledger* ledger = nullptr;
    const Clock* clock = nullptr;
    Random* random = nullptr;
    EventBus* bus = nullptr;  // told of captures and alerts once they are stored; may be null
};

// Who does something, for the ledger: a user's id, "device:<id>" or "system".
using Actor = std::string;

}  // namespace md::analysis
