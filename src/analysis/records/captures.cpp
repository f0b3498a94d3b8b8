#include "analysis/records/captures.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/errors.h"
#include "analysis/records/rows.h"
#include "analysis/records/schema.h"
#include "store/errors.h"

namespace md::analysis {

using Json = nlohmann::json;
using store::Queries;
using store::Row;
using store::Store;

namespace {

constexpr std::chrono::minutes kBucket{10};
constexpr std::string_view kColumns =
    "id, sequence, label, camera, kind, stage, regions, first_seen, last_seen, taken, stored, quality, slot";

// C2: `best` and `first` share a place, so that a window has two at most whatever is asked for.
int slot_of(Capture::Kind kind) { return kind == Capture::Kind::last ? 1 : 0; }

StoredCapture read(const Row& row) {
    StoredCapture out;
    out.id = CaptureId::from_bytes(row.blob(0)).value_or(CaptureId());
    out.subject = to_hex(row.blob(2));
    out.camera = row.text(3);
    out.kind = static_cast<Capture::Kind>(row.integer(4));
    out.stage = static_cast<Capture::Stage>(row.integer(5));
    out.regions = split_names(row.text(6));
    out.first_seen = from_micros(row.integer(7));
    out.last_seen = from_micros(row.integer(8));
    out.taken = from_micros(row.integer(9));
    out.stored = from_micros(row.integer(10));
    out.quality = static_cast<float>(row.real(11));
    return out;
}

}  // namespace

std::string to_json(const StoredCapture& capture) {
    return Json{{"id", capture.id.text()},
                {"stage", to_string(capture.stage)},
                {"kind", to_string(capture.kind)},
                {"camera_id", capture.camera},
                {"regions", capture.regions},
                {"subject", capture.subject},
                {"first_seen", to_rfc3339(capture.first_seen)},
                {"last_seen", to_rfc3339(capture.last_seen)},
                {"taken_at", to_rfc3339(capture.taken)},
                {"quality", capture.quality},
                {"has_picture", capture.has_picture}}
        .dump(-1, ' ', false, Json::error_handler_t::replace);
}

Captures::Captures(RecordParts parts, Outbox* outbox, CaptureOptions options)
    : parts_(std::move(parts)), outbox_(outbox), options_(options), pictures_(parts_, "capture", kBucket) {}

Result<std::unique_ptr<Captures>> Captures::open(RecordParts parts, Outbox* outbox, CaptureOptions options) {
    MD_TRY(migrate(*parts.stores));
    std::unique_ptr<Captures> captures(new Captures(std::move(parts), outbox, options));
    auto& database = (*captures->parts_.stores)[Store::events];
    MD_TRY(captures->sequence_.open(database, "analysis_captures"));
    // What a former run left open can get no better picture.
    const auto closed = static_cast<std::int64_t>(Capture::Stage::closed);
    MD_TRY(database.execute("UPDATE analysis_captures SET stage = ? WHERE stage <> ?", {closed, closed}));
    return captures;
}

// C2, C9. The picture goes first: a record never tells of a picture that is not there, and a picture without a record goes with its bucket.
Result<StoredCapture> Captures::record(const Capture& capture, const std::string& label) {
    if (capture.stage == Capture::Stage::withdrawn) return withdraw(capture, label);
    const auto name = from_hex(label);
    if (!name || name->size() != 8) throw Fatal(Error(errors::kCaptureNotFound, "a label has 16 digits"));
    StoredCapture stored;
    const auto write = [&](Queries& db) -> Status {
        MD_ASSIGN(const auto old,
                  db.query("SELECT label, slot, taken, quality, stored FROM analysis_captures WHERE id = ?", {capture.id.bytes()}));
        const int slot = slot_of(capture.kind);
        const bool fresh = old.empty();
        MD_ASSIGN(const auto place, db.query("SELECT id FROM analysis_captures WHERE label = ? AND slot = ? AND id <> ?",
                                             {fresh ? *name : old[0].blob(0), std::int64_t{slot}, capture.id.bytes()}));
        if (!place.empty()) return fail(errors::kWindowFull);
        const auto taken = capture.picture ? to_micros(capture.picture->taken) : fresh ? to_micros(capture.last_seen) : old[0].integer(2);
        const auto quality = capture.picture ? double{capture.picture->quality} : fresh ? 0.0 : old[0].real(3);
        if (capture.picture && options_.keep_pictures && (fresh || taken != old[0].integer(2) || old[0].integer(1) != slot)) {
            MD_TRY(pictures_.put(capture.id.view(), 0, capture.picture->jpeg.view()));
        }
        const auto now = parts_.clock->wall();
        MD_TRY(db.execute(
            "INSERT INTO analysis_captures (id, sequence, label, slot, camera, kind, stage, regions, first_seen, last_seen, "
            "taken, stored, quality) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT (id) DO UPDATE SET slot = excluded.slot, "
            "camera = excluded.camera, kind = excluded.kind, stage = excluded.stage, regions = excluded.regions, "
            "first_seen = excluded.first_seen, last_seen = excluded.last_seen, taken = excluded.taken, quality = excluded.quality",
            {capture.id.bytes(), sequence_.next(now), *name, std::int64_t{slot}, capture.camera, static_cast<std::int64_t>(capture.kind),
             static_cast<std::int64_t>(capture.stage), join_names(capture.regions), to_micros(capture.first_seen),
             to_micros(capture.last_seen), taken, to_micros(now), quality}));
        MD_ASSIGN(stored, read_one(db, capture.id));
        return outbox_ ? outbox_->queue(db, "capture", to_json(stored)) : Status();
    };
    MD_TRY((*parts_.stores)[Store::events].transaction(write));
    if (outbox_) outbox_->announce();
    if (parts_.bus) parts_.bus->publish("capture", to_json(stored));
    return stored;
}

// C2. The picture goes first; told as withdrawn, so that whoever was told of it lets go of it too. One that never came this far leaves no
// trace.
Result<StoredCapture> Captures::withdraw(const Capture& capture, const std::string& label) {
    StoredCapture gone;
    gone.id = capture.id;
    gone.subject = label;
    bool known = false;
    const auto erase = [&](Queries& db) -> Status {
        if (auto stored = read_one(db, capture.id))
            gone = std::move(*stored);
        else if (stored.error().is(errors::kCaptureNotFound))
            return {};
        else
            return fail(stored.error());
        known = true;
        MD_TRY(pictures_.remove(capture.id.view(), 0));
        MD_TRY(db.execute("DELETE FROM analysis_captures WHERE id = ?", {capture.id.bytes()}));
        gone.stage = Capture::Stage::withdrawn;
        gone.has_picture = false;
        return outbox_ ? outbox_->queue(db, "capture", to_json(gone)) : Status();
    };
    MD_TRY((*parts_.stores)[Store::events].transaction(erase));
    gone.stage = Capture::Stage::withdrawn;
    if (known && outbox_) outbox_->announce();
    if (known && parts_.bus) parts_.bus->publish("capture", to_json(gone));
    return gone;
}

Result<StoredCapture> Captures::read_one(Queries& db, const CaptureId& id) const {
    MD_ASSIGN(const auto rows, db.query(std::string("SELECT ").append(kColumns) + " FROM analysis_captures WHERE id = ?", {id.bytes()}));
    if (rows.empty()) return fail(errors::kCaptureNotFound);
    auto out = read(rows[0]);
    const std::pair<Bytes, int> name{id.bytes(), 0};
    MD_ASSIGN(const auto present, pictures_.present({&name, 1}));
    out.has_picture = present[0];
    return out;
}

Result<StoredCapture> Captures::get(const CaptureId& id) const { return read_one((*parts_.stores)[Store::events], id); }

Result<CapturePage> Captures::find(const CaptureQuery& query) const {
    auto before = read_cursor(query.cursor);
    Conditions where("sequence < ?", before);
    if (!query.camera.empty()) where.add("camera = ?", query.camera);
    if (!query.region.empty()) where.add_name("regions", query.region);
    if (!query.subject.empty()) where.add("label = ?", from_hex(query.subject).value_or(Bytes()));
    if (query.kind) where.add("kind = ?", static_cast<std::int64_t>(*query.kind));
    if (query.from) where.add("last_seen >= ?", to_micros(*query.from));
    if (query.to) where.add("last_seen < ?", to_micros(*query.to));
    const auto limit = static_cast<std::size_t>(std::clamp(query.limit, 1, 500));
    MD_ASSIGN(const auto rows,
              (*parts_.stores)[Store::events].query(std::string("SELECT ").append(kColumns) + " FROM analysis_captures WHERE " +
                                                        where.text() + " ORDER BY sequence DESC LIMIT ?",
                                                    where.params_with(static_cast<std::int64_t>(limit + 1))));
    CapturePage page;
    std::vector<std::pair<Bytes, int>> names;
    for (const auto& row : rows) {
        if (page.items.size() == limit) {
            page.next = cursor_of(before);
            break;
        }
        before = row.integer(1);
        page.items.push_back(read(row));
        names.emplace_back(page.items.back().id.bytes(), 0);
    }
    MD_ASSIGN(const auto present, pictures_.present(names));
    for (std::size_t i = 0; i < names.size(); ++i) page.items[i].has_picture = present[i];
    return page;
}

Result<SecretBytes> Captures::picture(const CaptureId& id, const Actor& actor) const {
    MD_TRY(get(id));
    MD_ASSIGN(auto jpeg, pictures_.get(id.view(), 0));
    if (options_.audit_views) MD_TRY(note(parts_, actor, "capture.viewed", id.text(), "C9"));
    return jpeg;
}

// C9
void Captures::register_retention(store::Retention& retention) {
    using std::chrono::days;
    using std::chrono::hours;
    const bool cii = parts_.stores->profile == Profile::cii;
    retention.add(
        pictures_.retention("analysis_captures", "抓拍图像", "Captured pictures", cii ? hours(12) : hours(24), days(cii ? 7 : 30)));
    auto records = retention_of_rows((*parts_.stores)[Store::events], "analysis_captures", "stored", "camera");
    records.name = "analysis_capture_records";
    records.label_zh = "抓拍记录（无图像）";
    records.label_en = "Capture records (without pictures)";
    records.term = days(30);
    records.maximum = days(cii ? 90 : 180);
    retention.add(std::move(records));
}

}  // namespace md::analysis
