#include "people/governance.h"

#include <nlohmann/json.hpp>

#include "base/calendar.h"
#include "base/errors.h"
#include "people/record.h"
#include "store/errors.h"

namespace md::people {

using Json = nlohmann::json;
using store::Queries;
using store::Store;

namespace {

constexpr int kFilingWorkingDays = 30;  // 办法 art. 15

Status append(store::Stores& stores, std::string_view kind, WallTime now, const Json& body, const std::function<Status()>& then) {
    return stores[Store::identities].transaction([&](Queries& db) -> Status {
        MD_TRY(db.execute("INSERT INTO people_governance (kind, recorded, body) VALUES (?,?,?)",
                          {std::string(kind), to_micros(now), body.dump()}));
        return then();
    });
}

Result<store::Rows> newest(store::Stores& stores, std::string_view kind) {
    return stores[Store::identities].query("SELECT recorded, body FROM people_governance WHERE kind = ? ORDER BY sequence DESC",
                                           {std::string(kind)});
}

Date working_days_after(WallTime start, int count) {
    auto day = std::chrono::floor<std::chrono::days>(start + kShanghai);
    while (count > 0) {
        day += std::chrono::days(1);
        const std::chrono::weekday weekday(day);
        if (weekday != std::chrono::Saturday && weekday != std::chrono::Sunday) --count;
    }
    return Date(day);
}

}  // namespace

const std::vector<KnownStandard>& known_standards() {
    static const std::vector<KnownStandard> all{
        {"GB 50348", "安全防范工程技术标准", false},
        {"DB31/T 294", "住宅小区智能安全技术防范系统要求", false},
        {"DB31/T 1099", "单位（楼宇）智能安全技术防范系统要求", false},
        {"DB31/T 329", "重点单位重要部位安全技术防范系统要求（系列标准）", false},
        {"DB31/T 512", "航空货运代理企业仓储场所安全技术防范系统要求", false},
        {"GB 37300", "公共安全重点区域视频图像信息采集规范", true},
    };
    return all;
}

Governance::Governance(std::shared_ptr<store::Stores> stores, ledger::Ledger& ledger, const Clock& clock)
    : stores_(std::move(stores)), ledger_(ledger), clock_(clock) {}

// G1
Result<std::optional<Basis>> Governance::basis() const {
    MD_ASSIGN(const auto rows, newest(*stores_, "basis"));
    if (rows.empty()) return std::optional<Basis>();
    const auto body = Json::parse(rows[0].text(1), nullptr, false);
    if (body.is_discarded()) return fail(errors::kStoreCorrupt, "people_governance");
    return std::optional(
        Basis{body.value("standard", ""), body.value("document", ""), body.value("by", ""), from_micros(rows[0].integer(0))});
}

// G1
Status Governance::record_basis(Basis basis, const Actor& actor) {
    if (basis.standard.empty() || basis.document.empty() || basis.by.empty())
        return fail(errors::kBadInput, "a basis has standard, document and by");
    return append(*stores_, "basis", clock_.wall(), {{"standard", basis.standard}, {"document", basis.document}, {"by", basis.by}}, [&] {
        return record(ledger_, actor, "system.basis_recorded", basis.standard, "G1", Json{{"document", basis.document}}.dump());
    });
}

// G2
Result<std::vector<ImpactAssessment>> Governance::assessments() const {
    MD_ASSIGN(const auto rows, newest(*stores_, "assessment"));
    std::vector<ImpactAssessment> out;
    for (const auto& row : rows) {
        const auto body = Json::parse(row.text(1), nullptr, false);
        if (body.is_discarded()) return fail(errors::kStoreCorrupt, "people_governance");
        out.push_back({body.value("title", ""), body.value("document", ""), body.value("assessor", ""), body.value("conclusion", ""),
                       from_micros(body.value("performed_at", std::int64_t{0})), from_micros(row.integer(0))});
    }
    return out;
}

// G2
Status Governance::record_assessment(ImpactAssessment assessment, const Actor& actor) {
    if (assessment.title.empty() || assessment.document.empty() || assessment.assessor.empty() || assessment.conclusion.empty()) {
        return fail(errors::kBadInput, "an assessment has title, document, assessor and conclusion");
    }
    const Json body{{"title", assessment.title},
                    {"document", assessment.document},
                    {"assessor", assessment.assessor},
                    {"conclusion", assessment.conclusion},
                    {"performed_at", to_micros(assessment.performed_at)}};
    return append(*stores_, "assessment", clock_.wall(), body,
                  [&] { return record(ledger_, actor, "system.assessment_recorded", assessment.document, "G2"); });
}

// G2
Result<Filing> Governance::filing(std::int64_t people) {
    Filing out;
    out.people = people;
    out.remind = people * 10 >= Filing::kThreshold * 8;
    out.reached = people >= Filing::kThreshold;
    MD_ASSIGN(auto rows, newest(*stores_, "filing"));
    if (rows.empty() && out.reached) {
        MD_TRY(append(*stores_, "filing", clock_.wall(), {{"people", people}}, [&] {
            return record(ledger_, "system", "people.filing_reached", "", "G2", Json{{"people", people}}.dump());
        }));
        MD_ASSIGN(rows, newest(*stores_, "filing"));
    }
    if (!rows.empty()) {
        out.reached_at = from_micros(rows.back().integer(0));
        out.due = working_days_after(*out.reached_at, kFilingWorkingDays);
    }
    return out;
}

}  // namespace md::people
