#include "recognition/schema.h"

#include <array>

namespace md::recognition {
namespace {

constexpr std::array kEvents{store::Migration{1, "recognition events, doors, settings", R"(
CREATE TABLE recognition_events (
    id BLOB PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE,
    time INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    outcome INTEGER NOT NULL,
    door BLOB,
    person_ref BLOB,
    reasons TEXT NOT NULL,
    band TEXT NOT NULL,
    liveness TEXT NOT NULL,
    model TEXT NOT NULL,
    source TEXT NOT NULL
);
CREATE INDEX recognition_events_time ON recognition_events (time);
CREATE INDEX recognition_events_person ON recognition_events (person_ref);
CREATE TABLE recognition_doors (id BLOB PRIMARY KEY, created INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE recognition_settings (name TEXT PRIMARY KEY, value REAL NOT NULL)
)"}};

}  // namespace

Status migrate(store::Stores& stores) { return stores[store::Store::events].migrate("recognition", kEvents); }

}  // namespace md::recognition
