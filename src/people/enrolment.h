#pragma once
// Changes that touch several stores: templates, vault and identity rows. A journal row is on disk before the first store changes; whatever
// a crash leaves without a person is removed at the next start, so that there is never half a person. B2, B5, B10
#include <functional>
#include <span>

#include "people/people.h"
#include "people/pictures.h"
#include "people/registry.h"

namespace md::people {

class Enrolment {
public:
    Enrolment(const Parts& parts, bool keep_pictures, Registry& registry)
        : parts_(parts), keep_pictures_(keep_pictures), registry_(registry) {}

    struct Change {
        PersonId person;
        bool new_person = false;              // make the person's key first, destroy it when the change fails
        std::vector<Examined> pictures;       // to enrol ...
        std::vector<SecretBytes> files;       // ... and their files, for the vault
        std::vector<StoredPicture> replaced;  // to go when the new ones are in
    };
    // Runs inside the transaction that makes the change real; `added` are already in gallery and vault.
    using Commit = std::function<Status(store::Queries& db, const std::vector<StoredPicture>& added)>;
    // Templates possibly of someone enrolled already.
    Result<std::vector<RecordId>> run(Change change, const Commit& commit);
    // At start: takes back what a crash left half done. Returns the number of changes found unfinished.
    Result<std::int64_t> recover();

private:
    using ChangeId = Id<struct ChangeTag>;
    Status write_journal(const ChangeId& id, const PersonId& person, const std::vector<ImageId>& images);
    Status erase_journal(const ChangeId& id);
    Status enrol(const Change& change, const std::vector<ImageId>& images, std::vector<StoredPicture>& added, std::vector<RecordId>& alike);
    Status remove_artefacts(const std::vector<StoredPicture>& pictures);
    Status recover_one(const PersonId& person, const std::vector<ImageId>& images);
    Status remove_orphan_templates();
    Parts parts_;
    bool keep_pictures_;
    Registry& registry_;
};

}  // namespace md::people
