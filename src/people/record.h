#pragma once
// One line into the ledger. Objects are references, never names.
#include "ledger/ledger.h"
#include "people/types.h"

namespace md::people {

// detail_json: one object.
inline Status record(ledger::Ledger& ledger, const Actor& actor, std::string action, std::string object, std::string clause,
                     std::string detail_json = "{}") {
    ledger::Entry entry;
    entry.actor = actor;
    entry.action = std::move(action);
    entry.object = std::move(object);
    entry.outcome = "ok";
    entry.clause = std::move(clause);
    entry.detail_json = std::move(detail_json);
    MD_TRY(ledger.append(std::move(entry)));
    return {};
}

}  // namespace md::people
