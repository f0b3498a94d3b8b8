// Alerts in words: names of states, and the JSON that goes out.
#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "analysis/records/alerts.h"

namespace md::analysis {

using Json = nlohmann::json;

namespace {

constexpr std::array<std::string_view, 3> kStates{"raised", "acknowledged", "closed"};
constexpr std::array<std::string_view, 3> kOutcomes{"true", "false_alarm", "test"};
constexpr std::array<std::string_view, 2> kEnds{"over", "restart"};

template <class Enum, std::size_t N>
std::optional<Enum> find_word(const std::array<std::string_view, N>& words, std::string_view text) {
    const auto found = std::find(words.begin(), words.end(), text);
    if (found == words.end()) return std::nullopt;
    return static_cast<Enum>(found - words.begin());
}

Json time_or_null(const std::optional<WallTime>& time) { return time ? Json(to_rfc3339(*time)) : Json(); }
Json text_or_null(std::string_view text) { return text.empty() ? Json() : Json(text); }

}  // namespace

std::string_view to_string(AlertState state) { return kStates[static_cast<std::size_t>(state)]; }
std::string_view to_string(AlertOutcome outcome) { return kOutcomes[static_cast<std::size_t>(outcome)]; }
std::string_view to_string(AlertEnd end) { return kEnds[static_cast<std::size_t>(end)]; }
std::optional<AlertState> alert_state_from(std::string_view text) { return find_word<AlertState>(kStates, text); }
std::optional<AlertOutcome> alert_outcome_from(std::string_view text) { return find_word<AlertOutcome>(kOutcomes, text); }

std::optional<RuleKind> rule_kind_from(std::string_view text) {
    for (const auto kind : {RuleKind::intrusion, RuleKind::stay, RuleKind::wander, RuleKind::appearance}) {
        if (to_string(kind) == text) return kind;
    }
    return std::nullopt;
}

namespace {

Json body_of(const StoredAlert& alert) {
    Json evidence = Json::array();
    for (const auto& picture : alert.evidence) {
        evidence.push_back({{"number", evidence.size() + 1},
                            {"taken_at", to_rfc3339(picture.taken)},
                            {"quality", picture.quality},
                            {"has_picture", picture.has_picture}});
    }
    return {{"id", alert.id.text()},
            {"kind", to_string(alert.kind)},
            {"clause", row_of(alert.kind)},
            {"rule", alert.rule},
            {"camera_id", alert.camera},
            {"regions", alert.regions},
            {"subject", alert.subject},
            {"watch_list", text_or_null(alert.watch_list)},
            {"entry", text_or_null(alert.entry)},
            {"first_seen", to_rfc3339(alert.first_seen)},
            {"last_seen", to_rfc3339(alert.last_seen)},
            {"raised_at", to_rfc3339(alert.raised)},
            {"ended_at", time_or_null(alert.ended_at)},
            {"end", alert.ended_at ? Json(to_string(alert.end)) : Json()},
            {"state", to_string(alert.state)},
            {"acknowledged_by", text_or_null(alert.acknowledged_by)},
            {"acknowledged_at", time_or_null(alert.acknowledged_at)},
            {"closed_by", text_or_null(alert.closed_by)},
            {"closed_at", time_or_null(alert.closed_at)},
            {"outcome", alert.outcome ? Json(to_string(*alert.outcome)) : Json()},
            {"comments", alert.comments},
            {"version", alert.version},
            {"evidence", evidence}};
}

std::string text_of(const Json& json) { return json.dump(-1, ' ', false, Json::error_handler_t::replace); }

}  // namespace

std::string to_json(const StoredAlert& alert) { return text_of(body_of(alert)); }

std::string to_json(const StoredAlert& alert, std::string_view what) {
    auto body = body_of(alert);
    body["what"] = what;
    body["kind_zh"] = name_zh(alert.kind);
    return text_of(body);
}

}  // namespace md::analysis
