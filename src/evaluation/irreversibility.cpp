#include <algorithm>
#include <cmath>
#include <numbers>

#include "base/progress.h"
#include "evaluation/errors.h"
#include "evaluation/inversion.h"
#include "evaluation/protection.h"
#include "evaluation/slot_keys.h"

namespace md::evaluation {
namespace {

constexpr std::size_t kMembers = 7;  // a slot of capacity 8 but for the target

Vector padded(const vision::Embedding& embedding) {
    Vector out(templates::kBlock);
    std::ranges::copy(embedding.values(), out.begin());
    return out;
}

struct Target {
    Vector truth, other_picture;  // other_picture empty when the person has one only
    std::string person;
};

std::vector<Target> choose_targets(const PictureSet& set, std::size_t count) {
    std::vector<Target> out;
    for (std::size_t i = 0; i + 1 < set.pictures.size() && out.size() < count; ++i) {
        const auto &a = set.pictures[i], &b = set.pictures[i + 1];
        if (a.embedding.empty() || b.embedding.empty() || a.person != b.person) continue;
        if (!out.empty() && out.back().person == a.person) continue;
        out.push_back({padded(a.embedding), padded(b.embedding), a.person});
    }
    return out;
}

// Everybody who is no target: what an attacker can find in public.
std::vector<Vector> public_set_of(const PictureSet& set, const std::vector<Target>& targets) {
    std::vector<Vector> out;
    for (const auto& picture : set.pictures) {
        const bool is_target = std::ranges::find(targets, picture.person, &Target::person) != targets.end();
        if (!picture.embedding.empty() && !is_target) out.push_back(padded(picture.embedding));
    }
    return out;
}

class Tally {
public:
    Tally(std::string attacker, std::string attack, float threshold)
        : result_{std::move(attacker), std::move(attack)}, threshold_(threshold) {}
    void add(const Vector& rebuilt, const Target& target) {
        cosines_.push_back(cosine(rebuilt, target.truth));
        successes_ += cosine(rebuilt, target.other_picture) >= threshold_;
    }
    InversionResult finish() {
        std::ranges::sort(cosines_);
        for (double c : cosines_) result_.cosine_mean += c / double(cosines_.size());
        result_.cosine_p95 = cosines_[std::min(cosines_.size() - 1, cosines_.size() * 95 / 100)];
        result_.success_at_fmr_1e3 = double(successes_) / double(cosines_.size());
        return result_;
    }

private:
    InversionResult result_;
    float threshold_;
    std::vector<double> cosines_;
    std::size_t successes_ = 0;
};

void mask(templates::Rotated& code, Random& random) {
    for (auto& word : code.code) {
        const auto bytes = random.array<8>();
        word ^= Reader(bytes).u64();
    }
}

Vector rebuilt_from_members(const templates::Rotated& code, const std::vector<std::uint8_t>& signs, const std::vector<Vector>& public_set,
                            std::size_t first, int bits) {
    std::vector<Vector> members;
    std::vector<float> cosines;
    for (std::size_t m = 0; m < kMembers; ++m) {
        members.push_back(public_set[(first + m * 37) % public_set.size()]);
        const auto member_code = rotated(must(templates::quantise(members.back())), signs, bits);
        cosines.push_back(std::sin(std::numbers::pi_v<float> / 2 * hamming_similarity(code, member_code, bits)));
    }
    return known_members_inversion(cosines, members, public_set);
}

}  // namespace

Result<IrreversibilityReport> evaluate_irreversibility(const PictureSet& set, int bits, std::size_t wanted, Random& random) {
    const auto targets = choose_targets(set, wanted);
    const auto public_set = public_set_of(set, targets);
    if (targets.empty() || public_set.size() < 2 * kMembers)
        return fail(errors::kTooFewScores, "needs people with two pictures, and others beside them");
    const float threshold = templates::Calibration(ScoreKind::raw).threshold(1e-3).value;
    IrreversibilityReport report{.targets = targets.size(), .bits = bits};

    std::vector<double> strangers;
    for (std::size_t i = 0; i < targets.size(); ++i) strangers.push_back(cosine(targets[i].truth, public_set[i % public_set.size()]));
    std::ranges::sort(strangers);
    for (double c : strangers) report.stranger_cosine_mean += c / double(strangers.size());
    report.stranger_cosine_p95 = strangers[std::min(strangers.size() - 1, strangers.size() * 95 / 100)];

    Tally nothing("template", "back_projection", threshold), rotation("template+rotation_key", "logistic", threshold),
        unmasked("template+mask_key", "logistic", threshold), members("template+mask_key+7_members", "known_members", threshold),
        linear("all_keys", "back_projection", threshold), both("all_keys", "logistic", threshold);
    SlotKeys keys(bits, random);
    Progress progress("inverting", targets.size());
    for (std::size_t i = 0; i < targets.size(); ++i, progress.advance()) {
        const auto& target = targets[i];
        const auto signs = keys.next(), guess = keys.next();
        const auto code = rotated(must(templates::quantise(target.truth)), signs, bits);
        auto masked = code;
        mask(masked, random);
        const RotationMatrix known(signs, bits), guessed(guess, bits);
        nothing.add(back_projection(masked, guessed), target);
        rotation.add(logistic_inversion(masked, known), target);
        unmasked.add(logistic_inversion(code, guessed), target);
        members.add(rebuilt_from_members(code, signs, public_set, i, bits), target);
        linear.add(back_projection(code, known), target);
        both.add(logistic_inversion(code, known), target);
    }
    for (auto* tally : {&nothing, &rotation, &unmasked, &members, &linear, &both}) report.results.push_back(tally->finish());
    return report;
}

}  // namespace md::evaluation
