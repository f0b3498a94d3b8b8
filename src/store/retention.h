#pragma once
// Automatic deletion. B11, C9: every kind of data has a term with a maximum; what is due is deleted every minute, survives crashes, and can
// be seen beforehand.
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "store/database.h"

namespace md::store {

// A kind of data registers itself. count_due and delete_due are called from the worker's thread; delete_due removes at most `limit` items
// that are due at `now` in its own transaction, and returns how many. It must be safe to call again after a crash at any point.
// What came in one hour to one camera ("" where the data is of none): the data of the analysis is never listed one by one.
struct DueGroup {
    WallTime due_at;
    std::int64_t count;
    std::string camera;
};
struct RetentionKind {
    std::string name;  // "recognition_events", "persons", "images" ...
    std::string label_zh, label_en;
    std::chrono::seconds term, maximum;
    std::function<Result<std::int64_t>(WallTime now, std::chrono::seconds term)> count_due;
    std::function<Result<std::int64_t>(WallTime now, std::chrono::seconds term, std::int64_t limit)> delete_due;
    // The first `limit` groups to go, soonest first; null for a kind whose owner lists its items itself.
    std::function<Result<std::vector<DueGroup>>(std::chrono::seconds term, std::int64_t limit)> list_due = {};
};
struct RetentionPreview {
    std::string name, label_zh, label_en;
    std::chrono::seconds term, maximum;
    std::int64_t due_now, due_in_day, due_in_week, due_in_month;
};

// Thread-safe. A wall clock that goes back neither brings data back nor delays a deletion (until confirm_clock()); one that jumps forward
// by more than a day is not believed until confirm_clock() or until it has held for an hour (a wrong clock must not delete everything).
class Retention {
public:
    // Remembers nothing beyond its life: the clock is believed as it is found.
    explicit Retention(const Clock& clock);
    // The newest time believed and the terms that were set lie in `database` (store `keys`), so that the same holds for a clock that was
    // changed while the service was off.
    static Result<std::unique_ptr<Retention>> open(const Clock& clock, std::shared_ptr<Database> database);
    ~Retention();
    void add(RetentionKind kind);  // a term that was set in an earlier run holds, unless it exceeds the maximum
    Status set_term(std::string_view name, std::chrono::seconds term);  // kBadInput above the maximum
    Result<std::vector<RetentionPreview>> preview();
    Result<std::vector<DueGroup>> due(std::string_view name, std::int64_t limit);  // empty for a kind that cannot list
    // One round over all kinds; what start() does every minute. Returns the number deleted.
    Result<std::int64_t> run_once();
    void start();
    void stop();
    void confirm_clock();
    // How far the wall clock lies behind the time believed; zero up to five minutes, which is what time servers correct.
    std::chrono::seconds clock_behind();

private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace md::store
