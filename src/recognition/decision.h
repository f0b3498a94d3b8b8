#pragma once
// The answer of a verification or an identification: three outcomes, reasons in both languages, a band instead of a score. B8, design
// section 5.
#include <string>
#include <string_view>
#include <vector>

#include "templates/gallery.h"
#include "vision/engine.h"

namespace md::recognition {

enum class Outcome { accepted, refused, not_judged };
std::string_view to_string(Outcome outcome);  // "accepted", "refused", "not_judged"
std::optional<Outcome> outcome_from(std::string_view text);

// Reasons of our own; those of the picture and of liveness are vision::Reason. Codes are stable.
enum class Why {
    matched,           // accepted
    different_person,  // 1:1 refused
    unknown_person,    // 1:N refused: nobody enrolled looks like this
    ambiguous,         // 1:N not judged: two people fit
    too_far,           // not judged: the nearest face is too small in the picture
    not_yet_valid,
    expired,
    blocked,
    group_not_allowed,
    outside_hours,
    frames_differ,    // not judged: the frames do not show one person
    too_few_methods,  // not judged: fewer independent liveness methods spoke than the profile demands (B8)
    document_no_face,
    document_poor,
    being_removed  // refused: the person's data is being deleted
};
std::string_view code(Why why);
std::string_view message(Why why, std::string_view language);

struct ReasonText {
    std::string code, zh, en;
};
ReasonText reason_text(Why why);
ReasonText reason_text(vision::Reason reason);
// By code, for reading stored events; unknown codes keep their code as text.
ReasonText reason_text(std::string_view code);

struct Decision {
    Outcome outcome = Outcome::not_judged;
    std::vector<ReasonText> reasons;
    templates::Band band = templates::Band::none;
};

}  // namespace md::recognition
