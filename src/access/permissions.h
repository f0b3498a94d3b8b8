#pragma once
// Who may do what, as data. Roles of operators and kinds of devices each have one row of permissions. B9, D11.
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.h"

namespace md::access {

enum class Role { administrator, operator_, guard, auditor };
std::string_view to_string(Role role);  // "administrator", "operator", "guard", "auditor"
std::optional<Role> role_from(std::string_view text);
inline constexpr Role kRoles[] = {Role::administrator, Role::operator_, Role::guard, Role::auditor};

enum class DeviceKind { camera, terminal, program };
std::string_view to_string(DeviceKind kind);
std::optional<DeviceKind> device_kind_from(std::string_view text);
inline constexpr DeviceKind kDeviceKinds[] = {DeviceKind::camera, DeviceKind::terminal, DeviceKind::program};

enum class Permission {
    own_account,          // own password, factors, sessions: the only thing left while a password must be changed
    manage_users,         // accounts, their roles and sessions
    manage_devices,       // API keys
    manage_certificates,  // the authority
    manage_settings,      // retention terms, calibration, basis of thresholds, clock
    read_settings,        // system state, compliance, calibration, retention terms
    read_ledger,
    read_persons,   // includes names in answers
    write_persons,  // persons, consents, images, import, deletion
    read_notices,
    write_notices,
    verify,    // 1:1
    identify,  // 1:N
    read_events,
    read_deletions,  // deletion proofs, what is due
    manage_doors,    // doors, schedules, block list
    open_doors,      // take a door decision
    intake,          // deliver pictures and events (GA/T 1400 and the like)
    // Face analysis (S3):
    view_video,          // live pictures and boxes
    manage_cameras,      // cameras, regions, schedules, rules
    read_captures,       // includes the pictures of faces, also those kept as evidence
    read_alerts,         // without pictures
    handle_alerts,       // acknowledge, comment, close; sees the evidence
    read_statistics,     // numbers alone
    manage_watch_lists,  // lists, their basis and entries
    manage_webhooks,     // where events are sent to
};
inline constexpr std::size_t kPermissionCount = static_cast<std::size_t>(Permission::manage_webhooks) + 1;
std::string_view to_string(Permission permission);
std::optional<Permission> permission_from(std::string_view text);

// A set of permissions; a value type.
class Permissions {
public:
    constexpr Permissions() = default;
    constexpr Permissions(std::initializer_list<Permission> list) {
        for (const auto permission : list) bits_ |= bit(permission);
    }
    constexpr bool has(Permission permission) const { return (bits_ & bit(permission)) != 0; }
    constexpr Permissions common_with(Permissions other) const {
        other.bits_ &= bits_;
        return other;
    }
    constexpr bool within(Permissions other) const { return (bits_ & ~other.bits_) == 0; }
    constexpr bool empty() const { return bits_ == 0; }
    constexpr void add(Permission permission) { bits_ |= bit(permission); }
    std::vector<std::string> names() const;
    constexpr bool operator==(const Permissions&) const = default;

private:
    static constexpr std::uint32_t bit(Permission permission) { return 1u << static_cast<unsigned>(permission); }
    std::uint32_t bits_ = 0;
};

// The table.
Permissions permissions_of(Role role);
Permissions permissions_of(DeviceKind kind);
// {"roles": {"administrator": [...], ...}, "devices": {...}} for the console and `miandun config`.
std::string permission_table_json();

// Whoever calls: a signed-in user, a device, or the machine itself. Made by Sessions, Devices and Caller::system().
struct Caller {
    std::optional<UserId> user;
    std::optional<SessionId> session;
    std::optional<DeviceId> device;
    std::optional<DoorId> door;  // of a device that belongs to a door
    std::optional<Role> role;    // of a user
    Permissions permissions;     // already reduced to own_account while a password must be changed
    bool must_change_password = false;

    bool may(Permission permission) const { return permissions.has(permission); }
    // For the ledger: the user's id, "device:<id>", or "system".
    std::string actor() const;
    // The command line on the machine itself and scheduled work: may do everything.
    static Caller system();
};

}  // namespace md::access
