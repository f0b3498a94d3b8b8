#pragma once
// The captures that de-duplication let out. C2, C9: rows without identity in store `events`, pictures in store `images`; no identifier in
// both.
//
// A capture's subject is stored as a label: a keyed hash of subject and window under a key that lives in this run's memory only. Two
// captures of one window share it; two windows of one subject do not, and nobody can compute either again. What shows a subject is kept a
// short while only: pictures lie under keys of ten minutes each and go with them, after `analysis_captures` at the latest (24 h general, 12
// h cii; at most 30 and 7 days); rows without picture after `analysis_capture_records`. What a rule needs as evidence is kept with its
// alert, under a term of its own.
#include <optional>
#include <vector>

#include "analysis/records/outbox.h"
#include "analysis/records/parts.h"
#include "analysis/records/picture_vault.h"
#include "analysis/records/rows.h"
#include "analysis/records/subject_label.h"
#include "analysis/types.h"
#include "store/retention.h"

namespace md::analysis {

struct StoredCapture {
    CaptureId id;
    std::string camera;  // its name at that time
    Capture::Kind kind = Capture::Kind::best;
    Capture::Stage stage = Capture::Stage::opened;
    std::string subject;  // the label, 16 hexadecimal digits
    std::vector<std::string> regions;
    WallTime first_seen, last_seen, taken, stored;  // of the subject in the window; of the picture; when it came here (terms count from it)
    float quality = 0;
    bool has_picture = false;
};
struct CaptureQuery {
    std::string camera, region, subject;
    std::optional<Capture::Kind> kind;
    std::optional<WallTime> from, to;  // last_seen in [from, to)
    std::string cursor;                // from CapturePage::next
    int limit = 50;                    // 1..500
};
struct CapturePage {
    std::vector<StoredCapture> items;  // newest first
    std::string next;                  // empty: no more
};
struct CaptureOptions {
    bool keep_pictures = true;  // false: a picture is never written, the record is. C9
    bool audit_views = true;    // every look at a picture goes to the ledger
};
std::string to_json(const StoredCapture& capture);  // what bus, SSE and webhooks carry

// Thread-safe. What is stored is told on the bus (kind "capture") and to the outbox, which may be null.
class Captures {
public:
    static Result<std::unique_ptr<Captures>> open(RecordParts parts, Outbox* outbox, CaptureOptions options);
    // Stores it, or brings what is stored under its id up to date; a new picture takes the place of the old one. kWindowFull for a
    // third capture of one window (C2). A withdrawn one is deleted with its picture, and told of once more.
    Result<StoredCapture> record(const Capture& capture, const std::string& label);
    Result<StoredCapture> get(const CaptureId& id) const;
    Result<CapturePage> find(const CaptureQuery& query) const;
    // JPEG. kCaptureNotFound; kPictureGone when it was never kept, or its term is over.
    Result<SecretBytes> picture(const CaptureId& id, const Actor& actor) const;
    // "analysis_captures" and "analysis_capture_records". C9
    void register_retention(store::Retention& retention);

private:
    Captures(RecordParts parts, Outbox* outbox, CaptureOptions options);
    Result<StoredCapture> withdraw(const Capture& capture, const std::string& label);
    Result<StoredCapture> read_one(store::Queries& db, const CaptureId& id) const;
    RecordParts parts_;
    Outbox* outbox_;
    CaptureOptions options_;
    PictureVault pictures_;
    Sequence sequence_;
};

}  // namespace md::analysis
