// What the operator must show beside the data: the installation's basis (G1), impact assessments (G2).
#include "api/convert.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

Out to_out(const people::ImpactAssessment& assessment) {
    return {{"title", assessment.title},
            {"document", assessment.document},
            {"assessor", assessment.assessor},
            {"conclusion", assessment.conclusion},
            {"performed_at", to_out(assessment.performed_at)},
            {"recorded_at", to_out(assessment.recorded_at)}};
}

}  // namespace

Out to_out(const people::Basis& basis) {
    return {{"standard", basis.standard}, {"document", basis.document}, {"by", basis.by}, {"set_at", to_out(basis.recorded_at)}};
}

void add_governance(Operations& operations, const PlatformParts& parts) {
    auto& governance = parts.people->governance();
    const auto& clock = *parts.clock;
    operations.on("set_basis", [&governance, &clock](Call& call) -> Answer {
        const people::Basis basis{text(call.body, "standard"), text(call.body, "document"), text(call.body, "by"), clock.wall()};
        MD_API_TRY(governance.record_basis(basis, call.actor()));
        return answer(to_out(basis));
    });
    operations.on("list_standards", [](Call&) -> Answer {
        return answer({{"items", items(people::known_standards(), [](const people::KnownStandard& standard) {
                            return Out{{"name", standard.name}, {"title_zh", standard.title_zh}, {"networked", standard.networked}};
                        })}});
    });
    operations.on("list_assessments", [&governance](Call&) -> Answer {
        MD_API_ASSIGN(const auto list, governance.assessments());
        return answer({{"items", items(list, [](const people::ImpactAssessment& assessment) { return to_out(assessment); })}});
    });
    operations.on("add_assessment", [&governance, &clock](Call& call) -> Answer {
        const people::ImpactAssessment assessment{text(call.body, "title"),
                                                  text(call.body, "document"),
                                                  text(call.body, "assessor"),
                                                  text(call.body, "conclusion"),
                                                  time_in(call.body, "performed_at").value(),
                                                  clock.wall()};
        MD_API_TRY(governance.record_assessment(assessment, call.actor()));
        return answer(to_out(assessment), 201);
    });
}

}  // namespace md::api
