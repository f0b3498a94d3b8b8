#include "analysis/records/schema.h"

#include <array>

namespace md::analysis {
namespace {

// C2: the tables themselves take no third picture, neither of a subject's window nor of an alert. C1, C9: no column can hold an identity.
constexpr std::array kEvents{store::Migration{1, "cameras, captures, alerts, counts, webhooks", R"(
CREATE TABLE analysis_cameras (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    device BLOB UNIQUE,
    created INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    password BLOB
);
CREATE TABLE analysis_configs (scope TEXT PRIMARY KEY, version INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE analysis_captures (
    id BLOB PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE,
    label BLOB NOT NULL,
    slot INTEGER NOT NULL CHECK (slot IN (0, 1)),
    camera TEXT NOT NULL,
    kind INTEGER NOT NULL,
    stage INTEGER NOT NULL,
    regions TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    taken INTEGER NOT NULL,
    stored INTEGER NOT NULL,
    quality REAL NOT NULL,
    UNIQUE (label, slot)
);
CREATE INDEX analysis_captures_stored ON analysis_captures (stored);
CREATE INDEX analysis_captures_camera ON analysis_captures (camera, sequence);
CREATE TABLE analysis_alerts (
    id BLOB PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE,
    kind INTEGER NOT NULL,
    rule TEXT NOT NULL,
    camera TEXT NOT NULL,
    regions TEXT NOT NULL,
    label BLOB NOT NULL,
    watch_list TEXT NOT NULL,
    entry TEXT NOT NULL,
    first_seen INTEGER NOT NULL,
    last_seen INTEGER NOT NULL,
    raised INTEGER NOT NULL,
    stored INTEGER NOT NULL,
    ended INTEGER,
    ended_how INTEGER NOT NULL DEFAULT 0,
    state INTEGER NOT NULL,
    acknowledged_by TEXT NOT NULL DEFAULT '',
    acknowledged INTEGER,
    closed_by TEXT NOT NULL DEFAULT '',
    closed INTEGER,
    outcome INTEGER,
    comments INTEGER NOT NULL DEFAULT 0,
    version INTEGER NOT NULL
);
CREATE INDEX analysis_alerts_stored ON analysis_alerts (stored);
CREATE INDEX analysis_alerts_state ON analysis_alerts (state, sequence);
CREATE TABLE analysis_evidence (
    alert BLOB NOT NULL REFERENCES analysis_alerts (id) ON DELETE CASCADE,
    slot INTEGER NOT NULL CHECK (slot IN (0, 1)),
    taken INTEGER NOT NULL,
    quality REAL NOT NULL,
    PRIMARY KEY (alert, slot)
);
CREATE TABLE analysis_comments (
    alert BLOB NOT NULL REFERENCES analysis_alerts (id) ON DELETE CASCADE,
    number INTEGER NOT NULL,
    written INTEGER NOT NULL,
    author TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (alert, number)
);
CREATE TABLE analysis_counts (
    hour INTEGER NOT NULL,
    camera TEXT NOT NULL,
    region TEXT NOT NULL,
    name TEXT NOT NULL,
    value INTEGER NOT NULL,
    PRIMARY KEY (hour, camera, region, name)
);
CREATE TABLE analysis_endpoints (
    id BLOB PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    created INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body TEXT NOT NULL,
    secret BLOB NOT NULL,
    last_error TEXT NOT NULL DEFAULT ''
);
CREATE TABLE analysis_deliveries (
    id BLOB PRIMARY KEY,
    sequence INTEGER NOT NULL UNIQUE,
    endpoint BLOB NOT NULL REFERENCES analysis_endpoints (id) ON DELETE CASCADE,
    event TEXT NOT NULL,
    body BLOB NOT NULL,
    queued INTEGER NOT NULL,
    next INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    dead INTEGER NOT NULL,
    error TEXT NOT NULL
);
CREATE INDEX analysis_deliveries_head ON analysis_deliveries (endpoint, dead, sequence);
CREATE INDEX analysis_deliveries_queued ON analysis_deliveries (queued)
)"}};

constexpr std::array kImages{store::Migration{1, "pictures by bucket of time", R"(
CREATE TABLE analysis_pictures (reference BLOB PRIMARY KEY, kind TEXT NOT NULL, bucket INTEGER NOT NULL, body BLOB NOT NULL);
CREATE INDEX analysis_pictures_bucket ON analysis_pictures (kind, bucket);
CREATE TABLE analysis_buckets (kind TEXT NOT NULL, bucket INTEGER NOT NULL, PRIMARY KEY (kind, bucket))
)"}};

// Sealed: body, under the store's key (lists) and under the entry's own (entries).
constexpr std::array kIdentities{store::Migration{1, "watch lists", R"(
CREATE TABLE analysis_watch_lists (
    id BLOB PRIMARY KEY,
    created INTEGER NOT NULL,
    version INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE analysis_watch_entries (
    id BLOB PRIMARY KEY,
    list BLOB NOT NULL REFERENCES analysis_watch_lists (id) ON DELETE CASCADE,
    created INTEGER NOT NULL,
    body BLOB NOT NULL
);
CREATE TABLE analysis_watch_records (
    record_link BLOB PRIMARY KEY,
    entry BLOB NOT NULL REFERENCES analysis_watch_entries (id) ON DELETE CASCADE
)
)"}};

}  // namespace

Status migrate(store::Stores& stores) {
    using store::Store;
    MD_TRY(stores[Store::events].migrate("analysis", kEvents));
    MD_TRY(stores[Store::images].migrate("analysis", kImages));
    return stores[Store::identities].migrate("analysis", kIdentities);
}

}  // namespace md::analysis
