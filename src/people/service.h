#pragma once
// People, put together from its parts.
#include <array>
#include <mutex>
#include <set>

#include "people/deletion_runner.h"
#include "people/enrolment.h"
#include "people/people.h"
#include "people/pictures.h"
#include "people/registry.h"

namespace md::people {

class Service final : public People {
public:
    Service(Parts parts, Options options, SecretBytes search_key, SecretBytes digest_key);
    Status start();

    Notices& notices() override { return notices_; }
    Governance& governance() override { return governance_; }
    // service_persons.cpp
    Result<Registered> add(NewPerson person, const Actor& actor, std::vector<PictureReport>* reports) override;
    Result<Person> get(const PersonId& id) override;
    Result<PersonPage> find(const PersonQuery& query) override;
    Result<Person> update(const PersonId& id, const PersonFields& fields, const Actor& actor) override;
    Result<std::int64_t> count() override;
    Result<std::int64_t> enrolled() override;
    Result<Filing> filing() override;
    Result<std::vector<std::string>> groups() override;
    Result<Consent> consent(const PersonId& id, const ConsentGiven& given, const Actor& actor) override;
    Result<std::optional<DeletionId>> withdraw(const PersonId& id, const ConsentId& consent, const Actor& actor) override;
    // service_pictures.cpp
    Result<PictureReport> check_picture(SecretBytes file, vision::Use use) override;
    Result<Registered> add_picture(const PersonId& id, SecretBytes file, const Actor& actor, std::vector<PictureReport>* reports) override;
    Status remove_picture(const PersonId& id, const PictureId& ref, const Actor& actor) override;
    Status renew(const PersonId& id, std::optional<SecretBytes> file, const Actor& actor, std::vector<PictureReport>* reports) override;
    Status revoke(const PersonId& id, const Actor& actor) override;
    // service.cpp
    Result<std::optional<Standing>> standing_of(const RecordId& record) override {
        return registry_.standing_of(record, parts_.clock->wall());
    }
    Result<std::vector<RecordId>> records_of(const PersonId& id) override;
    Bytes event_ref(const PersonId& id) const override { return registry_.links().event_ref(id); }
    Result<std::optional<PersonId>> person_of_event_ref(ByteView ref) override { return registry_.person_of_event_ref(ref); }
    Status block(const PersonId& id, std::string reason, std::optional<WallTime> until, const Actor& actor) override;
    Status unblock(const PersonId& id, const Actor& actor) override;
    Result<std::vector<BlockEntry>> blocklist() override;
    Result<DeletionProof> remove(const PersonId& id, DeletionReason reason, const Actor& actor) override;
    Result<DeletionPage> deletions(const std::string& cursor, int limit) override { return deletions_.list(cursor, limit); }
    Result<DeletionProof> deletion(const DeletionId& id) override { return deletions_.proof(id); }
    void add_trace(Trace trace) override { deletions_.add_trace(std::move(trace)); }
    Result<std::int64_t> finish_deletions() override { return deletions_.resume(); }
    // service_retention.cpp
    void register_retention(store::Retention& retention) override;
    Result<std::vector<DueItem>> due(std::string_view name, std::chrono::seconds term, int limit) override;
    // importer.cpp, export.cpp
    Result<ImportReport> import_zip(ByteView archive, const ImportOptions& options, const Actor& actor) override;
    Result<SecretBytes> export_person(const PersonId& id, const Actor& actor) override;

private:
    store::Database& identities() { return (*parts_.stores)[store::Store::identities]; }
    std::mutex& lock_of(const PersonId& id) { return locks_[std::hash<PersonId>()(id) % locks_.size()]; }
    Result<Notice> check_new_consent(const ConsentGiven& given, const PersonFields& fields);
    // Each consent with the storage days of its notice.
    Result<std::vector<std::pair<Consent, int>>> storage_told(const std::vector<Consent>& consents);
    // How many pictures the consents in force allow; kConsentMissing without one.
    Result<int> pictures_allowed(const std::vector<Consent>& consents);
    // Looks at files that are to be enrolled for one person. kPictureRejected, kPicturesDiffer, kPictureDuplicate.
    Result<std::vector<Examined>> examine(const std::vector<SecretBytes>& files, std::vector<PictureReport>* reports);
    Status check_same_person(const std::vector<Examined>& pictures);
    Status check_against(std::vector<Examined>& pictures, const std::vector<StoredPicture>& known);
    Result<std::vector<SecretBytes>> vault_files(const PersonId& id, const std::vector<StoredPicture>& pictures);
    Result<std::vector<PersonId>> owners_of(const std::vector<RecordId>& records, const PersonId& except);
    Result<std::set<ImageId>> kept_of(const std::vector<StoredPicture>& pictures);
    Picture told(const StoredPicture& picture, bool kept) const;
    Result<std::int64_t> delete_due_persons(bool visitors, WallTime now, std::chrono::seconds term, std::int64_t limit);

    Parts parts_;
    Options options_;
    Registry registry_;
    PictureDesk desk_;
    Enrolment enrolment_;
    DeletionRunner deletions_;
    Notices notices_;
    Governance governance_;
    std::array<std::mutex, 64> locks_;  // changes to one person one after another; by id
};

int default_storage_days(Profile profile);

}  // namespace md::people
