#include "api/idempotency.h"

#include "api/errors.h"

namespace md::api {

Result<std::optional<net::Response>> Idempotency::begin(const std::string& key, ByteView body) {
    const auto digest = suite_.hmac(salt_.view(), body);
    std::lock_guard lock(mutex_);
    make_room();
    const auto found = entries_.find(key);
    if (found == entries_.end()) {
        entries_[key] = {.body = digest, .at = clock_.steady()};
        by_age_.push_back(key);
        return std::nullopt;
    }
    const auto& entry = found->second;
    if (entry.body != digest) return fail(errors::kKeyReused);
    if (!entry.finished) return fail(errors::kStillRunning);
    net::Response response;
    response.status = entry.status;
    response.headers = entry.headers;
    response.headers.emplace_back("Idempotency-Replayed", "true");
    response.body = entry.answer.copy();
    return response;
}

void Idempotency::finish(const std::string& key, const net::Response& response) {
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
