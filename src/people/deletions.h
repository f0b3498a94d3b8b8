#pragma once
// Deletion with proof. B11: the person's key is destroyed first, so that nothing of the person can be read any more, not even in backups of
// the other stores; then templates, pictures, traces in events and identity rows go; then the files are scrubbed and every store is
// searched for remains. The plan is on disk before the first step, so that a crash at any point is finished at the next start.
#include <functional>
#include <memory>

#include "ledger/ledger.h"
#include "people/types.h"
#include "store/stores.h"
#include "templates/gallery.h"

namespace md::people {

enum class DeletionReason { left, withdrawn, expired, request };
std::string_view to_string(DeletionReason reason);
std::optional<DeletionReason> deletion_reason_from(std::string_view text);

// The visible proof. Names nobody: person_ref is the reference under which the ledger knew the person.
struct DeletionProof {
    struct Step {
        std::string what;   // "key_destroyed", "templates", "pictures", "events_anonymised", "identity_rows", "scrubbed"
        std::string store;  // "keys", "features", "images", "events", "identities", "all"
        std::int64_t count = 0;
        WallTime at;
    };
    DeletionId id;
    std::string person_ref;
    DeletionReason reason = DeletionReason::request;
    WallTime requested_at;
    std::optional<WallTime> finished_at;  // empty: still running
    std::vector<Step> steps;
    int stores_scanned = 0;
    std::int64_t bytes_scanned = 0, remains_found = 0;  // a finished proof has 0
    std::optional<std::uint64_t> ledger_index;          // Ledger::proof gives the inclusion proof
};

// What another module keeps about a person, by the reference it uses (People::event_ref). Both must be safe to call twice.
struct Trace {
    std::string name;  // "recognition_events"
    std::function<Result<std::int64_t>(ByteView person_ref)> count;
    std::function<Result<std::int64_t>(ByteView person_ref)> forget;  // makes the rows anonymous, returns how many
};

struct DeletionPage {
    std::vector<DeletionProof> items;  // newest first
    std::string next;
};

}  // namespace md::people
