#include "access/devices.h"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "access/addresses.h"
#include "access/context.h"
#include "access/errors.h"
#include "base/errors.h"
#include "crypto/certificate.h"
#include "store/errors.h"

namespace md::access {
namespace {

using Json = nlohmann::json;

constexpr std::size_t kKeyBytes = 32, kNameCharacters = 64, kMaxAddresses = 32, kFingerprintHex = 64;
constexpr std::string_view kKeyPrefix = "md_";
constexpr std::chrono::minutes kWriteEvery{1};
constexpr std::string_view kSelect = "SELECT id, last_used_at, sealed FROM access_devices";
constexpr std::string_view kClause = "D10";

store::Place place_of(const DeviceId& id) { return {store::Store::identities, "access_devices", "sealed", id.view()}; }

Status check(const NewDevice& device) {
    if (!visible_text(device.name, kNameCharacters)) return fail(errors::kBadInput, "name");
    if (device.permissions && !device.permissions->within(permissions_of(device.kind))) return fail(errors::kBadInput, "permissions");
    const auto& binding = device.bound_to;
    if (binding.certificate_fingerprint.empty() && binding.addresses.empty()) return fail(errors::kDeviceUnbound);
    if (binding.addresses.size() > kMaxAddresses) return fail(errors::kBadInput, "addresses");
    for (const auto& range : binding.addresses) MD_TRY(AddressRange::parse(range));
    const auto& fingerprint = binding.certificate_fingerprint;
    if (!fingerprint.empty() && (fingerprint.size() != kFingerprintHex || !from_hex(fingerprint)))
        return fail(errors::kBadInput, "fingerprint");
    return {};
}

std::string lower_hex(const std::string& hex) {
    const auto bytes = from_hex(hex);
    return bytes ? to_hex(*bytes) : std::string();
}

Json optional_micros(const std::optional<WallTime>& time) { return time ? Json(to_micros(*time)) : Json(nullptr); }
std::optional<WallTime> optional_time(const Json& value) {
    return value.is_null() ? std::nullopt : std::optional(from_micros(value.get<std::int64_t>()));
}

Result<Bytes> seal(Context& context, const Device& device) {
    const Json json = {{"name", device.name},
                       {"kind", to_string(device.kind)},
                       {"door", device.door ? Json(device.door->text()) : Json(nullptr)},
                       {"certificate", device.bound_to.certificate_fingerprint},
                       {"addresses", device.bound_to.addresses},
                       {"permissions", device.permissions.names()},
                       {"created_at", to_micros(device.created_at)},
                       {"expires_at", optional_micros(device.expires_at)},
                       {"revoked_at", optional_micros(device.revoked_at)}};
    return context.stores.keyring->seal(place_of(device.id), as_bytes(json.dump()));
}

Device device_from(const DeviceId& id, const Json& json) {
    Device device;
    device.id = id;
    device.name = json.at("name");
    device.kind = device_kind_from(json.at("kind").get_ref<const std::string&>()).value();
    if (!json.at("door").is_null()) device.door = DoorId::from_text(json.at("door").get_ref<const std::string&>());
    device.bound_to = {json.at("certificate"), json.at("addresses").get<std::vector<std::string>>()};
    for (const auto& name : json.at("permissions")) device.permissions.add(permission_from(name.get_ref<const std::string&>()).value());
    device.created_at = from_micros(json.at("created_at"));
    device.expires_at = optional_time(json.at("expires_at"));
    device.revoked_at = optional_time(json.at("revoked_at"));
    return device;
}

Result<Device> open(Context& context, const store::Row& row) try {
    const auto id = DeviceId::from_bytes(row.blob(0));
    if (!id) return fail(errors::kStoreCorrupt, "access_devices: id");
    MD_ASSIGN(const auto plaintext, context.stores.keyring->open(place_of(*id), row.blob(2)));
    auto device = device_from(*id, Json::parse(as_text(plaintext.view())));
    if (!row.null(1)) device.last_used_at = from_micros(row.integer(1));
    return device;
} catch (const std::exception&) {
    return fail(errors::kStoreCorrupt, "access_devices: sealed");
}

// The handshake checked it, which may be hours ago: a connection that stays open must not outlive a revocation. D9
bool still_accepted(const pki::Authority& authority, ByteView certificate) {
    return std::ranges::any_of(std::array{pki::Kind::device, pki::Kind::gateway, pki::Kind::user},
                               [&](pki::Kind kind) { return authority.accepted(certificate, kind); });
}

bool fits(const DeviceBinding& binding, const Address& address, ByteView certificate) {
    if (!binding.certificate_fingerprint.empty()) {
        const auto info = crypto::read_certificate(certificate);
        if (!info || info->sha256_fingerprint != binding.certificate_fingerprint) return false;
    }
    return binding.addresses.empty() || std::ranges::any_of(binding.addresses, [&](const std::string& text) {
               const auto range = AddressRange::parse(text);
               return range && range->contains(address);
           });
}

Status touch(Context& context, const Device& device) {
    const auto now = context.clock.wall();
    if (device.last_used_at && now >= *device.last_used_at && now - *device.last_used_at < kWriteEvery) return {};
    MD_ASSIGN([[maybe_unused]] const auto count,
              context.database().execute("UPDATE access_devices SET last_used_at = ? WHERE id = ?", {to_micros(now), device.id.bytes()}));
    return {};
}

// D19
tl::unexpected<Error> refuse(Context& context, const std::string& who, std::string_view address, const ErrorKind& kind,
                             const char* reason) {
    if (context.device_refusals.take(who + "@" + std::string(address)) == std::chrono::milliseconds::zero()) {
        context.record_refusal(
            make_entry(who, "device.authenticate", who, "refused", {{"reason", reason}, {"address", std::string(address)}}, kClause));
    }
    return fail(kind, reason);
}

}  // namespace

// D10, D19
Result<CreatedDevice> Devices::create(const Caller& by, const NewDevice& wanted) {
    MD_TRY(require(by, Permission::manage_devices));
    MD_TRY(check(wanted));
    CreatedDevice created;
    auto& device = created.device;
    device.id = DeviceId::random(context_.random);
    device.name = wanted.name;
    device.kind = wanted.kind;
    device.door = wanted.door;
    device.bound_to = {lower_hex(wanted.bound_to.certificate_fingerprint), wanted.bound_to.addresses};
    device.permissions = wanted.permissions.value_or(permissions_of(wanted.kind));
    device.created_at = context_.clock.wall();
    device.expires_at = wanted.expires_at;
    const auto secret = context_.random.secret(kKeyBytes);
    created.key = SecretBytes(Writer().text(kKeyPrefix).text(to_base64url(secret.view())).bytes());
    const auto digest = context_.suite().digest(created.key.view());
    MD_TRY(context_.accounts.transaction([&](store::Queries& queries) -> Result<ledger::Entry> {
        MD_ASSIGN(auto sealed, seal(context_, device));
        MD_ASSIGN([[maybe_unused]] const auto count, queries.execute("INSERT INTO access_devices(id, key_digest, sealed) VALUES(?, ?, ?)",
                                                                     {device.id.bytes(), to_bytes(digest), std::move(sealed)}));
        return make_entry(by.actor(), "device.created", device.id.text(), "ok", {{"kind", std::string(to_string(device.kind))}}, kClause);
    }));
    return created;
}

Result<std::vector<Device>> Devices::list() {
    MD_ASSIGN(const auto rows, context_.database().query(kSelect));
    std::vector<Device> devices;
    for (const auto& row : rows) {
        MD_ASSIGN(auto device, open(context_, row));
        devices.push_back(std::move(device));
    }
    std::ranges::sort(devices, {}, &Device::created_at);
    return devices;
}

// D19
Status Devices::revoke(const Caller& by, const DeviceId& id) {
    MD_TRY(require(by, Permission::manage_devices));
    return context_.accounts.transaction([&](store::Queries& queries) -> Result<ledger::Entry> {
        MD_ASSIGN(const auto rows, queries.query(std::string(kSelect) + " WHERE id = ?", {id.bytes()}));
        if (rows.empty()) return fail(errors::kDeviceUnknown);
        MD_ASSIGN(auto device, open(context_, rows.front()));
        if (!device.revoked_at) device.revoked_at = context_.clock.wall();
        MD_ASSIGN(auto sealed, seal(context_, device));
        MD_ASSIGN([[maybe_unused]] const auto count,
                  queries.execute("UPDATE access_devices SET sealed = ? WHERE id = ?", {std::move(sealed), id.bytes()}));
        return make_entry(by.actor(), "device.revoked", id.text(), "ok", {}, kClause);
    });
}

// D10
Result<Caller> Devices::authenticate(std::string_view key, std::string_view address_text, ByteView peer_certificate) {
    MD_ASSIGN(const auto address, Address::parse(address_text));
    const auto digest = context_.suite().digest(as_bytes(key));
    MD_ASSIGN(const auto rows, context_.database().query(std::string(kSelect) + " WHERE key_digest = ?", {to_bytes(digest)}));
    if (rows.empty()) return refuse(context_, "device:unknown", address_text, errors::kDeviceRefused, "unknown key");
    MD_ASSIGN(const auto device, open(context_, rows.front()));
    const auto who = "device:" + device.id.text();
    if (device.revoked_at) return refuse(context_, who, address_text, errors::kDeviceRefused, "revoked");
    if (device.expires_at && context_.clock.wall() >= *device.expires_at)
        return refuse(context_, who, address_text, errors::kDeviceRefused, "expired");
    if (!fits(device.bound_to, address, peer_certificate)) return refuse(context_, who, address_text, errors::kDeviceElsewhere, "binding");
    if (!device.bound_to.certificate_fingerprint.empty() && context_.authority && !still_accepted(*context_.authority, peer_certificate))
        return refuse(context_, who, address_text, errors::kDeviceRefused, "certificate");
    MD_TRY(touch(context_, device));
    Caller caller;
    caller.device = device.id;
    caller.door = device.door;
    caller.permissions = device.permissions;
    return caller;
}

}  // namespace md::access
