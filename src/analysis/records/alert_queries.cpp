// Reading alerts.
#include <algorithm>
#include <map>

#include "analysis/errors.h"
#include "analysis/records/alerts.h"

namespace md::analysis {

using store::Queries;
using store::Row;
using store::Store;

namespace {

constexpr std::string_view kColumns =
    "id, sequence, kind, rule, camera, regions, label, watch_list, entry, first_seen, last_seen, raised, stored, ended, ended_how, state, "
    "acknowledged_by, acknowledged, closed_by, closed, outcome, comments, version";

StoredAlert read(const Row& row) {
    StoredAlert out;
    out.id = AlertId::from_bytes(row.blob(0)).value_or(AlertId());
    out.kind = static_cast<RuleKind>(row.integer(2));
    out.rule = row.text(3);
    out.camera = row.text(4);
    out.regions = split_names(row.text(5));
    out.subject = to_hex(row.blob(6));
    out.watch_list = row.text(7);
    out.entry = row.text(8);
    out.first_seen = from_micros(row.integer(9));
    out.last_seen = from_micros(row.integer(10));
    out.raised = from_micros(row.integer(11));
    out.stored = from_micros(row.integer(12));
    out.ended_at = read_time(row, 13);
    out.end = static_cast<AlertEnd>(row.integer(14));
    out.state = static_cast<AlertState>(row.integer(15));
    out.acknowledged_by = row.text(16);
    out.acknowledged_at = read_time(row, 17);
    out.closed_by = row.text(18);
    out.closed_at = read_time(row, 19);
    if (!row.null(20)) out.outcome = static_cast<AlertOutcome>(row.integer(20));
    out.comments = static_cast<int>(row.integer(21));
    out.version = row.integer(22);
    return out;
}

std::string select(const std::string& where) { return std::string("SELECT ").append(kColumns) + " FROM analysis_alerts WHERE " + where; }

}  // namespace

Result<StoredAlert> Alerts::read_one(Queries& db, const AlertId& id) const {
    MD_ASSIGN(const auto rows, db.query(select("id = ?"), {id.bytes()}));
    if (rows.empty()) return fail(errors::kAlertNotFound);
    std::vector<StoredAlert> out{read(rows[0])};
    MD_TRY(read_evidence(db, out));
    return std::move(out[0]);
}

Status Alerts::read_evidence(Queries& db, std::vector<StoredAlert>& alerts) const {
    if (alerts.empty()) return {};
    std::map<AlertId, StoredAlert*> wanted;
    std::string places;
    store::Params params;
    for (auto& alert : alerts) {
        wanted.emplace(alert.id, &alert);
        places += places.empty() ? "?" : ",?";
        params.emplace_back(alert.id.bytes());
    }
    MD_ASSIGN(const auto rows,
              db.query("SELECT alert, slot, taken, quality FROM analysis_evidence WHERE alert IN (" + places + ") ORDER BY slot", params));
    std::vector<std::pair<Bytes, int>> names;
    for (const auto& row : rows) names.emplace_back(row.blob(0), static_cast<int>(row.integer(1)));
    MD_ASSIGN(const auto present, pictures_.present(names));
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const auto found = wanted.find(AlertId::from_bytes(rows[i].blob(0)).value_or(AlertId()));
        if (found == wanted.end()) continue;
        auto& evidence = found->second->evidence;
        evidence.resize(static_cast<std::size_t>(rows[i].integer(1)));
        evidence.push_back({from_micros(rows[i].integer(2)), static_cast<float>(rows[i].real(3)), present[i]});
    }
    return {};
}

Result<StoredAlert> Alerts::get(const AlertId& id) const { return read_one((*parts_.stores)[Store::events], id); }

Result<AlertPage> Alerts::find(const AlertQuery& query) const {
    auto& events = (*parts_.stores)[Store::events];
    auto before = read_cursor(query.cursor);
    Conditions where("sequence < ?", before);
    if (query.state) where.add("state = ?", static_cast<std::int64_t>(*query.state));
    if (query.ongoing) where.add(*query.ongoing ? "ended IS NULL" : "ended IS NOT NULL");
    if (query.kind) where.add("kind = ?", static_cast<std::int64_t>(*query.kind));
    if (!query.camera.empty()) where.add("camera = ?", query.camera);
    if (!query.region.empty()) where.add_name("regions", query.region);
    if (!query.rule.empty()) where.add("rule = ?", query.rule);
    if (!query.watch_list.empty()) where.add("watch_list = ?", query.watch_list);
    if (query.from) where.add("raised >= ?", to_micros(*query.from));
    if (query.to) where.add("raised < ?", to_micros(*query.to));
    const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, 500));
    MD_ASSIGN(const auto rows, events.query(select(where.text() + " ORDER BY sequence DESC LIMIT ?"),
                                            where.params_with(static_cast<std::int64_t>(limit + 1))));
    AlertPage page;
    for (const auto& row : rows) {
        if (page.items.size() == limit) {
            page.next = cursor_of(before);
            break;
        }
        before = row.integer(1);
        page.items.push_back(read(row));
    }
    MD_TRY(read_evidence(events, page.items));
    return page;
}

Result<AlertCounts> Alerts::counts() const {
    MD_ASSIGN(const auto rows,
              (*parts_.stores)[Store::events].query(
                  "SELECT state, COUNT(*), SUM(CASE WHEN ended IS NULL THEN 1 ELSE 0 END) FROM analysis_alerts GROUP BY state"));
    AlertCounts out;
    for (const auto& row : rows) {
        const auto state = static_cast<AlertState>(row.integer(0));
        auto& count = state == AlertState::raised ? out.raised : state == AlertState::acknowledged ? out.acknowledged : out.closed;
        count = row.integer(1);
        out.ongoing += row.integer(2);
    }
    return out;
}

}  // namespace md::analysis
