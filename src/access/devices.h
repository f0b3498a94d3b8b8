#pragma once
// API keys of devices and programs. A key ("md_" and 256 bits) is shown once, only its digest is stored, and it works only with the client
// certificate or from the addresses it is bound to. D10, D11, D19.
#include <optional>
#include <string>
#include <vector>

#include "access/permissions.h"
#include "base/clock.h"
#include "base/result.h"
#include "base/secret.h"

namespace md::access {

struct Context;

struct DeviceBinding {                    // at least one of both; with both, both must fit
    std::string certificate_fingerprint;  // hex SHA-256 of the DER client certificate
    std::vector<std::string> addresses;   // CIDR, v4 or v6, at most 32
};
struct NewDevice {
    std::string name;  // 1 to 64 visible characters
    DeviceKind kind = DeviceKind::terminal;
    std::optional<DoorId> door;
    DeviceBinding bound_to;
    std::optional<Permissions> permissions;  // fewer than the kind has; kBadInput if more
    std::optional<WallTime> expires_at;
};
struct Device {
    DeviceId id;
    std::string name;
    DeviceKind kind = DeviceKind::terminal;
    std::optional<DoorId> door;
    DeviceBinding bound_to;
    Permissions permissions;
    WallTime created_at{};
    std::optional<WallTime> expires_at, last_used_at, revoked_at;
};
struct CreatedDevice {
    Device device;
    SecretBytes key;  // text, shown once
};

// Thread-safe. Changes need Permission::manage_devices and are in the ledger.
class Devices {
public:
    explicit Devices(Context& context) : context_(context) {}
    Result<CreatedDevice> create(const Caller& by, const NewDevice& device);  // kDeviceUnbound, kAddressInvalid, kBadInput
    Result<std::vector<Device>> list();                                       // revoked ones too, by time of creation
    Status revoke(const Caller& by, const DeviceId& device);                  // idempotent; kDeviceUnknown
    // A bearer key from a request. peer_certificate: DER of the TLS client certificate, empty if none. kDeviceRefused, kDeviceElsewhere;
    // refusals are in the ledger, at most one a minute a device or address.
    Result<Caller> authenticate(std::string_view key, std::string_view address, ByteView peer_certificate);

private:
    Context& context_;
};

}  // namespace md::access
