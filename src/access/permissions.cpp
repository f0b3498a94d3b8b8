#include "access/permissions.h"

#include <array>
#include <nlohmann/json.hpp>

namespace md::access {
namespace {

struct RoleRow {
    Role role;
    std::string_view name;
    Permissions permissions;
};
struct DeviceRow {
    DeviceKind kind;
    std::string_view name;
    Permissions permissions;
};

using P = Permission;

// A small site has one person in charge, so an administrator may do everything an operator of the system can do; a larger site gives its
// people the narrower roles. Nobody but administrators manages accounts, devices, certificates and where events are sent to. An auditor
// reads how alerts were handled and sees no face. B9
constexpr std::array<RoleRow, 4> kRoleTable{{
    {Role::administrator,
     "administrator",
     {P::own_account,   P::manage_users,  P::manage_devices,  P::manage_certificates, P::manage_settings,
      P::read_settings, P::read_ledger,   P::read_persons,    P::write_persons,       P::read_notices,
      P::write_notices, P::verify,        P::identify,        P::read_events,         P::read_deletions,
      P::manage_doors,  P::open_doors,    P::view_video,      P::manage_cameras,      P::read_captures,
      P::read_alerts,   P::handle_alerts, P::read_statistics, P::manage_watch_lists,  P::manage_webhooks}},
    {Role::operator_,
     "operator",
     {P::own_account, P::read_settings, P::read_persons, P::write_persons, P::read_notices, P::write_notices, P::verify, P::identify,
      P::read_events, P::read_deletions, P::manage_doors, P::open_doors, P::view_video, P::manage_cameras, P::read_captures, P::read_alerts,
      P::handle_alerts, P::read_statistics, P::manage_watch_lists}},
    {Role::guard,
     "guard",
     {P::own_account, P::verify, P::identify, P::read_events, P::open_doors, P::view_video, P::read_captures, P::read_alerts,
      P::handle_alerts}},
    {Role::auditor,
     "auditor",
     {P::own_account, P::read_settings, P::read_ledger, P::read_notices, P::read_events, P::read_deletions, P::read_alerts,
      P::read_statistics}},
}};
constexpr std::array<DeviceRow, 3> kDeviceTable{{
    {DeviceKind::camera, "camera", {P::intake}},
    {DeviceKind::terminal, "terminal", {P::verify, P::identify, P::open_doors}},
    {DeviceKind::program,
     "program",
     {P::verify, P::identify, P::read_events, P::read_notices, P::read_persons, P::write_persons, P::intake, P::read_alerts,
      P::handle_alerts, P::read_statistics}},
}};
constexpr std::array<std::string_view, kPermissionCount> kPermissionNames{
    "own_account",        "manage_users",   "manage_devices", "manage_certificates", "manage_settings", "read_settings",
    "read_ledger",        "read_persons",   "write_persons",  "read_notices",        "write_notices",   "verify",
    "identify",           "read_events",    "read_deletions", "manage_doors",        "open_doors",      "intake",
    "view_video",         "manage_cameras", "read_captures",  "read_alerts",         "handle_alerts",   "read_statistics",
    "manage_watch_lists", "manage_webhooks"};

}  // namespace

std::string_view to_string(Role role) { return kRoleTable[static_cast<std::size_t>(role)].name; }
std::string_view to_string(DeviceKind kind) { return kDeviceTable[static_cast<std::size_t>(kind)].name; }
std::string_view to_string(Permission permission) { return kPermissionNames[static_cast<std::size_t>(permission)]; }

std::optional<Role> role_from(std::string_view text) {
    for (const auto& row : kRoleTable) {
        if (row.name == text) return row.role;
    }
    return std::nullopt;
}

std::optional<DeviceKind> device_kind_from(std::string_view text) {
    for (const auto& row : kDeviceTable) {
        if (row.name == text) return row.kind;
    }
    return std::nullopt;
}

std::optional<Permission> permission_from(std::string_view text) {
    for (std::size_t i = 0; i < kPermissionCount; ++i) {
        if (kPermissionNames[i] == text) return static_cast<Permission>(i);
    }
    return std::nullopt;
}

std::vector<std::string> Permissions::names() const {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < kPermissionCount; ++i) {
        if (has(static_cast<Permission>(i))) names.emplace_back(kPermissionNames[i]);
    }
    return names;
}

Permissions permissions_of(Role role) { return kRoleTable[static_cast<std::size_t>(role)].permissions; }
Permissions permissions_of(DeviceKind kind) { return kDeviceTable[static_cast<std::size_t>(kind)].permissions; }

std::string permission_table_json() {
    nlohmann::ordered_json table;
    for (const auto& row : kRoleTable) table["roles"][std::string(row.name)] = row.permissions.names();
    for (const auto& row : kDeviceTable) table["devices"][std::string(row.name)] = row.permissions.names();
    return table.dump();
}

std::string Caller::actor() const {
    if (user) return user->text();
    if (device) return "device:" + device->text();
    return "system";
}

Caller Caller::system() {
    Caller caller;
    for (std::size_t i = 0; i < kPermissionCount; ++i) caller.permissions.add(static_cast<Permission>(i));
    return caller;
}

}  // namespace md::access
