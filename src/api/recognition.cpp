// 1:1 and 1:N. B3, B4: pictures live in the parsed body, which is wiped before the models run, and in SecretBytes that the recogniser owns.
#include "access/errors.h"
#include "api/convert.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

Out decision_out(const recognition::Decision& decision, vision::LivenessOutcome liveness,
                 const std::vector<recognition::ReasonText>& reasons) {
    const auto to_sentence = [](const recognition::ReasonText& reason) { return sentence(reason); };
    return {{"decision", recognition::to_string(decision.outcome)},
            {"reasons", items(decision.reasons, to_sentence)},
            {"band", templates::code(decision.band)},
            {"liveness", {{"outcome", vision::code(liveness)}, {"reasons", items(reasons, to_sentence)}}}};
}

Out to_out(const recognition::VerificationAnswer& verification) {
    auto out = decision_out(verification.decision, verification.liveness, verification.liveness_reasons);
    out["fmr"] = verification.fmr;
    out["event_id"] = verification.event.text();
    return out;
}

// Names are for those who may read persons; a terminal learns only that it is somebody.
Out person_out(people::People& people, const PersonId& id, bool with_name) {
    const auto person = people.get(id);
    if (!person) return nullptr;
    return {{"id", id.text()}, {"name", with_name ? Out(person->name) : Out(nullptr)}, {"kind", people::to_string(person->kind)}};
}

}  // namespace

void add_recognition(Operations& operations, const PlatformParts& parts) {
    auto& recogniser = *parts.recogniser;
    auto& people = *parts.people;
    operations.on("verify_document", [&recogniser](Call& call) -> Answer {
        MD_API_ASSIGN(auto document, picture(call.body.at("document_image")));
        MD_API_ASSIGN(auto frames, pictures(call.body.at("live_frames")));
        call.body = nullptr;
        MD_API_ASSIGN(const auto verification, recogniser.verify_document(std::move(document), std::move(frames), call.actor()));
        return answer(to_out(verification));
    });
    operations.on("verify_person", [&recogniser](Call& call) -> Answer {
        MD_API_ASSIGN(auto frames, pictures(call.body.at("live_frames")));
        call.body = nullptr;
        MD_API_ASSIGN(const auto verification, recogniser.verify_person(call.id<PersonId>("person_id"), std::move(frames), call.actor()));
        return answer(to_out(verification));
    });
    operations.on("identify", [&recogniser, &people](Call& call) -> Answer {
        MD_API_ASSIGN(auto frames, pictures(call.body.at("frames")));
        auto door = call.caller.door;
        if (call.body.contains("door_id")) {
            const auto wanted = id_of<DoorId>(view(call.body.at("door_id")));
            if (door && *door != wanted) return refuse(errors::kForbidden);  // B9: a terminal speaks for its own door alone
            door = wanted;
        }
        if (door && !call.may(access::Permission::open_doors)) return refuse(errors::kForbidden);
        call.body = nullptr;
        MD_API_ASSIGN(const auto found, recogniser.identify(std::move(frames), door, call.actor()));
        auto out = decision_out(found.decision, found.liveness, found.liveness_reasons);
        out["person"] = found.person ? person_out(people, *found.person, call.may(access::Permission::read_persons)) : Out(nullptr);
        out["door"] = found.door ? Out{{"id", found.door->text()}, {"opened", found.opened}} : Out(nullptr);
        out["event_id"] = found.event.text();
        return answer(out);
    });
}

}  // namespace md::api
