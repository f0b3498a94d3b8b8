// Proofs of deletion. B11.
#include "api/convert.h"

namespace md::api {
namespace {

Out summary(const people::DeletionProof& proof) {
    return {{"id", proof.id.text()},
            {"person_ref", proof.person_ref},
            {"reason", people::to_string(proof.reason)},
            {"requested_at", to_out(proof.requested_at)},
            {"finished_at", to_out(proof.finished_at)}};
}

Out detail(const people::DeletionProof& proof, ledger::Ledger& ledger) {
    auto out = summary(proof);
    out["steps"] = items(proof.steps, [](const people::DeletionProof::Step& step) {
        return Out{{"what", step.what}, {"store", step.store}, {"count", step.count}, {"at", to_out(step.at)}};
    });
    out["scan"] = proof.finished_at
                      ? Out{{"stores", proof.stores_scanned}, {"bytes_scanned", proof.bytes_scanned}, {"found", proof.remains_found}}
                      : Out(nullptr);
    out["ledger_index"] = proof.ledger_index ? Out(*proof.ledger_index) : Out(nullptr);
    out["ledger_proof"] = nullptr;
    // An entry younger than the newest signed head has no inclusion proof yet.
    if (proof.ledger_index) {
        if (const auto inclusion = ledger.proof(*proof.ledger_index)) out["ledger_proof"] = Out::parse(*inclusion);
    }
    return out;
}

}  // namespace

void add_deletions(Operations& operations, const PlatformParts& parts) {
    auto& people = *parts.people;
    auto& ledger = *parts.ledger;
    operations.on("list_deletions", [&people](Call& call) -> Answer {
        MD_API_ASSIGN(const auto page, people.deletions(call.query("cursor").value_or(""), call.limit()));
        return answer({{"items", items(page.items, summary)}, {"next_cursor", or_null(page.next)}});
    });
    operations.on("get_deletion", [&people, &ledger](Call& call) -> Answer {
        MD_API_ASSIGN(const auto proof, people.deletion(call.id<people::DeletionId>("deletion_id")));
        return answer(detail(proof, ledger));
    });
}

}  // namespace md::api
