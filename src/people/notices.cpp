#include "people/notices.h"

#include <fmt/format.h>
#include <algorithm>

#include "people/codec.h"
#include "people/errors.h"
#include "people/record.h"
#include "store/errors.h"

namespace md::people {

using store::Queries;
using store::Row;
using store::Store;

namespace {

constexpr std::string_view kSelect =
    "SELECT n.id, n.version, n.supersedes, n.created, n.body, later.id FROM people_notices n LEFT JOIN people_notices later ON "
    "later.supersedes = n.id ";

bool complete(const NoticeText& text) {
    const auto has_all = [](const std::vector<std::string>& list) {
        return !list.empty() && std::none_of(list.begin(), list.end(), [](const auto& item) { return item.empty(); });
    };
    return !text.title.empty() && has_all(text.purposes) && has_all(text.data_types) && (text.image_count == 1 || text.image_count == 2) &&
           !text.processing.empty() && text.storage_days >= 1 && !text.alternative.empty() && !text.contact.empty() &&
           !text.text_zh.empty() && !text.text_en.empty();
}

Result<Notice> read(const Row& row) {
    Notice out;
    MD_ASSIGN(static_cast<NoticeText&>(out), decode_notice(row.text(4)));
    out.id = NoticeId::from_bytes(row.blob(0)).value_or(NoticeId());
    out.version = static_cast<int>(row.integer(1));
    if (!row.null(2)) out.supersedes = NoticeId::from_bytes(row.blob(2));
    out.created_at = from_micros(row.integer(3));
    if (!row.null(5)) out.superseded_by = NoticeId::from_bytes(row.blob(5));
    return out;
}

}  // namespace

Notices::Notices(std::shared_ptr<store::Stores> stores, ledger::Ledger& ledger, const Clock& clock, Random& random, int max_storage_days)
    : stores_(std::move(stores)), ledger_(ledger), clock_(clock), random_(random), max_storage_days_(max_storage_days) {}

// B1, G2
Result<Notice> Notices::add(const NoticeText& text, std::optional<NoticeId> supersedes, const Actor& actor) {
    if (!complete(text)) return fail(errors::kNoticeIncomplete);
    if (text.storage_days > max_storage_days_)
        return fail(errors::kNoticeTerm, fmt::format("{} > {} days", text.storage_days, max_storage_days_));
    int version = 1;
    if (supersedes) {
        MD_ASSIGN(const auto old, get(*supersedes));
        if (old.superseded_by) return fail(errors::kNoticeSuperseded);
        version = old.version + 1;
    }
    const auto id = NoticeId::random(random_);
    const auto now = clock_.wall();
    const Status added = (*stores_)[Store::identities].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto last, db.query("SELECT COALESCE(MAX(sequence), 0) FROM people_notices"));
        MD_TRY(db.execute("INSERT INTO people_notices (id, sequence, version, supersedes, created, body) VALUES (?,?,?,?,?,?)",
                          {id.bytes(), last.at(0).integer(0) + 1, std::int64_t{version},
                           supersedes ? store::Value(supersedes->bytes()) : store::Value(), to_micros(now), encode_notice(text)}));
        return record(ledger_, actor, "notice.created", id.text(), "B1", fmt::format(R"({{"version":{}}})", version));
    });
    if (!added && added.error().is(errors::kConflict)) return fail(errors::kNoticeSuperseded);  // someone else was quicker
    MD_TRY(added);
    return get(id);
}

Result<Notice> Notices::get(const NoticeId& id) const {
    MD_ASSIGN(const auto rows, (*stores_)[Store::identities].query(std::string(kSelect) + "WHERE n.id = ?", {id.bytes()}));
    if (rows.empty()) return fail(errors::kNoticeNotFound);
    return read(rows[0]);
}

Result<std::vector<Notice>> Notices::list() const {
    MD_ASSIGN(const auto rows, (*stores_)[Store::identities].query(std::string(kSelect) + "ORDER BY n.sequence DESC"));
    std::vector<Notice> out;
    for (const auto& row : rows) {
        MD_ASSIGN(auto notice, read(row));
        out.push_back(std::move(notice));
    }
    return out;
}

Result<std::optional<Notice>> Notices::current() const {
    MD_ASSIGN(const auto rows,
              (*stores_)[Store::identities].query(std::string(kSelect) + "WHERE later.id IS NULL ORDER BY n.sequence DESC LIMIT 1"));
    if (rows.empty()) return std::optional<Notice>();
    MD_ASSIGN(auto notice, read(rows[0]));
    return std::optional(std::move(notice));
}

}  // namespace md::people
