#pragma once
// Persons from consent to proven deletion. B1, B2, B5, B10, B11, G1, G2.
//
// Where things are: personal fields, consents and references in store `identities`, sealed under the person's own key; templates in
// `features` (templates::Gallery); pictures in `images` only when policy keeps them; proofs of deletion in `events`. No id occurs in two
// stores: a template finds its person through a keyed function of its id (Keyring::link), which only the running service can compute.
#include <functional>
#include <memory>

#include "people/deletions.h"
#include "people/governance.h"
#include "people/import.h"
#include "people/notices.h"
#include "people/types.h"
#include "store/retention.h"
#include "vision/engine.h"

namespace md::people {

struct Options {
    bool keep_enrolment_pictures = false;  // off: pictures are used and wiped at once (B2)
    bool require_basis = false;            // refuse registration while G1 is not recorded (kBasisMissing); the console warns either way
    double same_person_fmr = 1e-3;         // two pictures of one person must match at this false-match rate
    int max_storage_days = 0;              // longest storage time a notice may tell; 0: three years (general), one year (cii)
};

struct Parts {  // all outlive People
    std::shared_ptr<store::Stores> stores;
    std::shared_ptr<const vision::Engine> engine;
    templates::Gallery* gallery = nullptr;
    ledger::Ledger* ledger = nullptr;
    const Clock* clock = nullptr;
    Random* random = nullptr;
};

struct DueItem {
    std::string ref;  // opaque, the ledger's reference
    WallTime due_at;
};
struct BlockEntry {
    PersonId person;
    std::string reason;             // with its legal basis
    std::optional<WallTime> until;  // empty: until taken off
    WallTime added_at;
};

// Thread-safe. Every change is in the ledger before the call returns; ledger entries carry references, never names.
class People {
public:
    // Brings the tables up to date and finishes whatever a crash interrupted: half-written registrations are taken back, deletions are
    // completed.
    static Result<std::unique_ptr<People>> open(Parts parts, Options options);
    virtual ~People() = default;

    virtual Notices& notices() = 0;
    virtual Governance& governance() = 0;

    // --- persons. B1: with pictures only under a valid consent. `reports` (optional) is filled for the pictures also when the call fails.
    virtual Result<Registered> add(NewPerson person, const Actor& actor, std::vector<PictureReport>* reports = nullptr) = 0;
    virtual Result<Person> get(const PersonId& id) = 0;
    virtual Result<PersonPage> find(const PersonQuery& query) = 0;
    virtual Result<Person> update(const PersonId& id, const PersonFields& fields, const Actor& actor) = 0;
    virtual Result<std::int64_t> count() = 0;               // persons
    virtual Result<std::int64_t> enrolled() = 0;            // persons with at least one picture or template
    virtual Result<Filing> filing() = 0;                    // G2
    virtual Result<std::vector<std::string>> groups() = 0;  // every group name in use, sorted

    // --- consents. B1
    virtual Result<Consent> consent(const PersonId& id, const ConsentGiven& given, const Actor& actor) = 0;
    // Marks it withdrawn; when no other consent in force remains, the person's data is deleted and the id of that deletion returned.
    virtual Result<std::optional<DeletionId>> withdraw(const PersonId& id, const ConsentId& consent, const Actor& actor) = 0;

    // --- pictures. B2, B5
    // Looks at a picture without keeping anything. kNotAnImage and its kin when it cannot be read.
    virtual Result<PictureReport> check_picture(SecretBytes file, vision::Use use) = 0;
    virtual Result<Registered> add_picture(const PersonId& id, SecretBytes file, const Actor& actor,
                                           std::vector<PictureReport>* reports = nullptr) = 0;
    virtual Status remove_picture(const PersonId& id, const PictureId& ref, const Actor& actor) = 0;  // with its template
    // B5: new, unrelated templates; the old ones stop working. From `file`, or from the vault when there is none (kPictureNeeded when
    // nothing is kept). With a file all older pictures of the person are replaced by it.
    virtual Status renew(const PersonId& id, std::optional<SecretBytes> file, const Actor& actor,
                         std::vector<PictureReport>* reports = nullptr) = 0;
    // A template leaked: it stops matching until renew().
    virtual Status revoke(const PersonId& id, const Actor& actor) = 0;

    // --- for recognition
    virtual Result<std::optional<Standing>> standing_of(const RecordId& record) = 0;  // nothing: not ours, or being deleted
    virtual Result<std::vector<RecordId>> records_of(const PersonId& id) = 0;
    // The reference under which store `events` knows a person, and back (for roles that may see names).
    virtual Bytes event_ref(const PersonId& id) const = 0;
    virtual Result<std::optional<PersonId>> person_of_event_ref(ByteView ref) = 0;

    // --- blocklist: people known to the system who must not pass
    virtual Status block(const PersonId& id, std::string reason, std::optional<WallTime> until,
                         const Actor& actor) = 0;  // kBlockNeedsBasis
    virtual Status unblock(const PersonId& id, const Actor& actor) = 0;
    virtual Result<std::vector<BlockEntry>> blocklist() = 0;

    // --- leaving. B11: returns when the deletion is proven.
    virtual Result<DeletionProof> remove(const PersonId& id, DeletionReason reason, const Actor& actor) = 0;
    virtual Result<DeletionPage> deletions(const std::string& cursor, int limit) = 0;
    virtual Result<DeletionProof> deletion(const DeletionId& id) = 0;
    // Other modules' rows about persons, made anonymous with the deletion. Add them before anything is deleted, then call
    // finish_deletions() once.
    virtual void add_trace(Trace trace) = 0;
    virtual Result<std::int64_t> finish_deletions() = 0;

    // Kinds "persons", "visitors", "images" and "deletion_proofs", with maxima by profile. B11
    virtual void register_retention(store::Retention& retention) = 0;
    // Soonest first; name is one of the kinds above.
    virtual Result<std::vector<DueItem>> due(std::string_view name, std::chrono::seconds term, int limit) = 0;

    // --- in bulk, and a person's own copy
    virtual Result<ImportReport> import_zip(ByteView archive, const ImportOptions& options, const Actor& actor) = 0;
    // Everything held about a person, as a JSON object; pictures in base64 when kept.
    virtual Result<SecretBytes> export_person(const PersonId& id, const Actor& actor) = 0;
};

}  // namespace md::people
