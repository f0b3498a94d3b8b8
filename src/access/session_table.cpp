#include "access/session_table.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/log.h"
#include "store/errors.h"

namespace md::access {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kMaxSessionsOfUser = 10;
constexpr std::chrono::seconds kWriteEvery{60};
// A small step back of the wall clock is what time servers do; a larger one ends sessions loaded after it.
constexpr std::chrono::seconds kClockTolerance{120};
constexpr std::string_view kSelect = "SELECT id, user_id, last_seen_at, sealed FROM access_sessions";

// The row's id and the user are both in the place, so that a session cannot be given to another user.
struct SessionPlace {
    SessionPlace(const SessionId& id, const UserId& user) : row(Writer().raw(id.view()).raw(user.view()).bytes()) {}
    store::Place place() const { return {store::Store::identities, "access_sessions", "sealed", row}; }
    Bytes row;
};

}  // namespace

Status SessionTable::insert(store::Queries& queries, const SessionInfo& session, ByteView token_digest) {
    MD_ASSIGN(const auto rows,
              queries.query("SELECT id FROM access_sessions WHERE user_id = ? ORDER BY last_seen_at DESC", {session.user.bytes()}));
    for (std::size_t i = kMaxSessionsOfUser - 1; i < rows.size(); ++i) {
        if (const auto id = SessionId::from_bytes(rows[i].blob(0))) MD_TRY(erase(queries, *id));
    }
    const Json json = {{"created_at", to_micros(session.created_at)}, {"address", session.address}, {"agent", session.agent}};
    const auto text = json.dump(-1, ' ', false, Json::error_handler_t::replace);
    {
        const std::lock_guard lock(mutex_);
        const auto now = clock_.steady();
        lives_[session.id] = {now + terms_.lifetime, now, now};
    }
    const SessionPlace at(session.id, session.user);
    MD_ASSIGN(auto sealed, stores_.keyring->seal(at.place(), as_bytes(text)));
    MD_ASSIGN([[maybe_unused]] const auto count,
              queries.execute(
                  "INSERT INTO access_sessions(id, token_digest, user_id, last_seen_at, sealed) VALUES(?, ?, ?, ?, ?)",
                  {session.id.bytes(), to_bytes(token_digest), session.user.bytes(), to_micros(session.last_seen_at), std::move(sealed)}));
    return {};
}

Result<SessionInfo> SessionTable::open(const store::Row& row) {
    SessionInfo session;
    const auto id = SessionId::from_bytes(row.blob(0));
    const auto user = UserId::from_bytes(row.blob(1));
    if (!id || !user) return fail(errors::kStoreCorrupt, "access_sessions: id");
    session.id = *id;
    session.user = *user;
    session.last_seen_at = from_micros(row.integer(2));
    const SessionPlace at(*id, *user);
    MD_ASSIGN(const auto plaintext, stores_.keyring->open(at.place(), row.blob(3)));
    const auto json = Json::parse(as_text(plaintext.view()), nullptr, false);
    if (!json.is_object()) return fail(errors::kStoreCorrupt, "access_sessions: sealed");
    session.created_at = from_micros(json.value("created_at", std::int64_t{0}));
    session.address = json.value("address", "");
    session.agent = json.value("agent", "");
    session.expires_at = end_of(session.created_at);
    return session;
}

bool SessionTable::ended(const SessionInfo& session) const {
    const auto now = clock_.wall();
    return now >= session.expires_at || now - session.last_seen_at >= terms_.idle;
}

std::optional<SessionTable::Life> SessionTable::live(const SessionInfo& session) {
    const auto now = clock_.steady();
    const auto found = lives_.find(session.id);
    if (found != lives_.end()) {
        const auto& life = found->second;
        const bool over = now >= life.ends || now - life.last_seen >= terms_.idle || clock_.wall() >= session.expires_at;
        return over ? std::nullopt : std::optional(life);
    }
    const auto wall = clock_.wall();
    if (ended(session) || wall < session.last_seen_at - kClockTolerance) return std::nullopt;
    const auto left = std::min<std::chrono::microseconds>(terms_.lifetime, session.expires_at - wall);
    const auto unseen = std::max(std::chrono::microseconds::zero(), wall - session.last_seen_at);
    return Life{now + left, now - unseen, now - unseen};
}

Result<std::optional<SessionInfo>> SessionTable::use(ByteView token_digest) {
    auto& database = stores_[store::Store::identities];
    MD_ASSIGN(const auto rows, database.query(std::string(kSelect) + " WHERE token_digest = ?", {to_bytes(token_digest)}));
    if (rows.empty()) return std::nullopt;
    MD_ASSIGN(auto session, open(rows.front()));
    bool write = false;
    {
        const std::lock_guard lock(mutex_);
        auto life = live(session);
        if (!life) return std::nullopt;
        life->last_seen = clock_.steady();
        write = life->last_seen - life->written >= kWriteEvery;
        if (write) life->written = life->last_seen;
        lives_[session.id] = *life;
    }
    session.last_seen_at = clock_.wall();
    if (write) {
        // Idle time is counted in memory; what is written matters to the next start alone. A full disk must not lock the operator out who
        // is to make room.
        const auto written = database.execute("UPDATE access_sessions SET last_seen_at = ? WHERE id = ?",
                                              {to_micros(session.last_seen_at), session.id.bytes()});
        if (!written) log::warning("access", "a session's last use was not written: {}", written.error().text());
    }
    return session;
}

Result<std::vector<SessionInfo>> SessionTable::all(store::Queries& queries) {
    MD_ASSIGN(const auto rows, queries.query(kSelect));
    std::vector<SessionInfo> sessions;
    const std::lock_guard lock(mutex_);
    for (const auto& row : rows) {
        MD_ASSIGN(auto session, open(row));
        const auto life = live(session);
        if (!life) continue;
        // What was written last may be a minute old.
        session.last_seen_at = clock_.wall() - (clock_.steady() - life->last_seen);
        sessions.push_back(std::move(session));
    }
    std::ranges::sort(sessions, std::greater(), &SessionInfo::created_at);
    return sessions;
}

Result<std::optional<SessionInfo>> SessionTable::by_id(store::Queries& queries, const SessionId& id) {
    MD_ASSIGN(const auto rows, queries.query(std::string(kSelect) + " WHERE id = ?", {id.bytes()}));
    if (rows.empty()) return std::nullopt;
    MD_ASSIGN(auto session, open(rows.front()));
    return std::optional(std::move(session));
}

Status SessionTable::erase(store::Queries& queries, const SessionId& id) {
    MD_ASSIGN([[maybe_unused]] const auto count, queries.execute("DELETE FROM access_sessions WHERE id = ?", {id.bytes()}));
    return {};
}

Status SessionTable::erase_of_user(store::Queries& queries, const UserId& user, const std::optional<SessionId>& except) {
    MD_ASSIGN([[maybe_unused]] const auto count, queries.execute("DELETE FROM access_sessions WHERE user_id = ? AND id <> ?",
                                                                 {user.bytes(), except.value_or(SessionId()).bytes()}));
    return {};
}

Status SessionTable::erase_expired() {
    auto& database = stores_[store::Store::identities];
    MD_ASSIGN(const auto rows, database.query(kSelect));
    std::map<SessionId, Life> kept;
    std::vector<SessionId> over;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& row : rows) {
            auto session = open(row);
            const auto life = session ? live(*session) : std::nullopt;
            if (life) {
                kept[session->id] = *life;
            } else if (const auto id = SessionId::from_bytes(row.blob(0))) {
                over.push_back(*id);
            }
        }
    }
    for (const auto& id : over) MD_TRY(erase(database, id));
    const std::lock_guard lock(mutex_);
    std::erase_if(lives_,
                  [&](const auto& life) { return std::ranges::find(over, life.first) != over.end() || !kept.contains(life.first); });
    return {};
}

}  // namespace md::access
