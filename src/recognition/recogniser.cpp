#include "recognition/recogniser.h"

#include <fmt/format.h>
#include <algorithm>
#include <mutex>
#include <shared_mutex>

#include "recognition/errors.h"
#include "recognition/probe.h"
#include "recognition/schema.h"
#include "templates/errors.h"

namespace md::recognition {

using store::Store;

Rates Rates::of(Profile profile) { return profile == Profile::cii ? Rates{1e-4, 1e-3} : Rates{1e-3, 1e-2}; }
LivenessPolicy LivenessPolicy::of(Profile profile) { return {true, profile == Profile::cii ? std::size_t{2} : std::size_t{1}}; }

namespace {

constexpr std::size_t kHits = 8;  // records looked at: at most two a person, so four persons
constexpr std::string_view kFmr = "fmr_verification", kFpir = "fpir_identification";

Decision decided(Outcome outcome, std::vector<ReasonText> reasons, templates::Band band = templates::Band::none) {
    return {outcome, std::move(reasons), band};
}
Decision decided(Outcome outcome, Why why, templates::Band band = templates::Band::none) {
    return decided(outcome, {reason_text(why)}, band);
}

bool sane(double rate) { return rate >= 1e-7 && rate <= 1e-1; }

class Recognition final : public Recogniser {
public:
    Recognition(Parts parts, Settings settings)
        : parts_(std::move(parts)),
          settings_(std::move(settings)),
          rates_(settings_.rates),
          desk_(parts_.engine, *parts_.gallery, *parts_.random, settings_) {}

    Status load_rates() {
        MD_ASSIGN(const auto rows, events_store().query("SELECT name, value FROM recognition_settings"));
        for (const auto& row : rows) {
            if (row.text(0) == kFmr) rates_.fmr_verification = row.real(1);
            if (row.text(0) == kFpir) rates_.fpir_identification = row.real(1);
        }
        return {};
    }

    Result<VerificationAnswer> verify_document(SecretBytes document, std::vector<SecretBytes> live_frames, const std::string& source,
                                               Stages* stages) override;
    Result<VerificationAnswer> verify_person(const PersonId& person, std::vector<SecretBytes> live_frames, const std::string& source,
                                             Stages* stages) override;
    Result<IdentificationAnswer> identify(std::vector<SecretBytes> frames, std::optional<DoorId> door, const std::string& source,
                                          Stages* stages) override;

    Rates rates() const override {
        const std::shared_lock lock(rates_mutex_);
        return rates_;
    }
    Status set_rates(const Rates& rates, const std::string& actor) override;
    templates::Threshold verification_threshold() const override {
        return parts_.gallery->calibration().threshold(rates().fmr_verification);
    }
    templates::Threshold identification_threshold() const override {
        return parts_.gallery->calibration().threshold_for_search(rates().fpir_identification,
                                                                  std::max<std::size_t>(1, parts_.gallery->size()));
    }

private:
    struct Found {
        Holder holder;
        float score = 0;
    };
    store::Database& events_store() { return (*parts_.stores)[Store::events]; }
    // What quality and liveness say before anybody is compared; nothing when there is no objection.
    std::optional<Decision> objection(const Probe& probe) const;
    Decision decide_pair(float score) const;
    Error why_not_comparable(const std::vector<RecordId>& records) const;
    // The one or two best persons.
    Result<std::vector<Found>> search(const vision::Embedding& embedding) const;
    Decision decide_person(const std::vector<Found>& found, const std::optional<Door>& door) const;
    std::optional<Why> forbidden(const Holder& holder, const std::optional<Door>& door) const;
    // Event and ledger entry of a decision.
    Result<EventId> note(EventKind kind, const Decision& decision, const Probe& live, std::optional<DoorId> door, Bytes person_ref,
                         const std::string& source);
    Result<VerificationAnswer> answer(Decision decision, const Probe& live, Bytes person_ref, const std::string& source, Laps& laps,
                                      Stages& stages);

    Parts parts_;
    Settings settings_;
    mutable std::shared_mutex rates_mutex_;
    Rates rates_;
    ProbeDesk desk_;
};

std::vector<ReasonText> liveness_texts(const Probe& probe) {
    std::vector<ReasonText> out;
    for (const auto reason : probe.liveness.reasons) out.push_back(reason_text(reason));
    return out;
}

// B8
std::optional<Decision> Recognition::objection(const Probe& probe) const {
    if (!probe.reasons.empty()) return decided(Outcome::not_judged, probe.reasons);
    if (!settings_.liveness.required) return std::nullopt;
    auto reasons = liveness_texts(probe);
    if (probe.liveness.outcome == vision::LivenessOutcome::attack) {
        if (reasons.empty()) reasons.push_back(reason_text(vision::Reason::liveness_attack));
        return decided(Outcome::refused, std::move(reasons));
    }
    if (probe.liveness.outcome == vision::LivenessOutcome::not_judged) {
        if (reasons.empty()) reasons.push_back(reason_text(vision::Reason::liveness_unsure));
        return decided(Outcome::not_judged, std::move(reasons));
    }
    if (probe.liveness.methods.size() < settings_.liveness.min_methods) return decided(Outcome::not_judged, Why::too_few_methods);
    return std::nullopt;
}

Decision Recognition::decide_pair(float score) const {
    const double fmr = rates().fmr_verification;
    const auto band = parts_.gallery->band(score, fmr);
    if (score >= parts_.gallery->calibration().threshold(fmr).value) return decided(Outcome::accepted, Why::matched, band);
    return decided(Outcome::refused, Why::different_person, band);
}

// --- 1:1 -----------------------------------------------------------------------------------------------------------------------------

Result<VerificationAnswer> Recognition::answer(Decision decision, const Probe& live, Bytes person_ref, const std::string& source,
                                               Laps& laps, Stages& stages) {
    laps.lap(stages.decide);
    VerificationAnswer out{std::move(decision), live.liveness.outcome, liveness_texts(live), rates().fmr_verification, {}};
    MD_ASSIGN(out.event, note(EventKind::verification, out.decision, live, std::nullopt, std::move(person_ref), source));
    laps.lap(stages.record);
    return out;
}

// B3: everything handed in lives in this call's arguments and locals, which wipe themselves.
Result<VerificationAnswer> Recognition::verify_document(SecretBytes document, std::vector<SecretBytes> live_frames,
                                                        const std::string& source, Stages* stages) {
    Stages unused;
    Stages& times = stages ? *stages : unused;
    Laps laps(*parts_.clock);
    MD_ASSIGN(const auto card, desk_.take_still(std::move(document), vision::Use::verify, laps, times));
    MD_ASSIGN(const auto live, desk_.take(std::move(live_frames), vision::Use::verify, laps, times));
    if (!card.reasons.empty()) return answer(decided(Outcome::not_judged, card.reasons), live, {}, source, laps, times);
    if (auto refused = objection(live)) return answer(std::move(*refused), live, {}, source, laps, times);
    const float score = desk_.compare(card.embedding, live.embedding);
    laps.lap(times.search);
    return answer(decide_pair(score), live, {}, source, laps, times);
}

Result<VerificationAnswer> Recognition::verify_person(const PersonId& person, std::vector<SecretBytes> live_frames,
                                                      const std::string& source, Stages* stages) {
    Stages unused;
    Stages& times = stages ? *stages : unused;
    Laps laps(*parts_.clock);
    MD_ASSIGN(const auto records, parts_.directory.records_of(person));
    if (records.empty()) return fail(errors::kNobodyEnrolled);
    MD_ASSIGN(const auto holder, parts_.directory.holder_of(records[0]));
    if (!holder) return fail(errors::kNobodyEnrolled);
    MD_ASSIGN(const auto live, desk_.take(std::move(live_frames), vision::Use::verify, laps, times));
    if (auto refused = objection(live)) return answer(std::move(*refused), live, holder->event_ref, source, laps, times);
    std::optional<float> best;
    for (const auto& record : records) {
        const auto score = parts_.gallery->compare(live.embedding.values(), record);
        if (score && (!best || *score > *best)) best = score;
    }
    if (!best) return fail(why_not_comparable(records));
    laps.lap(times.search);
    return answer(decide_pair(*best), live, holder->event_ref, source, laps, times);
}

// Every template is revoked, or was tampered with and is disabled (B6).
Error Recognition::why_not_comparable(const std::vector<RecordId>& records) const {
    for (const auto& record : records) {
        if (const auto status = parts_.gallery->check(record); !status && status.error().is(errors::kTemplateTampered))
            return status.error();
    }
    return errors::kNobodyEnrolled;
}

// --- 1:N -----------------------------------------------------------------------------------------------------------------------------

Result<std::vector<Recognition::Found>> Recognition::search(const vision::Embedding& embedding) const {
    std::vector<Found> out;
    const auto size = parts_.gallery->size();
    if (size == 0) return out;
    const float threshold = parts_.gallery->calibration().threshold_for_search(rates().fpir_identification, size).value;
    for (const auto& match : parts_.gallery->search(embedding.values(), kHits, threshold)) {
        MD_ASSIGN(auto holder, parts_.directory.holder_of(match.record));
        if (!holder) continue;  // being deleted
        if (!out.empty() && out[0].holder.person == holder->person) continue;
        out.push_back({std::move(*holder), match.score});
        if (out.size() == 2) break;
    }
    return out;
}

std::optional<Why> Recognition::forbidden(const Holder& holder, const std::optional<Door>& door) const {
    const auto now = parts_.clock->wall();
    if (holder.blocked) return Why::blocked;
    if (holder.valid_from && now < *holder.valid_from) return Why::not_yet_valid;
    if (holder.valid_until && now >= *holder.valid_until) return Why::expired;
    if (!door) return std::nullopt;
    const auto allowed = [&](const std::string& group) {
        return std::find(door->groups.begin(), door->groups.end(), group) != door->groups.end();
    };
    if (!door->groups.empty() && std::none_of(holder.groups.begin(), holder.groups.end(), allowed)) return Why::group_not_allowed;
    if (!open_at(door->schedules, now)) return Why::outside_hours;
    return std::nullopt;
}

Decision Recognition::decide_person(const std::vector<Found>& found, const std::optional<Door>& door) const {
    if (found.empty()) return decided(Outcome::refused, Why::unknown_person);
    const double fmr = rates().fpir_identification / static_cast<double>(std::max<std::size_t>(1, parts_.gallery->size()));
    const auto band = parts_.gallery->band(found[0].score, fmr);
    if (found.size() > 1 && found[0].score - found[1].score < settings_.ambiguity_margin)
        return decided(Outcome::not_judged, Why::ambiguous, band);
    if (const auto why = forbidden(found[0].holder, door)) return decided(Outcome::refused, *why, band);
    return decided(Outcome::accepted, Why::matched, band);
}

// B4
Result<IdentificationAnswer> Recognition::identify(std::vector<SecretBytes> frames, std::optional<DoorId> door_id,
                                                   const std::string& source, Stages* stages) {
    Stages unused;
    Stages& times = stages ? *stages : unused;
    Laps laps(*parts_.clock);
    std::optional<Door> door;
    if (door_id) {
        MD_ASSIGN(door, parts_.doors->get(*door_id));
    }
    MD_ASSIGN(const auto live, desk_.take(std::move(frames), vision::Use::search, laps, times));
    IdentificationAnswer out;
    out.door = door_id;
    out.liveness = live.liveness.outcome;
    out.liveness_reasons = liveness_texts(live);
    Bytes person_ref;
    const bool far =
        live.reasons.empty() && door && (live.face_height_px < settings_.near_face_px || live.face_share < settings_.near_face_share);
    if (far) {
        out.decision = decided(Outcome::not_judged, Why::too_far);
    } else if (auto refused = objection(live)) {
        out.decision = std::move(*refused);
    } else {
        MD_ASSIGN(const auto found, search(live.embedding));
        laps.lap(times.search);
        out.decision = decide_person(found, door);
        const bool named = !found.empty() && out.decision.reasons[0].code != code(Why::ambiguous);
        if (named) {
            out.person = found[0].holder.person;
            person_ref = found[0].holder.event_ref;
        }
    }
    out.opened = door && out.decision.outcome == Outcome::accepted;
    laps.lap(times.decide);
    MD_ASSIGN(out.event, note(EventKind::identification, out.decision, live, door_id, std::move(person_ref), source));
    laps.lap(times.record);
    return out;
}

// --- record --------------------------------------------------------------------------------------------------------------------------

// B10: reference, decision and reasons; no name, no picture, no score.
Result<EventId> Recognition::note(EventKind kind, const Decision& decision, const Probe& live, std::optional<DoorId> door, Bytes person_ref,
                                  const std::string& source) {
    Event event;
    event.kind = kind;
    event.door = door;
    event.outcome = decision.outcome;
    std::string codes;
    for (const auto& reason : decision.reasons) {
        event.reasons.push_back(reason.code);
        codes += (codes.empty() ? "\"" : ",\"") + reason.code + "\"";
    }
    event.band = templates::code(decision.band);
    event.liveness = vision::code(live.liveness.outcome);
    event.person_ref = std::move(person_ref);
    event.model_id = parts_.engine->model_id();
    event.source = source;
    MD_ASSIGN(const auto recorded, parts_.events->record(std::move(event)));
    ledger::Entry entry;
    entry.actor = source;
    entry.action = kind == EventKind::verification ? "verify.decided" : "identify.decided";
    entry.object = recorded.id.text();
    entry.outcome = decision.outcome == Outcome::accepted ? "ok" : decision.outcome == Outcome::refused ? "refused" : "failed";
    entry.clause = kind == EventKind::verification ? "B3" : "B4";
    entry.detail_json = fmt::format(R"({{"decision":"{}","reasons":[{}],"captures_deleted":true}})", to_string(decision.outcome), codes);
    MD_TRY(parts_.ledger->append(std::move(entry)));
    return recorded.id;
}

Status Recognition::set_rates(const Rates& rates, const std::string& actor) {
    if (!sane(rates.fmr_verification) || !sane(rates.fpir_identification)) return fail(errors::kRateInvalid);
    MD_TRY(events_store().transaction([&](store::Queries& db) -> Status {
        for (const auto& [name, value] : {std::pair(kFmr, rates.fmr_verification), std::pair(kFpir, rates.fpir_identification)}) {
            MD_TRY(db.execute(
                "INSERT INTO recognition_settings (name, value) VALUES (?,?) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                {std::string(name), value}));
        }
        ledger::Entry entry;
        entry.actor = actor;
        entry.action = "recognition.rates_changed";
        entry.outcome = "ok";
        entry.clause = "B9";
        entry.detail_json =
            fmt::format(R"({{"fmr_verification":{},"fpir_identification":{}}})", rates.fmr_verification, rates.fpir_identification);
        MD_TRY(parts_.ledger->append(std::move(entry)));
        return {};
    }));
    const std::unique_lock lock(rates_mutex_);
    rates_ = rates;
    return {};
}

}  // namespace

Result<std::unique_ptr<Recogniser>> Recogniser::open(Parts parts, Settings settings) {
    MD_TRY(migrate(*parts.stores));
    auto recognition = std::make_unique<Recognition>(std::move(parts), std::move(settings));
    MD_TRY(recognition->load_rates());
    return std::unique_ptr<Recogniser>(std::move(recognition));
}

}  // namespace md::recognition
