#pragma once
// 1:1 and 1:N on live pictures. Every picture handed in is owned by the call and wiped before it returns; so are pixels and embeddings. B3,
// B4, B8.
#include <atomic>
#include <functional>
#include <memory>
#include <optional>

#include "base/secret.h"
#include "ledger/ledger.h"
#include "recognition/decision.h"
#include "recognition/doors.h"
#include "recognition/events.h"
#include "templates/gallery.h"
#include "vision/engine.h"

namespace md::recognition {

// What a decision must know about the person behind a template. Module people has the answers (People::standing_of and its neighbours); the
// role that builds both joins them.
struct Holder {
    PersonId person;
    Bytes event_ref;  // 16 bytes, store events' name for the person
    std::optional<WallTime> valid_from, valid_until;
    bool blocked = false;
    std::vector<std::string> groups;
};
struct Directory {                                                            // called from many threads
    std::function<Result<std::optional<Holder>>(const RecordId&)> holder_of;  // nothing: no longer a person of ours
    std::function<Result<std::vector<RecordId>>(const PersonId&)> records_of;
};

struct Rates {                          // chosen by the operator, never a raw score
    double fmr_verification = 1e-3;     // 1:1, one stranger in this many is taken for the person
    double fpir_identification = 1e-2;  // 1:N, one stranger in this many is taken for anybody enrolled
    static Rates of(Profile profile);   // general: 1e-3, 1e-2; cii: 1e-4, 1e-3
};

struct LivenessPolicy {  // B8
    bool required = true;
    std::size_t min_methods = 1;  // independent methods that must have spoken: 1 general, 2 cii
    static LivenessPolicy of(Profile profile);
};

struct Settings {
    Profile profile = Profile::general;
    Rates rates;  // of(profile) until the operator sets others; kept in store events
    LivenessPolicy liveness;
    float near_face_px = 80;         // at a door: the face must be at least this high in the picture ...
    float near_face_share = 0.12f;   // ... and this share of the picture's height: near, not passing in the background
    float ambiguity_margin = 0.04f;  // two people above the threshold and closer than this: not judged
    std::size_t max_frames = 30;
    std::size_t probe_frames = 3;  // frames of a burst among which the best is taken
    vision::DecodeLimits decode;
};

struct VerificationAnswer {
    Decision decision;
    vision::LivenessOutcome liveness = vision::LivenessOutcome::not_judged;
    std::vector<ReasonText> liveness_reasons;
    double fmr = 0;  // the rate decided at
    EventId event;
};
struct IdentificationAnswer {
    Decision decision;
    vision::LivenessOutcome liveness = vision::LivenessOutcome::not_judged;
    std::vector<ReasonText> liveness_reasons;
    std::optional<PersonId> person;  // who it is, also when the door stays shut for another reason than the face
    std::optional<DoorId> door;
    bool opened = false;  // a door was named and the person may pass it now
    EventId event;
};

// Where the time of one call went, for the benchmark and the metrics. Microseconds.
struct Stages {
    std::int64_t decode = 0, detect = 0, embed = 0, liveness = 0, search = 0, decide = 0, record = 0;
};

// Thread-safe: many workers call one object; nothing is locked while models run.
class Recogniser {
public:
    struct Parts {  // all outlive the Recogniser
        std::shared_ptr<store::Stores> stores;
        std::shared_ptr<const vision::Engine> engine;
        templates::Gallery* gallery = nullptr;
        ledger::Ledger* ledger = nullptr;
        Doors* doors = nullptr;
        Events* events = nullptr;
        Directory directory;
        const Clock* clock = nullptr;
        Random* random = nullptr;
    };
    static Result<std::unique_ptr<Recogniser>> open(Parts parts, Settings settings);
    virtual ~Recogniser() = default;

    // 人脸验证: is the living person before the camera the one on the document? B3. Errors: kNoFrames, kTooManyFrames, and vision's for
    // files that are no pictures. `source`: user or device id, for the record.
    virtual Result<VerificationAnswer> verify_document(SecretBytes document, std::vector<SecretBytes> live_frames,
                                                       const std::string& source, Stages* stages = nullptr) = 0;
    // The same against an enrolled person. kNobodyEnrolled.
    virtual Result<VerificationAnswer> verify_person(const PersonId& person, std::vector<SecretBytes> live_frames,
                                                     const std::string& source, Stages* stages = nullptr) = 0;
    // Who is it, and may they pass? B4. kDoorNotFound.
    virtual Result<IdentificationAnswer> identify(std::vector<SecretBytes> frames, std::optional<DoorId> door, const std::string& source,
                                                  Stages* stages = nullptr) = 0;

    virtual Rates rates() const = 0;
    virtual Status set_rates(const Rates& rates, const std::string& actor) = 0;  // kRateInvalid
    // The thresholds that now hold, with interval and source, for the console: verification and identification.
    virtual templates::Threshold verification_threshold() const = 0;
    virtual templates::Threshold identification_threshold() const = 0;
};

}  // namespace md::recognition
