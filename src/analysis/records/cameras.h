#pragma once
// The cameras of S3 and what is asked of each group of them. C10: a camera that sends a stream, or one that detects at the edge and sends
// faces.
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <shared_mutex>
#include <vector>

#include "analysis/records/parts.h"
#include "base/ids.h"

namespace md::analysis {

enum class CameraKind { stream, file, folder, usb, edge };
std::string_view to_string(CameraKind kind);  // "stream", "file", "folder", "usb", "edge"
std::optional<CameraKind> camera_kind_from(std::string_view text);

struct CameraSettings {
    std::string name;   // 1..100 bytes, unique: kCameraNameTaken
    std::string group;  // up to 100 bytes; subjects are matched over a group; empty: the camera is a group of its own
    CameraKind kind = CameraKind::stream;
    std::string address;  // as media::SourceOptions::address, without user and password; empty for edge
    std::string user;
    bool tcp = true;    // RTSP over TCP; false: UDP
    bool loop = false;  // a file starts again at its end
    bool enabled = true;
    std::optional<DeviceId> device;  // edge only, then needed: the access device whose API key delivers; a device serves one camera
};
struct Camera : CameraSettings {
    CameraId id;
    WallTime created_at;
    std::int64_t version = 1;  // goes up with every change: the ETag
    bool has_password = false;
    // Whose configuration holds for it: its group, or its own id when it has none.
    std::string scope() const { return group.empty() ? id.text() : group; }
};
struct ScopeConfig {
    std::string scope;         // a group's name or a camera's id (32 hexadecimal digits, which no group may be called)
    std::string json;          // an AnalysisConfig as analysis/config.h reads it; its regions name cameras by their names
    std::int64_t version = 0;  // 0: never set, the default configuration holds
};

// Thread-safe; kept in memory. Store `events`, passwords sealed. kCameraInvalid, kCameraNotFound, kCameraNameTaken, kCameraDeviceTaken,
// kVersionChanged when `version` is not the newest. Every change goes to the ledger.
class Cameras {
public:
    static Result<std::unique_ptr<Cameras>> open(RecordParts parts);
    Result<Camera> add(CameraSettings settings, const SecretBytes& password, const Actor& actor);
    // password: null keeps the old one, an empty one removes it. version: nullopt overwrites whatever is there.
    // A new name is carried over to the regions of its configuration; captures and alerts keep the name of their time.
    Result<Camera> update(const CameraId& id, CameraSettings settings, const SecretBytes* password, std::optional<std::int64_t> version,
                          const Actor& actor);
    Status remove(const CameraId& id, const Actor& actor);
    Result<Camera> get(const CameraId& id) const;
    std::vector<Camera> list() const;  // by name
    // The camera a device delivers for (C10); nullopt when it delivers for none.
    std::optional<Camera> of_device(const DeviceId& device) const;
    // For the pipeline alone; null when there is none.
    Result<std::shared_ptr<const SecretBytes>> password(const CameraId& id) const;

    Result<ScopeConfig> config(const std::string& scope) const;
    // The configuration is checked as a whole (kConfigValue and the like, see config.h).
    Result<ScopeConfig> set_config(const std::string& scope, const std::string& json, std::optional<std::int64_t> version,
                                   const Actor& actor);
    // Called after every change, on the changing thread; may read, must not change. For the pipeline.
    void on_change(std::function<void()> listener);

private:
    explicit Cameras(RecordParts parts);
    Status load();
    Status check_free(const CameraSettings& settings, const CameraId& self) const;
    // The scope's configuration with its regions on another name; nothing when none of them is touched.
    Result<std::optional<ScopeConfig>> renamed_config(const std::string& scope, const std::string& from, const std::string& to) const;
    void changed();
    RecordParts parts_;
    std::mutex writing_;  // one change at a time, from its checks to the memory
    mutable std::shared_mutex mutex_;
    std::map<CameraId, Camera> cameras_;
    std::map<std::string, ScopeConfig> configs_;
    std::function<void()> listener_;
};

}  // namespace md::analysis
