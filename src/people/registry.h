#pragma once
// All SQL about persons, consents and pictures in store `identities`; seals and opens the columns. Functions that take Queries run inside
// the caller's transaction.
#include <atomic>

#include "people/codec.h"
#include "people/links.h"
#include "people/search_index.h"

namespace md::people {

class Registry {
public:
    Registry(std::shared_ptr<store::Stores> stores, SearchIndex index);
    Status open();
    const Links& links() const { return links_; }
    const SearchIndex& index() const { return index_; }

    // kExternalIdTaken when another person than `id` has it.
    Status check_external_id(store::Queries& db, const PersonId& id, std::string_view external_id);
    Status insert(store::Queries& db, const PersonId& id, const PersonFields& fields, WallTime now, WallTime due);
    Status update(store::Queries& db, const PersonId& id, const PersonFields& fields);
    Status set_due(store::Queries& db, const PersonId& id, WallTime due);
    // Without consents and pictures. kPersonNotFound, kPersonLeaving.
    Result<Person> person(store::Queries& db, const PersonId& id);
    Result<Person> whole_person(store::Queries& db, const PersonId& id);
    Result<PersonPage> find(const PersonQuery& query);
    Status mark_leaving(store::Queries& db, const PersonId& id);
    // Person, tokens, consents and pictures; returns the number of rows.
    Result<std::int64_t> erase(store::Queries& db, const PersonId& id);

    Result<Consent> insert_consent(store::Queries& db, const PersonId& id, const ConsentId& consent, const ConsentGiven& given,
                                   WallTime now);
    Result<std::vector<Consent>> consents(store::Queries& db, const PersonId& id);
    Status withdraw(store::Queries& db, const ConsentId& consent, WallTime now);

    Status insert_picture(store::Queries& db, const PersonId& id, const StoredPicture& picture);
    Status erase_picture(store::Queries& db, const PictureId& ref);
    Status note_kept();
    Result<std::vector<StoredPicture>> pictures(store::Queries& db, const PersonId& id);

    Result<std::optional<PersonId>> owner_of(const RecordId& record);
    Result<std::optional<Standing>> standing_of(const RecordId& record, WallTime now);
    Result<std::optional<PersonId>> person_of_event_ref(ByteView event_ref);
    Status set_block(store::Queries& db, const PersonId& id, const std::optional<std::string>& text, std::optional<WallTime> until);
    struct Blocked {
        PersonId person;
        BlockText text;
        std::optional<WallTime> until;
    };
    Result<std::vector<Blocked>> blocked();

    // The columns' seals. `person` owns the key.
    Result<Bytes> seal(const PersonId& person, store::Store store, std::string_view table, std::string_view column, ByteView row,
                       ByteView plain);
    Result<SecretBytes> unseal(const PersonId& person, store::Store store, std::string_view table, std::string_view column, ByteView row,
                               ByteView sealed);
    // Grows with time and never repeats, also when the clock goes back: order and cursor of lists.
    std::int64_t next_sequence(WallTime now);

private:
    Result<Person> read_person(const store::Row& row);
    Status write_tokens(store::Queries& db, const PersonId& id, const PersonFields& fields);
    std::shared_ptr<store::Stores> stores_;
    Links links_;
    SearchIndex index_;
    std::atomic<std::int64_t> sequence_{0};
};

// nullopt as NULL.
store::Value to_value(std::optional<WallTime> time);
std::optional<WallTime> time_in(const store::Row& row, std::size_t column);

}  // namespace md::people
