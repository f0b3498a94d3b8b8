// The state of the system, and the doors that are open to everyone.
#include "analysis/pipeline/live_analysis.h"
#include "analysis/records/recorder.h"
#include "api/compliance.h"
#include "api/convert.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

Out to_out(const ComplianceRow& row) {
    return {{"clause", row.clause}, {"title_zh", row.title_zh}, {"title_en", row.title_en}, {"status", row.status}, {"zh", row.zh},
            {"en", row.en}};
}

Out counts(const PlatformParts& parts) {
    Out out{{"templates", parts.gallery->size()},
            {"ledger_entries", parts.ledger->size()},
            {"doors", parts.doors->list().size()},
            {"certificates", parts.authority->list().size()}};
    if (const auto persons = parts.people->count()) out["persons"] = *persons;
    if (const auto users = parts.access->users().list()) out["users"] = users->size();
    if (const auto devices = parts.access->devices().list()) out["devices"] = devices->size();
    return out;
}

// The stores answer, the ledger is open, and analysis runs and can store what it finds: what a load balancer needs to know. A camera that
// does not run is the camera's trouble and shows in its report.
Out readiness(const PlatformParts& parts, bool& ready) {
    Out checks = Out::array();
    const auto add = [&](const std::string& name, bool ok) {
        checks.push_back({{"name", name}, {"ok", ok}});
        ready = ready && ok;
    };
    for (const auto store :
         {store::Store::identities, store::Store::features, store::Store::images, store::Store::events, store::Store::keys}) {
        add("store." + std::string(store::to_string(store)), (*parts.stores)[store].query("SELECT 1").has_value());
    }
    add("models", !parts.engine->model_id().empty());
    if (parts.analysis) {
        add("analysis.live", !parts.analysis->live->stopped());
        add("analysis.records", parts.analysis->recorder->trouble().last_error.empty());
    }
    return {{"ok", ready}, {"checks", std::move(checks)}};
}

}  // namespace

net::Response health() { return answer({{"ok", true}, {"checks", Out::array()}}); }

net::Response readiness_response(const PlatformParts& parts) {
    bool ready = true;
    const auto out = readiness(parts, ready);
    return answer(out, ready ? 200 : 503);
}

void add_system(Operations& operations, const PlatformParts& parts) {
    operations.on("get_system", [parts](Call&) -> Answer {
        MD_API_ASSIGN(const auto basis, parts.people->governance().basis());
        Out checks = Out::array();
        for (const auto& row : compliance(parts)) {
            if (row.is_check)
                checks.push_back({{"name", row.name}, {"ok", row.status == "met"}, {"zh", row.zh}, {"en", row.en}, {"clause", row.clause}});
        }
        return answer({{"version", parts.version},
                       {"profile", to_string(parts.profile)},
                       {"models", Out::parse(parts.engine->describe_json())},
                       {"basis", basis ? to_out(*basis) : Out(nullptr)},
                       {"checks", std::move(checks)},
                       {"counts", counts(parts)}});
    });
    operations.on("get_compliance", [parts](Call&) -> Answer {
        return answer({{"items", items(compliance(parts), [](const ComplianceRow& row) { return to_out(row); })}});
    });
    operations.on("confirm_clock", [parts](Call& call) -> Answer {
        ledger::Entry entry;
        entry.actor = call.actor();
        entry.action = "clock.confirmed";
        entry.object = "system";
        entry.outcome = "ok";
        entry.clause = "B11";
        entry.detail_json = "{}";
        MD_API_TRY(parts.ledger->append(std::move(entry)));
        parts.retention->confirm_clock();
        return no_content();
    });
    operations.on("get_public", [parts](Call&) -> Answer {
        return answer({{"product", "Miandun 面盾"},
                       {"version", parts.version},
                       {"profile", to_string(parts.profile)},
                       {"languages", {"zh-CN", "en"}}});
    });
    operations.on("get_openapi", [](Call&) -> Answer { return net::Response::json(Contract::get().json()); });
    operations.on("get_health", [](Call&) -> Answer { return health(); });
    operations.on("get_readiness", [parts](Call&) -> Answer { return readiness_response(parts); });
}

}  // namespace md::api
