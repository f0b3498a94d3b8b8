#pragma once
// Are the templates renewable, irreversible and unlinkable? ISO/IEC 24745 terms, ISO/IEC 30136 style attacks, measured on real pictures.
// docs/templates.md says which key an attacker is supposed to hold in each case. B5, B6, B7
#include <optional>
#include <string>
#include <vector>

#include "evaluation/metrics.h"
#include "evaluation/pictures.h"
#include "evaluation/verification.h"

namespace md::evaluation {

// Attacker: has unmasked codes from two galleries (so the mask keys are lost), not the rotation keys.
struct UnlinkabilityReport {
    std::size_t images = 0, mated = 0, non_mated = 0;
    int bits = 0;
    struct Function {
        std::string name;  // how the attacker links
        Linkability different_keys;
    };
    std::vector<Function> functions;  // the worst counts
    double d_sys = 0, floor_mean = 0, floor_p95 = 0;
    double d_sys_same_key = 0;  // for contrast: inside one slot templates are comparable, that is matching itself
};
Result<UnlinkabilityReport> evaluate_unlinkability(const PictureSet& set, int bits, std::size_t mated_pairs, Random& random);  // B7

// Renewal from the very same picture: does the old template still answer, does the new one work as well?
struct RenewabilityReport {
    std::size_t images = 0, comparisons = 0, old_accepted = 0;
    int bits = 0;
    double threshold = 0, fmr = 0;  // the product's threshold at this FMR
    double old_score_max = 0;
    double new_accepted =
        0;  // share of renewed templates that accept another picture of the person (the same picture where there is one only)
    double before_accepted = 0;  // the same share before the renewal
};
Result<RenewabilityReport> evaluate_renewability(const PictureSet& set, int bits, std::size_t comparisons, double fmr,
                                                 Random& random);  // B5

// What an attacker rebuilds of an embedding from a stored template, by what he holds.
struct InversionResult {
    std::string attacker;  // "template", "template+rotation_key", "template+mask_key", "template+mask_key+7_members", "all_keys"
    std::string attack;    // "back_projection", "logistic", "known_members"
    double cosine_mean = 0, cosine_p95 = 0;
    double success_at_fmr_1e3 = 0;  // share accepted against another picture of the person by an unprotected matcher
};
struct IrreversibilityReport {
    std::size_t targets = 0;
    int bits = 0;
    double stranger_cosine_mean = 0, stranger_cosine_p95 = 0;  // what nothing at all looks like
    std::vector<InversionResult> results;
};
Result<IrreversibilityReport> evaluate_irreversibility(const PictureSet& set, int bits, std::size_t targets, Random& random);  // B6

}  // namespace md::evaluation
