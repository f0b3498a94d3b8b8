// Terms of storage and what is due. B11.
#include "api/convert.h"
#include "base/errors.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

double days(std::chrono::seconds time) { return static_cast<double>(time.count()) / 86'400; }

Out to_out(const store::RetentionPreview& kind) {
    return {{"name", kind.name},
            {"label_zh", kind.label_zh},
            {"label_en", kind.label_en},
            {"term_days", days(kind.term)},
            {"maximum_days", days(kind.maximum)},
            {"due_now", kind.due_now},
            {"due_day", kind.due_in_day},
            {"due_week", kind.due_in_week},
            {"due_month", kind.due_in_month}};
}

Result<store::RetentionPreview> kind_of(store::Retention& retention, const std::string& name) {
    MD_ASSIGN(const auto kinds, retention.preview());
    for (const auto& kind : kinds) {
        if (kind.name == name) return kind;
    }
    return fail(errors::kNotFound, "no retention kind " + name);
}

Out due_out(const std::string& ref, WallTime at) { return {{"ref", ref}, {"due_at", to_out(at)}, {"count", 1}, {"camera", nullptr}}; }

Out to_out(const store::DueGroup& group) {
    return {{"ref", nullptr}, {"due_at", to_out(group.due_at)}, {"count", group.count}, {"camera", or_null(group.camera)}};
}

}  // namespace

void add_retention(Operations& operations, const PlatformParts& parts) {
    auto& retention = *parts.retention;
    operations.on("list_retention", [&retention](Call&) -> Answer {
        MD_API_ASSIGN(const auto kinds, retention.preview());
        return answer({{"items", items(kinds, [](const store::RetentionPreview& kind) { return to_out(kind); })}});
    });
    operations.on("set_retention", [&retention, parts](Call& call) -> Answer {
        const auto name = call.path("name");
        const auto term = std::chrono::hours(24) * call.body.at("term_days").get<std::int64_t>();
        MD_API_ASSIGN(const auto before, kind_of(retention, name));
        MD_API_TRY(retention.set_term(name, term));
        ledger::Entry entry;
        entry.actor = call.actor();
        entry.action = "retention.term_set";
        entry.object = name;
        entry.outcome = "ok";
        entry.clause = "B11";
        entry.detail_json = Out{{"from_days", days(before.term)}, {"to_days", days(term)}}.dump();
        MD_API_TRY(parts.ledger->append(std::move(entry)));
        MD_API_ASSIGN(const auto kind, kind_of(retention, name));
        return answer(to_out(kind));
    });
    operations.on("list_due", [&retention, parts](Call& call) -> Answer {
        const auto name = call.query("name").value();
        MD_API_ASSIGN(const auto kind, kind_of(retention, name));
        Out list = Out::array();
        if (name == "recognition_events") {
            MD_API_ASSIGN(const auto due, parts.events->due(kind.term, call.limit()));
            for (const auto& item : due) list.push_back(due_out(item.ref, item.due_at));
        } else if (const auto due = parts.people->due(name, kind.term, call.limit())) {
            for (const auto& item : *due) list.push_back(due_out(item.ref, item.due_at));
        } else if (due.error().is(errors::kNotFound)) {  // of the analysis
            MD_API_ASSIGN(const auto groups, retention.due(name, call.limit()));
            for (const auto& group : groups) list.push_back(to_out(group));
        } else {
            return refuse(due.error());
        }
        return answer({{"items", std::move(list)}});
    });
}

}  // namespace md::api
