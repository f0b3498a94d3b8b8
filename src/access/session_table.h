#pragma once
// The sessions in store `identities`, and in memory how long each has lived by the steady clock: turning the wall clock back gives no
// session more time.
#include <map>
#include <mutex>
#include <optional>
#include <vector>

#include "access/sessions.h"
#include "store/stores.h"

namespace md::access {

// Thread-safe. The rows are the truth; memory only shortens what they promise.
class SessionTable {
public:
    struct Terms {
        std::chrono::seconds lifetime, idle;
    };
    SessionTable(store::Stores& stores, const Clock& clock, Terms terms) : stores_(stores), clock_(clock), terms_(terms) {}

    // Drops the user's oldest sessions beyond the number a user may have.
    Status insert(store::Queries& queries, const SessionInfo& session, ByteView token_digest);
    // The live session of a token; slides its idle time. nullopt when there is none.
    Result<std::optional<SessionInfo>> use(ByteView token_digest);
    Result<std::vector<SessionInfo>> all(store::Queries& queries);  // live ones, newest first
    Result<std::optional<SessionInfo>> by_id(store::Queries& queries, const SessionId& id);
    Status erase(store::Queries& queries, const SessionId& id);
    Status erase_of_user(store::Queries& queries, const UserId& user, const std::optional<SessionId>& except = std::nullopt);
    Status erase_expired();
    WallTime end_of(WallTime created_at) const { return created_at + terms_.lifetime; }

private:
    struct Life {
        SteadyTime ends, last_seen, written;
    };
    Result<SessionInfo> open(const store::Row& row);
    bool ended(const SessionInfo& session) const;
    // The life of a session known or newly met; nullopt when it is over.
    std::optional<Life> live(const SessionInfo& session);
    store::Stores& stores_;
    const Clock& clock_;
    Terms terms_;
    std::mutex mutex_;
    std::map<SessionId, Life> lives_;
};

}  // namespace md::access
