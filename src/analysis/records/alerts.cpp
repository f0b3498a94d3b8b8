#include "analysis/records/alerts.h"

#include "analysis/errors.h"
#include "analysis/records/schema.h"

namespace md::analysis {

using store::Queries;
using store::Store;

namespace {

constexpr std::chrono::hours kBucket{1};

std::int64_t number(AlertState state) { return static_cast<std::int64_t>(state); }

store::Place place_of_comment(const Bytes& row) { return {Store::events, "analysis_comments", "body", row}; }
Bytes row_of_comment(const AlertId& alert, std::int64_t number) {
    return Writer().raw(alert.view()).u64(static_cast<std::uint64_t>(number)).bytes();
}

}  // namespace

Alerts::Alerts(RecordParts parts, Outbox* outbox, AlertOptions options)
    : parts_(std::move(parts)), outbox_(outbox), options_(options), pictures_(parts_, "evidence", kBucket) {}

Result<std::unique_ptr<Alerts>> Alerts::open(RecordParts parts, Outbox* outbox, AlertOptions options) {
    MD_TRY(migrate(*parts.stores));
    std::unique_ptr<Alerts> alerts(new Alerts(std::move(parts), outbox, options));
    MD_TRY(alerts->sequence_.open((*alerts->parts_.stores)[Store::events], "analysis_alerts"));
    MD_TRY(alerts->end_former_run());
    return alerts;
}

// Nobody saw how they ended: that is said, and they stay with the operators as they were.
Status Alerts::end_former_run() {
    return (*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto ended, db.execute("UPDATE analysis_alerts SET ended = ?, ended_how = ? WHERE ended IS NULL",
                                               {to_micros(parts_.clock->wall()), static_cast<std::int64_t>(AlertEnd::restart)}));
        if (ended == 0) return {};
        return note(parts_, "system", "alert.ended_by_restart", std::to_string(ended), "C5");
    });
}

struct Alerts::Step {
    StoredAlert stored;
    std::string_view what;
};

void Alerts::tell(const StoredAlert& alert, std::string_view what) {
    if (outbox_) outbox_->announce();
    if (parts_.bus) parts_.bus->publish("alert", to_json(alert, what));
}

// C5, C6, C7, C8
Result<StoredAlert> Alerts::record(const Alert& alert, const std::string& label) {
    Step step;
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) { return write(db, alert, label, step); }));
    tell(step.stored, step.what);
    return step.stored;
}

Status Alerts::write(Queries& db, const Alert& alert, const std::string& label, Step& step) {
    const auto now = parts_.clock->wall();
    MD_ASSIGN(const auto old, db.query("SELECT ended FROM analysis_alerts WHERE id = ?", {alert.id.bytes()}));
    const bool ends = alert.stage == Alert::Stage::closed;
    step.what = old.empty() ? "raised" : ends ? "ended" : "updated";
    if (old.empty()) {
        MD_TRY(
            db.execute("INSERT INTO analysis_alerts (id, sequence, kind, rule, camera, regions, label, watch_list, entry, first_seen, "
                       "last_seen, raised, stored, ended, state, version) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,1)",
                       {alert.id.bytes(), sequence_.next(now), static_cast<std::int64_t>(alert.kind), alert.rule, alert.camera,
                        join_names(alert.regions), from_hex(label).value_or(Bytes()), alert.watch_list, alert.entry,
                        to_micros(alert.first_seen), to_micros(alert.last_seen), to_micros(alert.raised), to_micros(now),
                        ends ? store::Value(to_micros(alert.last_seen)) : store::Value(), number(AlertState::raised)}));
    } else {
        MD_TRY(db.execute("UPDATE analysis_alerts SET regions = ?, last_seen = ?, ended = ?, ended_how = 0 WHERE id = ?",
                          {join_names(alert.regions), to_micros(alert.last_seen),
                           ends ? store::Value(to_micros(alert.last_seen)) : store::Value(), alert.id.bytes()}));
    }
    MD_TRY(write_evidence(db, alert));
    MD_ASSIGN(step.stored, read_one(db, alert.id));
    if (step.what != "updated") {
        MD_TRY(note(parts_, "system", std::string("alert.").append(step.what), alert.id.text(), row_of(alert.kind)));
    }
    return outbox_ ? outbox_->queue(db, std::string("alert.").append(step.what), to_json(step.stored, step.what)) : Status();
}

// C2: what is more than two is left out here, and would not be taken by the table.
Status Alerts::write_evidence(Queries& db, const Alert& alert) {
    for (std::size_t i = 0; i < std::min<std::size_t>(alert.evidence.size(), 2); ++i) {
        const auto& picture = alert.evidence[i];
        if (!picture) continue;
        const auto slot = static_cast<std::int64_t>(i);
        MD_ASSIGN(const auto old, db.query("SELECT taken FROM analysis_evidence WHERE alert = ? AND slot = ?", {alert.id.bytes(), slot}));
        if (!old.empty() && old[0].integer(0) == to_micros(picture->taken)) continue;
        MD_TRY(pictures_.put(alert.id.view(), static_cast<int>(i), picture->jpeg.view()));
        MD_TRY(db.execute(
            "INSERT INTO analysis_evidence (alert, slot, taken, quality) VALUES (?,?,?,?) ON CONFLICT (alert, slot) DO UPDATE SET "
            "taken = excluded.taken, quality = excluded.quality",
            {alert.id.bytes(), slot, to_micros(picture->taken), double{picture->quality}}));
    }
    return {};
}

Result<StoredAlert> Alerts::act(const AlertId& id, std::optional<std::int64_t> version, std::string_view what, const Actor& actor,
                                const std::function<Status(Queries&, const StoredAlert&)>& body) {
    StoredAlert changed;
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto before, read_one(db, id));
        if (version && *version != before.version) return fail(errors::kVersionChanged);
        MD_TRY(body(db, before));
        MD_TRY(db.execute("UPDATE analysis_alerts SET version = version + 1 WHERE id = ?", {id.bytes()}));
        MD_ASSIGN(changed, read_one(db, id));
        MD_TRY(note(parts_, actor, std::string("alert.").append(what), id.text(), row_of(changed.kind)));
        return outbox_ ? outbox_->queue(db, std::string("alert.").append(what), to_json(changed, what)) : Status();
    }));
    tell(changed, what);
    return changed;
}

Result<StoredAlert> Alerts::acknowledge(const AlertId& id, std::optional<std::int64_t> version, const Actor& actor) {
    return act(id, version, "acknowledged", actor, [&](Queries& db, const StoredAlert& before) -> Status {
        if (before.state != AlertState::raised) return fail(errors::kAlertState);
        MD_TRY(db.execute("UPDATE analysis_alerts SET state = ?, acknowledged_by = ?, acknowledged = ? WHERE id = ?",
                          {number(AlertState::acknowledged), actor, to_micros(parts_.clock->wall()), id.bytes()}));
        return {};
    });
}

Result<StoredAlert> Alerts::comment(const AlertId& id, const std::string& text, const Actor& actor) {
    return act(id, std::nullopt, "commented", actor,
               [&](Queries& db, const StoredAlert& before) { return add_comment(db, before, text, actor); });
}

Result<StoredAlert> Alerts::close(const AlertId& id, AlertOutcome outcome, const std::string& comment, std::optional<std::int64_t> version,
                                  const Actor& actor) {
    return act(id, version, "closed", actor, [&](Queries& db, const StoredAlert& before) -> Status {
        if (before.state == AlertState::closed) return fail(errors::kAlertState);
        if (!comment.empty()) MD_TRY(add_comment(db, before, comment, actor));
        MD_TRY(db.execute(
            "UPDATE analysis_alerts SET state = ?, closed_by = ?, closed = ?, outcome = ? WHERE id = ?",
            {number(AlertState::closed), actor, to_micros(parts_.clock->wall()), static_cast<std::int64_t>(outcome), id.bytes()}));
        return {};
    });
}

// Sealed: whatever an operator writes there.
Status Alerts::add_comment(Queries& db, const StoredAlert& alert, const std::string& text, const Actor& actor) {
    if (text.empty() || text.size() > 2000) return fail(errors::kCommentInvalid);
    const std::int64_t number = alert.comments + 1;
    const Bytes row = row_of_comment(alert.id, number);
    MD_ASSIGN(auto sealed, parts_.stores->keyring->seal(place_of_comment(row), as_bytes(text)));
    MD_TRY(db.execute("INSERT INTO analysis_comments (alert, number, written, author, body) VALUES (?,?,?,?,?)",
                      {alert.id.bytes(), number, to_micros(parts_.clock->wall()), actor, std::move(sealed)}));
    MD_TRY(db.execute("UPDATE analysis_alerts SET comments = ? WHERE id = ?", {number, alert.id.bytes()}));
    return {};
}

Result<std::vector<AlertComment>> Alerts::comments(const AlertId& id) const {
    auto& events = (*parts_.stores)[Store::events];
    MD_TRY(read_one(events, id));
    MD_ASSIGN(const auto rows,
              events.query("SELECT number, written, author, body FROM analysis_comments WHERE alert = ? ORDER BY number", {id.bytes()}));
    std::vector<AlertComment> out;
    for (const auto& row : rows) {
        const Bytes name = row_of_comment(id, row.integer(0));
        MD_ASSIGN(const auto text, parts_.stores->keyring->open(place_of_comment(name), row.blob(3)));
        out.push_back({from_micros(row.integer(1)), row.text(2), std::string(as_text(text.view()))});
    }
    return out;
}

Result<SecretBytes> Alerts::picture(const AlertId& id, int slot, const Actor& actor) const {
    MD_TRY(get(id));
    if (slot < 0 || slot > 1) return fail(errors::kPictureGone);
    MD_ASSIGN(auto jpeg, pictures_.get(id.view(), slot));
    if (options_.audit_views) MD_TRY(note(parts_, actor, "alert.viewed", id.text(), "C9"));
    return jpeg;
}

// C9
void Alerts::register_retention(store::Retention& retention) {
    using std::chrono::days;
    const bool cii = parts_.stores->profile == Profile::cii;
    retention.add(pictures_.retention("analysis_evidence", "预警取证图像", "Evidence of alerts", days(30), days(cii ? 90 : 180)));
    auto records = retention_of_rows((*parts_.stores)[Store::events], "analysis_alerts", "stored", "camera");
    records.name = "analysis_alerts";
    records.label_zh = "预警记录";
    records.label_en = "Alert records";
    records.term = days(180);
    records.maximum = days(cii ? 365 : 3 * 365);
    retention.add(std::move(records));
}

}  // namespace md::analysis
