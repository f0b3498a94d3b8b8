#include "store/retention.h"

#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include "base/errors.h"
#include "base/log.h"

namespace md::store {
namespace {

constexpr std::int64_t kItemsAStep = 500;
constexpr std::chrono::minutes kRoundEvery{1};
constexpr std::chrono::hours kBelievableJump{24};
constexpr std::chrono::hours kHeldLongEnough{1};
constexpr std::chrono::minutes kUsualCorrection{5};

constexpr Migration kTables[] = {{1, "retention", R"(
CREATE TABLE retention_clock (id INTEGER PRIMARY KEY, believed INTEGER NOT NULL);
CREATE TABLE retention_terms (name TEXT PRIMARY KEY, seconds INTEGER NOT NULL)
)"}};

}  // namespace

struct Retention::Impl {
    explicit Impl(const Clock& given) : clock(given), last_wall(given.wall()), last_steady(given.steady()) {}

    Status load();
    WallTime believed_now();
    Status remember_time(WallTime believed);
    Result<std::int64_t> delete_due(const RetentionKind& kind, WallTime now);
    std::vector<RetentionKind> snapshot() {
        const std::lock_guard lock(mutex);
        return kinds;
    }

    const Clock& clock;
    std::shared_ptr<Database> database;  // null: nothing is remembered
    std::map<std::string, std::chrono::seconds, std::less<>> remembered_terms;
    std::mutex mutex;
    std::vector<RetentionKind> kinds;
    WallTime last_wall;      // newest time believed; never goes back
    SteadyTime last_steady;  // when that was
    std::optional<SteadyTime> doubted_since;
    std::mutex round_mutex;  // one round at a time
    std::mutex thread_mutex;
    std::condition_variable wake;
    bool stopping = false;
    std::thread worker;
};

// B11: a service that was off for more than a day looks like a clock that jumped, and is told the same: an hour, or a person's word.
Status Retention::Impl::load() {
    MD_TRY(database->migrate("retention", kTables));
    MD_ASSIGN(const Rows clock_rows, database->query("SELECT believed FROM retention_clock WHERE id = 1"));
    if (!clock_rows.empty()) last_wall = from_micros(clock_rows.front().integer(0));
    MD_ASSIGN(const Rows terms, database->query("SELECT name, seconds FROM retention_terms"));
    for (const auto& row : terms) remembered_terms[row.text(0)] = std::chrono::seconds(row.integer(1));
    return {};
}

Status Retention::Impl::remember_time(WallTime believed) {
    if (!database) return {};
    MD_TRY(database->execute(
        "INSERT INTO retention_clock (id, believed) VALUES (1, ?) ON CONFLICT (id) DO UPDATE SET believed = excluded.believed",
        {to_micros(believed)}));
    return {};
}

// Wall time may run ahead of steady time by a day before it is doubted. In doubt, and when it went back, time goes on by the steady clock.
WallTime Retention::Impl::believed_now() {
    const std::lock_guard lock(mutex);
    const WallTime wall = clock.wall();
    const SteadyTime steady = clock.steady();
    const WallTime expected = last_wall + (steady - last_steady);
    const bool jumped = wall - expected > kBelievableJump;
    if (!jumped) doubted_since.reset();
    if (jumped && !doubted_since) {
        doubted_since = steady;
        log::warning("store",
                     "the clock jumped forward by more than a day: nothing is deleted by it until it is confirmed or has held for an hour");
    }
    const bool believed = !jumped || steady - *doubted_since >= kHeldLongEnough;
    last_wall = believed ? std::max(wall, expected) : expected;
    last_steady = steady;
    if (believed) doubted_since.reset();
    return last_wall;
}

Result<std::int64_t> Retention::Impl::delete_due(const RetentionKind& kind, WallTime now) {
    std::int64_t deleted = 0;
    while (true) {
        MD_ASSIGN(const std::int64_t step, kind.delete_due(now, kind.term, kItemsAStep));
        deleted += step;
        if (step < kItemsAStep) return deleted;
    }
}

Retention::Retention(const Clock& clock) : impl_(std::make_unique<Impl>(clock)) {}
Retention::~Retention() { stop(); }

Result<std::unique_ptr<Retention>> Retention::open(const Clock& clock, std::shared_ptr<Database> database) {
    auto retention = std::make_unique<Retention>(clock);
    retention->impl_->database = std::move(database);
    MD_TRY(retention->impl_->load());
    return retention;
}

void Retention::add(RetentionKind kind) {
    if (kind.term > kind.maximum) throw Fatal(Error(errors::kBadInput, kind.name + ": the term exceeds the maximum"));
    const std::lock_guard lock(impl_->mutex);
    const auto set = impl_->remembered_terms.find(kind.name);
    if (set != impl_->remembered_terms.end() && set->second <= kind.maximum) kind.term = set->second;
    impl_->kinds.push_back(std::move(kind));
}

Status Retention::set_term(std::string_view name, std::chrono::seconds term) {
    const std::lock_guard lock(impl_->mutex);
    for (auto& kind : impl_->kinds) {
        if (kind.name != name) continue;
        if (term < std::chrono::seconds(0) || term > kind.maximum) {
            return fail(errors::kBadInput, fmt::format("{}: the term must lie between 0 and {} s", name, kind.maximum.count()));
        }
        if (impl_->database) {
            MD_TRY(impl_->database->execute(
                "INSERT INTO retention_terms (name, seconds) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET seconds = "
                "excluded.seconds",
                {std::string(name), std::int64_t{term.count()}}));
        }
        kind.term = term;
        return {};
    }
    return fail(errors::kNotFound, fmt::format("no kind of data is named {}", name));
}

Result<std::vector<RetentionPreview>> Retention::preview() {
    const WallTime now = impl_->believed_now();
    std::vector<RetentionPreview> out;
    for (const auto& kind : impl_->snapshot()) {
        RetentionPreview line{kind.name, kind.label_zh, kind.label_en, kind.term, kind.maximum, 0, 0, 0, 0};
        const auto count = [&](std::chrono::hours ahead) { return kind.count_due(now + ahead, kind.term); };
        MD_ASSIGN(line.due_now, count(std::chrono::hours(0)));
        MD_ASSIGN(line.due_in_day, count(std::chrono::hours(24)));
        MD_ASSIGN(line.due_in_week, count(std::chrono::hours(24 * 7)));
        MD_ASSIGN(line.due_in_month, count(std::chrono::hours(24 * 30)));
        out.push_back(std::move(line));
    }
    return out;
}

Result<std::vector<DueGroup>> Retention::due(std::string_view name, std::int64_t limit) {
    for (const auto& kind : impl_->snapshot()) {
        if (kind.name != name) continue;
        if (!kind.list_due) return std::vector<DueGroup>();
        return kind.list_due(kind.term, limit);
    }
    return fail(errors::kNotFound, fmt::format("no kind of data is named {}", name));
}

// B11, C9. A kind that fails does not keep the others from being deleted.
Result<std::int64_t> Retention::run_once() {
    const std::lock_guard lock(impl_->round_mutex);
    const WallTime now = impl_->believed_now();
    std::int64_t deleted = 0;
    std::optional<Error> first_error;
    if (const auto remembered = impl_->remember_time(now); !remembered) first_error = remembered.error();
    for (const auto& kind : impl_->snapshot()) {
        const auto of_kind = impl_->delete_due(kind, now);
        if (of_kind) {
            deleted += *of_kind;
            continue;
        }
        log::error("store", "automatic deletion of {}: {}", kind.name, of_kind.error().text());
        if (!first_error) first_error = of_kind.error();
    }
    if (first_error) return fail(std::move(*first_error));
    return deleted;
}

void Retention::start() {
    const std::lock_guard lock(impl_->thread_mutex);
    if (impl_->worker.joinable()) return;
    impl_->stopping = false;
    impl_->worker = std::thread([this] {
        std::unique_lock wait(impl_->thread_mutex);
        while (!impl_->stopping) {
            wait.unlock();
            static_cast<void>(run_once());  // its failures are in the log; the next minute tries again
            wait.lock();
            impl_->wake.wait_for(wait, kRoundEvery, [this] { return impl_->stopping; });
        }
    });
}

void Retention::stop() {
    std::thread worker;
    {
        const std::lock_guard lock(impl_->thread_mutex);
        impl_->stopping = true;
        worker = std::move(impl_->worker);
    }
    impl_->wake.notify_all();
    if (worker.joinable()) worker.join();
}

std::chrono::seconds Retention::clock_behind() {
    const auto behind = impl_->believed_now() - impl_->clock.wall();
    return behind > kUsualCorrection ? std::chrono::floor<std::chrono::seconds>(behind) : std::chrono::seconds(0);
}

// Remembered with the next round at the latest.
void Retention::confirm_clock() {
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->last_wall = impl_->clock.wall();
        impl_->last_steady = impl_->clock.steady();
        impl_->doubted_since.reset();
    }
    if (const auto remembered = impl_->remember_time(impl_->believed_now()); !remembered) {
        log::warning("store", "the confirmed clock is not remembered yet: {}", remembered.error().text());
    }
}

}  // namespace md::store
