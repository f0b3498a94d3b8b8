// Terms and what is due. B11
#include <fmt/format.h>

#include "base/errors.h"
#include "people/service.h"

namespace md::people {

using store::Store;

namespace {

using std::chrono::days;

struct Term {
    std::string_view name, label_zh, label_en;
    int days, maximum_general, maximum_cii;  // days 0: the maximum
};
constexpr Term kPersons{"persons", "人员信息与人脸特征", "Persons and face features", 0, 0,
                        0};  // maximum: the longest storage time a notice may tell
constexpr Term kVisitors{"visitors", "访客信息与人脸特征", "Visitors and face features", 30, 180, 90};
constexpr Term kImages{"images", "登记图像", "Enrolment pictures", 365, 3 * 365, 365};
constexpr Term kProofs{"deletion_proofs", "删除证明", "Proofs of deletion", 3 * 365, 10 * 365, 10 * 365};

// A person is due when validity or the storage time told has ended, or when the term for the kind has passed since registration.
constexpr std::string_view kPersonsDue = "FROM people_persons WHERE leaving = 0 AND kind <> ? AND (due <= ? OR created <= ?)";
constexpr std::string_view kVisitorsDue = "FROM people_persons WHERE leaving = 0 AND kind = ? AND (due <= ? OR created <= ?)";

store::Params due_params(WallTime now, std::chrono::seconds term) {
    return {static_cast<std::int64_t>(Kind::visitor), to_micros(now), to_micros(now - term)};
}

std::function<Result<std::int64_t>(WallTime, std::chrono::seconds)> counter(store::Database& database, std::string sql) {
    return [&database, sql = std::move(sql)](WallTime now, std::chrono::seconds term) -> Result<std::int64_t> {
        MD_ASSIGN(const auto rows, database.query(sql, {to_micros(now - term)}));
        return rows.at(0).integer(0);
    };
}

std::function<Result<std::int64_t>(WallTime, std::chrono::seconds, std::int64_t)> eraser(store::Database& database, std::string sql) {
    return [&database, sql = std::move(sql)](WallTime now, std::chrono::seconds term, std::int64_t limit) {
        return database.execute(sql, {to_micros(now - term), limit});
    };
}

}  // namespace

Result<std::int64_t> Service::delete_due_persons(bool visitors, WallTime now, std::chrono::seconds term, std::int64_t limit) {
    MD_TRY(deletions_.resume());
    auto params = due_params(now, term);
    params.emplace_back(limit);
    MD_ASSIGN(const auto rows,
              identities().query("SELECT id " + std::string(visitors ? kVisitorsDue : kPersonsDue) + " ORDER BY due LIMIT ?", params));
    std::vector<PersonId> persons;
    for (const auto& row : rows) persons.push_back(PersonId::from_bytes(row.blob(0)).value_or(PersonId()));
    if (persons.empty()) return 0;
    MD_ASSIGN(const auto proofs, deletions_.run(persons, DeletionReason::expired, "system"));
    return static_cast<std::int64_t>(proofs.size());
}

// B11
void Service::register_retention(store::Retention& retention) {
    const bool cii = parts_.stores->profile == Profile::cii;
    const auto kind = [&](const Term& term) {
        const days maximum(term.maximum_general == 0 ? options_.max_storage_days : cii ? term.maximum_cii : term.maximum_general);
        const days now = term.days == 0 ? maximum : std::min(maximum, days(term.days));
        return store::RetentionKind{std::string(term.name), std::string(term.label_zh), std::string(term.label_en), now, maximum, {}, {}};
    };
    for (const bool visitors : {false, true}) {
        auto persons = kind(visitors ? kVisitors : kPersons);
        persons.count_due = [this, visitors](WallTime now, std::chrono::seconds term) -> Result<std::int64_t> {
            MD_ASSIGN(const auto rows,
                      identities().query("SELECT COUNT(*) " + std::string(visitors ? kVisitorsDue : kPersonsDue), due_params(now, term)));
            return rows.at(0).integer(0);
        };
        persons.delete_due = [this, visitors](WallTime now, std::chrono::seconds term, std::int64_t limit) {
            return delete_due_persons(visitors, now, term, limit);
        };
        retention.add(std::move(persons));
    }
    auto& image_store = (*parts_.stores)[Store::images];
    auto images = kind(kImages);
    images.count_due = counter(image_store, "SELECT COUNT(*) FROM people_images WHERE created <= ?");
    images.delete_due = eraser(
        image_store, "DELETE FROM people_images WHERE id IN (SELECT id FROM people_images WHERE created <= ? ORDER BY created LIMIT ?)");
    retention.add(std::move(images));
    auto& event_store = (*parts_.stores)[Store::events];
    auto proofs = kind(kProofs);
    proofs.count_due = counter(event_store, "SELECT COUNT(*) FROM people_deletion_proofs WHERE finished <= ?");
    proofs.delete_due = eraser(event_store,
                               "DELETE FROM people_deletion_proofs WHERE id IN "
                               "(SELECT id FROM people_deletion_proofs WHERE finished <= ? ORDER BY finished LIMIT ?)");
    retention.add(std::move(proofs));
}

Result<std::vector<DueItem>> Service::due(std::string_view name, std::chrono::seconds term, int limit) {
    const std::int64_t term_us = std::chrono::microseconds(term).count();
    const auto list = [&](store::Database& database, const std::string& sql, store::Params params,
                          const std::function<std::string(const store::Row&)>& ref) -> Result<std::vector<DueItem>> {
        params.emplace_back(std::int64_t{std::clamp(limit, 1, 1000)});
        MD_ASSIGN(const auto rows, database.query(sql, params));
        std::vector<DueItem> out;
        for (const auto& row : rows) out.push_back({ref(row), from_micros(row.integer(1))});
        return out;
    };
    if (name == kPersons.name || name == kVisitors.name) {
        const std::string which = name == kVisitors.name ? "kind = ?" : "kind <> ?";
        return list(identities(),
                    "SELECT id, CASE WHEN due < created + ? THEN due ELSE created + ? END AS due_at FROM people_persons "
                    "WHERE leaving = 0 AND " +
                        which + " ORDER BY due_at LIMIT ?",
                    {term_us, term_us, static_cast<std::int64_t>(Kind::visitor)}, [&](const store::Row& row) {
                        return registry_.links().ledger_ref(PersonId::from_bytes(row.blob(0)).value_or(PersonId()));
                    });
    }
    const auto hex = [](const store::Row& row) { return to_hex(row.blob(0)); };
    if (name == kImages.name) {
        return list((*parts_.stores)[Store::images], "SELECT id, created + ? AS due_at FROM people_images ORDER BY due_at LIMIT ?",
                    {term_us}, hex);
    }
    if (name == kProofs.name) {
        return list((*parts_.stores)[Store::events],
                    "SELECT id, finished + ? AS due_at FROM people_deletion_proofs WHERE finished IS NOT NULL ORDER BY due_at LIMIT ?",
                    {term_us}, hex);
    }
    return fail(errors::kNotFound, std::string(name));
}

}  // namespace md::people
