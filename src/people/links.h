#pragma once
// How a person is known in each store. B10: every name is a keyed function of another, different for every pair of stores, so that two
// stolen stores cannot be joined.
#include "people/types.h"
#include "store/stores.h"

namespace md::people {

class Links {
public:
    explicit Links(store::Keyring& keyring) : keyring_(keyring) {}
    // Names the person's own key in the keyring and in the gallery.
    Bytes subject(const PersonId& id) const;
    // What store `events` calls the person ...
    Bytes event_ref(const PersonId& id) const;
    // ... and the column in `identities` that leads back from it.
    Bytes event_token(ByteView event_ref) const;
    // The column in `identities` that leads from a template of `features` to its person.
    Bytes record_link(const RecordId& record) const;
    // What the ledger and proofs call the person.
    std::string ledger_ref(const PersonId& id) const;

private:
    store::Keyring& keyring_;
};

}  // namespace md::people
