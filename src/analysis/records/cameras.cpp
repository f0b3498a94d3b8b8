#include "analysis/records/cameras.h"

#include <algorithm>

#include "analysis/config.h"
#include "analysis/errors.h"
#include "analysis/records/camera_text.h"
#include "analysis/records/rows.h"
#include "analysis/records/schema.h"

namespace md::analysis {

using store::Queries;
using store::Store;

namespace {

constexpr std::string_view kClause = "C10";

store::Place place_of_password(const Bytes& id) { return {Store::events, "analysis_cameras", "password", id}; }

store::Value device_value(const CameraSettings& settings) {
    return settings.device ? store::Value(settings.device->bytes()) : store::Value();
}

Status seal_password(const RecordParts& parts, Queries& db, const Bytes& id, const SecretBytes& password) {
    store::Value value;
    if (!password.empty()) {
        MD_ASSIGN(auto sealed, parts.stores->keyring->seal(place_of_password(id), password.view()));
        value = std::move(sealed);
    }
    MD_TRY(db.execute("UPDATE analysis_cameras SET password = ? WHERE id = ?", {std::move(value), id}));
    return {};
}

Status write_config(Queries& db, const ScopeConfig& config) {
    MD_TRY(
        db.execute("INSERT INTO analysis_configs (scope, version, body) VALUES (?,?,?) ON CONFLICT (scope) DO UPDATE SET version = "
                   "excluded.version, body = excluded.body",
                   {config.scope, config.version, config.json}));
    return {};
}

}  // namespace

Cameras::Cameras(RecordParts parts) : parts_(std::move(parts)) {}

Result<std::unique_ptr<Cameras>> Cameras::open(RecordParts parts) {
    MD_TRY(migrate(*parts.stores));
    std::unique_ptr<Cameras> cameras(new Cameras(std::move(parts)));
    MD_TRY(cameras->load());
    return cameras;
}

Status Cameras::load() {
    auto& events = (*parts_.stores)[Store::events];
    MD_ASSIGN(const auto rows, events.query("SELECT id, created, version, body, password IS NOT NULL FROM analysis_cameras"));
    for (const auto& row : rows) {
        MD_ASSIGN(auto settings, decode_camera(row.text(3)));
        Camera camera{std::move(settings)};
        camera.id = CameraId::from_bytes(row.blob(0)).value_or(CameraId());
        camera.created_at = from_micros(row.integer(1));
        camera.version = row.integer(2);
        camera.has_password = row.integer(4) != 0;
        cameras_.insert_or_assign(camera.id, std::move(camera));
    }
    MD_ASSIGN(const auto configs, events.query("SELECT scope, body, version FROM analysis_configs"));
    for (const auto& row : configs) configs_[row.text(0)] = {row.text(0), row.text(1), row.integer(2)};
    return {};
}

Status Cameras::check_free(const CameraSettings& settings, const CameraId& self) const {
    const std::shared_lock lock(mutex_);
    for (const auto& [id, camera] : cameras_) {
        if (id == self) continue;
        if (camera.name == settings.name) return fail(errors::kCameraNameTaken);
        if (settings.device && camera.device == settings.device) return fail(errors::kCameraDeviceTaken);
    }
    return {};
}

// C10
Result<Camera> Cameras::add(CameraSettings settings, const SecretBytes& password, const Actor& actor) {
    const std::lock_guard one_at_a_time(writing_);
    MD_TRY(check_camera(settings));
    Camera camera{std::move(settings)};
    camera.id = CameraId::random(*parts_.random);
    camera.created_at = parts_.clock->wall();
    camera.has_password = !password.empty();
    MD_TRY(check_free(camera, camera.id));
    const Bytes id = camera.id.bytes();
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_TRY(db.execute("INSERT INTO analysis_cameras (id, name, device, created, version, body) VALUES (?,?,?,?,1,?)",
                          {id, camera.name, device_value(camera), to_micros(camera.created_at), encode(camera)}));
        MD_TRY(seal_password(parts_, db, id, password));
        return note(parts_, actor, "camera.added", camera.id.text(), kClause);
    }));
    {
        const std::unique_lock lock(mutex_);
        cameras_.insert_or_assign(camera.id, camera);
    }
    changed();
    return camera;
}

Result<Camera> Cameras::update(const CameraId& id, CameraSettings settings, const SecretBytes* password,
                               std::optional<std::int64_t> version, const Actor& actor) {
    const std::lock_guard one_at_a_time(writing_);
    MD_ASSIGN(const auto before, get(id));
    if (version && *version != before.version) return fail(errors::kVersionChanged);
    MD_TRY(check_camera(settings));
    MD_TRY(check_free(settings, id));
    Camera camera = before;
    static_cast<CameraSettings&>(camera) = std::move(settings);
    ++camera.version;
    if (password) camera.has_password = !password->empty();
    const Bytes row = id.bytes();
    MD_ASSIGN(auto config, renamed_config(camera.scope(), before.name, camera.name));
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_TRY(db.execute("UPDATE analysis_cameras SET name = ?, device = ?, version = ?, body = ? WHERE id = ?",
                          {camera.name, device_value(camera), camera.version, encode(camera), row}));
        if (password) MD_TRY(seal_password(parts_, db, row, *password));
        if (config) MD_TRY(write_config(db, *config));
        return note(parts_, actor, "camera.changed", id.text(), kClause);
    }));
    {
        const std::unique_lock lock(mutex_);
        if (config) configs_[config->scope] = *config;
        cameras_.insert_or_assign(id, camera);
    }
    changed();
    return camera;
}

Status Cameras::remove(const CameraId& id, const Actor& actor) {
    const std::lock_guard one_at_a_time(writing_);
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_ASSIGN(const auto gone, db.execute("DELETE FROM analysis_cameras WHERE id = ?", {id.bytes()}));
        if (gone == 0) return fail(errors::kCameraNotFound);
        MD_TRY(db.execute("DELETE FROM analysis_configs WHERE scope = ?", {id.text()}));
        return note(parts_, actor, "camera.removed", id.text(), kClause);
    }));
    {
        const std::unique_lock lock(mutex_);
        cameras_.erase(id);
        configs_.erase(id.text());
    }
    changed();
    return {};
}

Result<Camera> Cameras::get(const CameraId& id) const {
    const std::shared_lock lock(mutex_);
    const auto found = cameras_.find(id);
    if (found == cameras_.end()) return fail(errors::kCameraNotFound);
    return found->second;
}

std::vector<Camera> Cameras::list() const {
    std::vector<Camera> out;
    {
        const std::shared_lock lock(mutex_);
        for (const auto& [id, camera] : cameras_) out.push_back(camera);
    }
    std::sort(out.begin(), out.end(), [](const Camera& a, const Camera& b) { return a.name < b.name; });
    return out;
}

// C10
std::optional<Camera> Cameras::of_device(const DeviceId& device) const {
    const std::shared_lock lock(mutex_);
    const auto found = std::find_if(cameras_.begin(), cameras_.end(), [&](const auto& each) { return each.second.device == device; });
    if (found == cameras_.end()) return std::nullopt;
    return found->second;
}

Result<std::shared_ptr<const SecretBytes>> Cameras::password(const CameraId& id) const {
    const Bytes row = id.bytes();
    MD_ASSIGN(const auto rows, (*parts_.stores)[Store::events].query("SELECT password FROM analysis_cameras WHERE id = ?", {row}));
    if (rows.empty()) return fail(errors::kCameraNotFound);
    if (rows[0].null(0)) return std::shared_ptr<const SecretBytes>();
    MD_ASSIGN(auto password, parts_.stores->keyring->open(place_of_password(row), rows[0].blob(0)));
    return std::make_shared<const SecretBytes>(std::move(password));
}

Result<ScopeConfig> Cameras::config(const std::string& scope) const {
    const std::shared_lock lock(mutex_);
    if (const auto found = configs_.find(scope); found != configs_.end()) return found->second;
    const bool known = std::any_of(cameras_.begin(), cameras_.end(), [&](const auto& each) { return each.second.scope() == scope; });
    if (!known) return fail(errors::kCameraNotFound, "scope");
    return ScopeConfig{scope, to_json(AnalysisConfig{}), 0};
}

Result<ScopeConfig> Cameras::set_config(const std::string& scope, const std::string& json, std::optional<std::int64_t> version,
                                        const Actor& actor) {
    const std::lock_guard one_at_a_time(writing_);
    MD_ASSIGN(auto next, config(scope));
    if (version && *version != next.version) return fail(errors::kVersionChanged);
    MD_ASSIGN(const auto parsed, config_from_json(json));
    next.json = to_json(parsed);
    ++next.version;
    MD_TRY((*parts_.stores)[Store::events].transaction([&](Queries& db) -> Status {
        MD_TRY(write_config(db, next));
        return note(parts_, actor, "analysis.configured", scope, "C3");
    }));
    {
        const std::unique_lock lock(mutex_);
        configs_[scope] = next;
    }
    changed();
    return next;
}

Result<std::optional<ScopeConfig>> Cameras::renamed_config(const std::string& scope, const std::string& from, const std::string& to) const {
    const auto found = config(scope);
    if (from == to || !found || found->version == 0) return std::nullopt;
    auto out = *found;
    MD_ASSIGN(auto parsed, config_from_json(out.json));
    bool touched = false;
    for (auto& region : parsed.regions) {
        if (region.camera != from) continue;
        region.camera = to;
        touched = true;
    }
    if (!touched) return std::nullopt;
    out.json = to_json(parsed);
    ++out.version;
    return out;
}

void Cameras::on_change(std::function<void()> listener) {
    const std::unique_lock lock(mutex_);
    listener_ = std::move(listener);
}

void Cameras::changed() {
    std::function<void()> listener;
    {
        const std::shared_lock lock(mutex_);
        listener = listener_;
    }
    if (listener) listener();
}

}  // namespace md::analysis
