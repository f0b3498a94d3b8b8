#pragma once
// Doors and who may pass them when. B9 (security grade of GB/T 37078 5.2), S2.
#include <memory>
#include <shared_mutex>
#include <unordered_map>

#include "base/ids.h"
#include "ledger/ledger.h"
#include "recognition/schedule.h"
#include "store/stores.h"

namespace md::recognition {

struct DoorSettings {
    std::string name;
    std::vector<Window> schedules;    // empty: always
    std::vector<std::string> groups;  // a person of any of these may pass; empty: everybody enrolled
    int grade = 2;                    // 1..4; at least 2 (general) or 3 (cii), else kGradeTooLow
    std::string alternative;          // the way in that needs no face (办法 art. 10); shown, never checked
};
struct Door : DoorSettings {
    DoorId id;
    WallTime created_at;
};

// Thread-safe; kept in memory, so that a decision asks no database. Store `events`: doors belong to what is recorded, not to persons.
class Doors {
public:
    static Result<std::unique_ptr<Doors>> open(std::shared_ptr<store::Stores> stores, ledger::Ledger& ledger, const Clock& clock,
                                               Random& random);
    Result<Door> add(DoorSettings settings, const std::string& actor);
    Result<Door> update(const DoorId& id, DoorSettings settings, const std::string& actor);
    Status remove(const DoorId& id, const std::string& actor);
    Result<Door> get(const DoorId& id) const;
    std::vector<Door> list() const;  // by name

private:
    Doors(std::shared_ptr<store::Stores> stores, ledger::Ledger& ledger, const Clock& clock, Random& random);
    Status load();
    Status check(const DoorSettings& settings) const;
    std::shared_ptr<store::Stores> stores_;
    ledger::Ledger& ledger_;
    const Clock& clock_;
    Random& random_;
    mutable std::shared_mutex mutex_;
    std::unordered_map<DoorId, Door> doors_;
};

}  // namespace md::recognition
