#pragma once
// The alerts of C5-C8 and what became of each. Two things are kept apart: whether the situation goes on, which the rule says (`ended`), and
// how far the operators have come with it (`state`). An alert that is over, or whose end nobody saw because the service was restarted,
// stays open until somebody has looked at it.
#include <functional>
#include <optional>
#include <vector>

#include "analysis/records/outbox.h"
#include "analysis/records/parts.h"
#include "analysis/records/picture_vault.h"
#include "analysis/records/rows.h"
#include "analysis/types.h"
#include "store/retention.h"

namespace md::analysis {

enum class AlertState { raised, acknowledged, closed };
std::string_view to_string(AlertState state);
std::optional<AlertState> alert_state_from(std::string_view text);
enum class AlertOutcome { real, false_alarm, test };
std::string_view to_string(AlertOutcome outcome);  // "true", "false_alarm", "test"
std::optional<AlertOutcome> alert_outcome_from(std::string_view text);
enum class AlertEnd { over, restart };  // the rule saw the end; the service stopped before it did
std::string_view to_string(AlertEnd end);
std::optional<RuleKind> rule_kind_from(std::string_view text);

struct AlertEvidence {
    WallTime taken;
    float quality = 0;
    bool has_picture = false;
};
struct StoredAlert {
    AlertId id;
    RuleKind kind = RuleKind::intrusion;
    std::string rule, camera;
    std::vector<std::string> regions;
    std::string subject;            // label, see captures.h; groups nothing but this alert
    std::string watch_list, entry;  // empty unless found on a list
    WallTime first_seen, last_seen, raised, stored;
    std::optional<WallTime> ended_at;
    AlertEnd end = AlertEnd::over;  // of one that has ended
    AlertState state = AlertState::raised;
    Actor acknowledged_by, closed_by;  // empty: not yet
    std::optional<WallTime> acknowledged_at, closed_at;
    std::optional<AlertOutcome> outcome;
    std::vector<AlertEvidence> evidence;  // at most two. C2
    int comments = 0;
    std::int64_t version = 1;  // goes up with every act of an operator: the ETag
};
struct AlertComment {
    WallTime time;
    Actor author;
    std::string text;
};
struct AlertQuery {
    std::optional<AlertState> state;
    std::optional<bool> ongoing;
    std::optional<RuleKind> kind;
    std::string camera, region, rule, watch_list;
    std::optional<WallTime> from, to;  // raised in [from, to)
    std::string cursor;
    int limit = 50;  // 1..500
};
struct AlertPage {
    std::vector<StoredAlert> items;  // newest first
    std::string next;
};
struct AlertCounts {
    std::int64_t raised = 0, acknowledged = 0, closed = 0, ongoing = 0;
};
struct AlertOptions {
    bool audit_views = true;  // every look at a picture of evidence goes to the ledger
};
// One object with the clause; no identity.
std::string to_json(const StoredAlert& alert);
// For bus, SSE and webhooks; what: "raised", "updated", "ended", "acknowledged", "commented", "closed".
std::string to_json(const StoredAlert& alert, std::string_view what);

// Thread-safe. Whatever is returned is on disk, and after that told on the bus (kind "alert") and to the outbox. kAlertNotFound,
// kAlertState (acknowledge or close one that is closed), kVersionChanged.
class Alerts {
public:
    // Ends what a former run left going on (AlertEnd::restart). outbox: may be null; deliveries are queued in the alert's own transaction.
    static Result<std::unique_ptr<Alerts>> open(RecordParts parts, Outbox* outbox, AlertOptions options);
    // One step of an alert from the rules. Safe to call again with the same step.
    Result<StoredAlert> record(const Alert& alert, const std::string& label);
    Result<StoredAlert> get(const AlertId& id) const;
    Result<AlertPage> find(const AlertQuery& query) const;
    Result<AlertCounts> counts() const;
    Result<std::vector<AlertComment>> comments(const AlertId& id) const;  // oldest first
    // Number 0 or 1. kPictureGone when its term is over.
    Result<SecretBytes> picture(const AlertId& id, int number, const Actor& actor) const;

    Result<StoredAlert> acknowledge(const AlertId& id, std::optional<std::int64_t> version, const Actor& actor);
    Result<StoredAlert> comment(const AlertId& id, const std::string& text, const Actor& actor);  // 1..2000 bytes; never changed afterwards
    Result<StoredAlert> close(const AlertId& id, AlertOutcome outcome, const std::string& comment, std::optional<std::int64_t> version,
                              const Actor& actor);  // comment: may be empty
    // "analysis_evidence" and "analysis_alerts". C9
    void register_retention(store::Retention& retention);

private:
    Alerts(RecordParts parts, Outbox* outbox, AlertOptions options);
    struct Step;
    Status end_former_run();
    Status write(store::Queries& db, const Alert& alert, const std::string& label, Step& step);
    Status write_evidence(store::Queries& db, const Alert& alert);
    // An operator's act, in one transaction with its entry in the ledger and its deliveries; told afterwards.
    Result<StoredAlert> act(const AlertId& id, std::optional<std::int64_t> version, std::string_view what, const Actor& actor,
                            const std::function<Status(store::Queries&, const StoredAlert&)>& body);
    Status add_comment(store::Queries& db, const StoredAlert& alert, const std::string& text, const Actor& actor);
    Result<StoredAlert> read_one(store::Queries& db, const AlertId& id) const;
    Status read_evidence(store::Queries& db, std::vector<StoredAlert>& alerts) const;
    void tell(const StoredAlert& alert, std::string_view what);
    RecordParts parts_;
    Outbox* outbox_;
    AlertOptions options_;
    PictureVault pictures_;
    Sequence sequence_;
};

}  // namespace md::analysis
