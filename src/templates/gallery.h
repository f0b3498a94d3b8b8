#pragma once
// Protected templates (KRT: keyed rotation, two locks) and search in them. B5, B6, B7. docs/templates.md states what is lost when which key
// is lost.
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/ids.h"
#include "base/profile.h"
#include "base/result.h"
#include "base/workers.h"
#include "store/stores.h"
#include "templates/calibration.h"

namespace md::templates {

struct GalleryOptions {
    Profile profile = Profile::general;
    std::string name = "persons";  // a gallery has its own keys and rows; analysis watch lists are other galleries
    std::string model_id;          // of the recogniser; kModelMismatch when stored rows have another
    int embedding_size = 512;
    int bits = 1024;                                   // 512, 1024 or 2048
    int slot_capacity = 0;                             // records sharing one rotation key; 0: 1 up to 100,000 records, 8 above
    std::function<void(std::string_view)> after_step;  // told after every step of a change; tests end the process there
};

// A name for how sure a decision is, instead of the score, which never leaves the process.
enum class Band { none, weak, clear, strong };
std::string_view code(Band band);

struct Match {
    RecordId record;
    float score = 0;  // inside the process only
    Band band = Band::none;
};

// Thread-safe; searches run beside changes and see exactly one of old and new.
class Gallery {
public:
    // Loads all rows of the gallery from store `features` and its key holders from `keys`, finishing whatever a crash left half done.
    static Result<std::unique_ptr<Gallery>> open(std::shared_ptr<store::Stores> stores, const GalleryOptions& options, const Clock& clock,
                                                 Random& random, Workers* workers = nullptr);
    virtual ~Gallery() = default;

    // `subject` is the person's key for crypto-shredding (store::Keyring::create_subject_key has been called). The embedding is not kept.
    // Several records may belong to one subject. Also feeds site calibration with the impostor scores of the enrolment (no ids kept);
    // records more similar than strangers can be are reported, not refused: possibly the same person.
    struct Enrolled {
        RecordId record;
        std::vector<RecordId> possibly_same;
    };
    virtual Result<Enrolled> enrol(ByteView subject, std::span<const float> embedding) = 0;
    // Many at once, in one transaction, for imports: much faster, all or none. Does not look for duplicates and does not feed calibration.
    struct Enrolment {
        ByteView subject;
        std::span<const float> embedding;
    };
    virtual Result<std::vector<RecordId>> enrol_many(std::span<const Enrolment> people) = 0;
    virtual Status remove(const RecordId& record) = 0;  // row, salts and memory; idempotent
    // B5: a new, unrelated template replaces the old one, which stops matching at once. Crash-safe between any two steps.
    virtual Result<RecordId> renew(ByteView subject, const RecordId& record, std::span<const float> embedding) = 0;
    // Marks as leaked: search skips it until renew().
    virtual Status revoke(const RecordId& record) = 0;
    // B5 for a whole gallery, without pictures: see docs/templates.md for what a re-key can and cannot do. Runs beside searches; resumes
    // after a crash.
    virtual Status rekey(const std::function<std::optional<std::vector<float>>(const RecordId&)>& embedding_of) = 0;

    // Best first, at most k, only those at or above the threshold. 1:N.
    virtual std::vector<Match> search(std::span<const float> embedding, std::size_t k, float threshold) = 0;
    // Score against one record; nullopt when it is not there or revoked. 1:1.
    virtual std::optional<float> compare(std::span<const float> embedding, const RecordId& record) = 0;

    // Every record, in no order: lets the owner of the persons find rows that a crash left without a person. Rows whose subject key was
    // destroyed are gone (open() removes them).
    virtual std::vector<RecordId> records() const = 0;
    // Whether a record can be compared: kTemplateTampered when its row was changed, swapped, rolled back or cut, kNoSuchRecord when there
    // is none.
    virtual Status check(const RecordId& record) = 0;
    // What open() found. Tampered records are disabled until they are renewed or removed; the gallery opens all the same.
    struct OpenReport {
        std::size_t loaded = 0;
        std::size_t left_over = 0;  // rows of a change that a crash broke off, or of a destroyed subject: removed
        std::size_t tampered = 0;   // rows that do not open
        std::size_t missing = 0;    // rows that are gone though their keys are there
    };
    virtual OpenReport opened() const = 0;
    virtual std::size_t size() const = 0;
    virtual std::size_t bytes_in_memory() const = 0;
    virtual Calibration& calibration() = 0;
    virtual Band band(float score, double fmr) const = 0;
};

// 1:1 of two embeddings without any gallery (document against live picture): both are rotated under one random key that dies with the call.
// Returns the protected score.
float compare_once(std::span<const float> a, std::span<const float> b, int bits, Profile profile, Random& random);

}  // namespace md::templates
