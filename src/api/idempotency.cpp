#include "api/idempotency.h"

#include "api/errors.h"
#include "base/log.h"

namespace md::api {
namespace {

// status: of the answer, null while the work goes on.
constexpr store::Migration kTables[] = {
    {1, "repeats", "CREATE TABLE api_repeats (key BLOB PRIMARY KEY, body BLOB NOT NULL, begun_at INTEGER NOT NULL, status INTEGER)"}};

std::shared_ptr<store::Database> opened(std::shared_ptr<store::Database> events) {
    must(events->migrate("api.repeats", kTables));
    return events;
}

}  // namespace

Idempotency::Idempotency(store::Stores& stores, const Clock& clock)
    : suite_(crypto::Suite::of(stores.profile)),
      clock_(clock),
      events_(opened(stores.databases[static_cast<std::size_t>(store::Store::events)])),
      secret_(must(stores.keyring->named_key("api.repeats", 32))) {}

void Idempotency::register_retention(store::Retention& retention, std::shared_ptr<store::Database> events) {
    opened(events);
    const auto count = [events](WallTime now, std::chrono::seconds term) -> Result<std::int64_t> {
        MD_ASSIGN(const auto rows, events->query("SELECT COUNT(*) FROM api_repeats WHERE begun_at <= ?", {to_micros(now - term)}));
        return rows.front().integer(0);
    };
    const auto remove = [events](WallTime now, std::chrono::seconds term, std::int64_t limit) {
        return events->execute("DELETE FROM api_repeats WHERE key IN (SELECT key FROM api_repeats WHERE begun_at <= ? LIMIT ?)",
                               {to_micros(now - term), limit});
    };
    retention.add({"api_repeats", "防重复提交记录", "Keys of repeated requests", kLifetime, kLifetime, count, remove});
}

Bytes Idempotency::digest_of(ByteView bytes) const {
    const auto digest = suite_.hmac(secret_.view(), bytes);
    return Bytes(digest.begin(), digest.end());
}

// What makes a repeat the same request: the query (to which notice an import is) and the body.
Bytes Idempotency::digest_of(const net::Request& request) const {
    if (request.query.empty()) return digest_of(request.body.view());
    Writer query;
    for (const auto& [name, value] : request.query) query.u32_prefixed(name).u32_prefixed(value);
    return digest_of(Writer().raw(digest_of(query.bytes())).raw(digest_of(request.body.view())).bytes());
}

Result<std::optional<net::Response>> Idempotency::begin(const std::string& key, const net::Request& request) {
    const auto digest = digest_of(request);
    MD_ASSIGN(auto known, recall(key, digest));
    if (known) return known;
    const auto begun = begin_on_disk(key, digest);
    if (begun) return std::nullopt;
    std::lock_guard lock(mutex_);
    forget(key);
    return fail(begun.error());
}

// What memory knows; for a new key it knows from here on that the work goes on.
Result<std::optional<net::Response>> Idempotency::recall(const std::string& key, const Bytes& body) {
    std::lock_guard lock(mutex_);
    make_room();
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
        entries_[key] = {.body = body, .at = clock_.steady()};
        by_age_.push_back(key);
        return std::nullopt;
    }
    const auto& entry = found->second;
    if (entry.body != body) return fail(errors::kKeyReused);
    if (!entry.finished) return fail(errors::kStillRunning);
    net::Response response;
    response.status = entry.status;
    response.headers = entry.headers;
    response.headers.emplace_back("Idempotency-Replayed", "true");
    response.body = entry.answer.copy();
    return response;
}

Status Idempotency::begin_on_disk(const std::string& key, const Bytes& body) {
    return events_->transaction([&](store::Queries& db) -> Status {
        const Bytes row_key = digest_of(as_bytes(key));
        const auto now = clock_.wall();
        MD_TRY(db.execute("DELETE FROM api_repeats WHERE key = ? AND begun_at <= ?", {row_key, to_micros(now - kLifetime)}));
        MD_ASSIGN(const auto rows, db.query("SELECT body, status FROM api_repeats WHERE key = ?", {row_key}));
        if (rows.empty()) {
            MD_TRY(db.execute("INSERT INTO api_repeats (key, body, begun_at) VALUES (?, ?, ?)", {row_key, body, to_micros(now)}));
            return {};
        }
        if (rows[0].blob(0) != body) return fail(errors::kKeyReused);
        return fail(rows[0].null(1) ? errors::kOutcomeUnknown : errors::kAlreadyDone);
    });
}

void Idempotency::finish(const std::string& key, const net::Response& response) {
    if (const auto kept = finish_on_disk(key, response.status); !kept)
        log::warning("api", "end of a request not kept, its repeat after a restart will be refused: {}", kept.error().text());
    std::lock_guard lock(mutex_);
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    if (response.status >= 500 || response.stream || response.body.size() > kMaxAnswerBytes) {
        forget(key);
        return;
    }
    auto& entry = found->second;
    entry.finished = true;
    entry.status = response.status;
    entry.headers = response.headers;
    entry.answer = response.body.copy();
    bytes_ += entry.answer.size();
}

Status Idempotency::finish_on_disk(const std::string& key, int status) {
    const Bytes row_key = digest_of(as_bytes(key));
    if (status >= 400) {
        MD_TRY(events_->execute("DELETE FROM api_repeats WHERE key = ?", {row_key}));
    } else {
        MD_TRY(events_->execute("UPDATE api_repeats SET status = ? WHERE key = ?", {std::int64_t{status}, row_key}));
    }
    return {};
}

void Idempotency::make_room() {
    const auto oldest_allowed = clock_.steady() - kLifetime;
    while (!by_age_.empty()) {
        const auto oldest = entries_.find(by_age_.front());
        const bool due =
            oldest == entries_.end() || oldest->second.at < oldest_allowed || entries_.size() >= kMaxEntries || bytes_ > kMaxBytes;
        if (!due) return;
        const auto key = by_age_.front();
        forget(key);
        if (!by_age_.empty() && by_age_.front() == key) by_age_.pop_front();
    }
}

void Idempotency::forget(const std::string& key) {
    const auto found = entries_.find(key);
    if (found == entries_.end()) return;
    bytes_ -= found->second.answer.size();
    entries_.erase(found);
    std::erase(by_age_, key);
}

}  // namespace md::api
