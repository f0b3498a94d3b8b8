#include "people/schema.h"

#include <array>

namespace md::people {
namespace {

// Sealed columns: profile, block, body (consents, pictures) under the person's own key; changes.body under the store's key, deletions.body
// under a key of its own.
constexpr std::array kIdentities{
    store::Migration{1, "persons, consents, pictures, notices", R"(
CREATE TABLE people_persons (
    id BLOB PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE,
    leaving INTEGER NOT NULL DEFAULT 0,
    kind INTEGER NOT NULL,
    valid_from INTEGER,
    valid_until INTEGER,
    created INTEGER NOT NULL,
    due INTEGER NOT NULL,
    event_token BLOB NOT NULL UNIQUE,
    external_token BLOB UNIQUE,
    profile BLOB NOT NULL,
    block BLOB,
    block_until INTEGER
);
CREATE INDEX people_persons_due ON people_persons (kind, due);
CREATE TABLE people_tokens (
    token INTEGER NOT NULL,
    person BLOB NOT NULL REFERENCES people_persons (id) ON DELETE CASCADE,
    PRIMARY KEY (token, person)
);
CREATE INDEX people_tokens_person ON people_tokens (person);
CREATE TABLE people_consents (
    id BLOB PRIMARY KEY,
    person BLOB NOT NULL REFERENCES people_persons (id) ON DELETE CASCADE,
    given INTEGER NOT NULL,
    withdrawn INTEGER,
    body BLOB NOT NULL
);
CREATE INDEX people_consents_person ON people_consents (person);
CREATE TABLE people_pictures (
    ref BLOB PRIMARY KEY,
    person BLOB NOT NULL REFERENCES people_persons (id) ON DELETE CASCADE,
    added INTEGER NOT NULL,
    record_link BLOB NOT NULL UNIQUE,
    body BLOB NOT NULL
);
CREATE INDEX people_pictures_person ON people_pictures (person);
CREATE TABLE people_notices (
    id BLOB PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE,
    version INTEGER NOT NULL,
    supersedes BLOB UNIQUE,
    created INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE people_groups (name TEXT PRIMARY KEY);
CREATE TABLE people_governance (
    sequence INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    recorded INTEGER NOT NULL,
    body TEXT NOT NULL
);
CREATE TABLE people_changes (id BLOB PRIMARY KEY, body BLOB NOT NULL);
CREATE TABLE people_deletions (id BLOB PRIMARY KEY, body BLOB NOT NULL)
)"},
    // How many pictures may lie in `images`, for who counts them (B3, B4). Of older rows the registry finds it out; null where it cannot.
    store::Migration{2, "which pictures were kept", "ALTER TABLE people_pictures ADD COLUMN kept INTEGER"}};

constexpr std::array kImages{store::Migration{1, "kept enrolment pictures", R"(
CREATE TABLE people_images (id BLOB PRIMARY KEY, created INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX people_images_created ON people_images (created)
)"}};

constexpr std::array kEvents{store::Migration{1, "proofs of deletion", R"(
CREATE TABLE people_deletion_proofs (
    id BLOB PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE,
    finished INTEGER,
    body TEXT NOT NULL
);
CREATE INDEX people_deletion_proofs_finished ON people_deletion_proofs (finished)
)"}};

}  // namespace

Status migrate(store::Stores& stores) {
    using store::Store;
    MD_TRY(stores[Store::identities].migrate("people", kIdentities));
    MD_TRY(stores[Store::images].migrate("people", kImages));
    return stores[Store::events].migrate("people", kEvents);
}

}  // namespace md::people
