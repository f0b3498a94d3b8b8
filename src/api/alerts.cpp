// The alert centre. C5, C6, C7, C8, D19.
#include "analysis/errors.h"
#include "api/analysis_out.h"

namespace md::api {
namespace {

using analysis::AlertId;
using analysis::StoredAlert;

analysis::AlertQuery query_in(const Call& call) {
    analysis::AlertQuery query;
    if (const auto state = call.query("state")) query.state = analysis::alert_state_from(*state);
    if (const auto ongoing = call.query("ongoing")) query.ongoing = *ongoing == "true";
    if (const auto kind = call.query("kind")) query.kind = analysis::rule_kind_from(*kind);
    query.camera = call.query("camera_id").value_or("");
    query.region = call.query("region").value_or("");
    query.rule = call.query("rule").value_or("");
    query.from = time_query(call, "from");
    query.to = time_query(call, "to");
    query.cursor = call.query("cursor").value_or("");
    query.limit = call.limit();
    return query;
}

Answer alert_answer(const StoredAlert& alert, access::Access& access) { return with_version(answer(to_out(alert, access)), alert.version); }

void add_reading(Operations& operations, analysis::Alerts& alerts, access::Access& access) {
    operations.on("list_alerts", [&alerts, &access](Call& call) -> Answer {
        MD_API_ASSIGN(const auto page, alerts.find(query_in(call)));
        return answer({{"items", items(page.items, [&access](const StoredAlert& alert) { return to_out(alert, access); })},
                       {"next_cursor", or_null(page.next)}});
    });
    operations.on("count_alerts", [&alerts](Call&) -> Answer {
        MD_API_ASSIGN(const auto counts, alerts.counts());
        return answer(
            {{"raised", counts.raised}, {"acknowledged", counts.acknowledged}, {"closed", counts.closed}, {"ongoing", counts.ongoing}});
    });
    operations.on("get_alert", [&alerts, &access](Call& call) -> Answer {
        MD_API_ASSIGN(const auto alert, alerts.get(call.id<AlertId>("alert_id")));
        return alert_answer(alert, access);
    });
    operations.on("list_alert_comments", [&alerts, &access](Call& call) -> Answer {
        const auto id = call.id<AlertId>("alert_id");
        MD_API_TRY(alerts.get(id));
        MD_API_ASSIGN(const auto comments, alerts.comments(id));
        return answer(
            {{"items", items(comments, [&access](const analysis::AlertComment& comment) {
                  return Out{{"time", to_out(comment.time)}, {"author", actor_out(comment.author, access)}, {"text", comment.text}};
              })}});
    });
    operations.on("get_alert_evidence", [&alerts](Call& call) -> Answer {
        const int number = std::stoi(call.path("number")) - 1;
        MD_API_ASSIGN(auto picture, alerts.picture(call.id<AlertId>("alert_id"), number, call.actor()));
        return jpeg(std::move(picture));
    });
}

}  // namespace

void add_alerts(Operations& operations, const PlatformParts& parts) {
    auto& alerts = *parts.analysis->alerts;
    auto& access = *parts.access;
    add_reading(operations, alerts, access);
    operations.on("acknowledge_alert", [&alerts, &access](Call& call) -> Answer {
        MD_API_ASSIGN(const auto version, wanted_version(call));
        MD_API_ASSIGN(const auto alert, alerts.acknowledge(call.id<AlertId>("alert_id"), version, call.actor()));
        return alert_answer(alert, access);
    });
    operations.on("comment_alert", [&alerts, &access](Call& call) -> Answer {
        MD_API_ASSIGN(const auto alert, alerts.comment(call.id<AlertId>("alert_id"), text(call.body, "text"), call.actor()));
        return alert_answer(alert, access);
    });
    operations.on("close_alert", [&alerts, &access](Call& call) -> Answer {
        MD_API_ASSIGN(const auto version, wanted_version(call));
        const auto outcome = analysis::alert_outcome_from(view(call.body.at("outcome"))).value();
        MD_API_ASSIGN(const auto alert,
                      alerts.close(call.id<AlertId>("alert_id"), outcome, text_or_empty(call.body, "comment"), version, call.actor()));
        return alert_answer(alert, access);
    });
}

}  // namespace md::api
