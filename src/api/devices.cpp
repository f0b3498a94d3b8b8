// Devices and their keys. D4, D9, D10.
#include "api/convert.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

Out to_out(const access::Device& device) {
    Out bound = Out::object();
    if (!device.bound_to.certificate_fingerprint.empty()) bound["certificate"] = device.bound_to.certificate_fingerprint;
    if (!device.bound_to.addresses.empty()) bound["addresses"] = device.bound_to.addresses;
    return {{"id", device.id.text()},
            {"name", device.name},
            {"kind", access::to_string(device.kind)},
            {"door_id", to_out(device.door)},
            {"bound_to", std::move(bound)},
            {"permissions", device.permissions.names()},
            {"created_at", to_out(device.created_at)},
            {"expires_at", to_out(device.expires_at)},
            {"last_used_at", to_out(device.last_used_at)},
            {"revoked_at", to_out(device.revoked_at)}};
}

access::NewDevice device_in(const Json& body) {
    access::NewDevice device;
    device.name = text(body, "name");
    device.kind = access::device_kind_from(view(body.at("kind"))).value();
    if (body.contains("door_id")) device.door = id_of<DoorId>(view(body.at("door_id")));
    device.bound_to.certificate_fingerprint = text_or_empty(body.at("bound_to"), "certificate");
    device.bound_to.addresses = texts(body.at("bound_to"), "addresses");
    if (body.contains("permissions")) {
        device.permissions.emplace();
        for (const auto& name : texts(body, "permissions")) device.permissions->add(access::permission_from(name).value());
    }
    device.expires_at = time_in(body, "expires_at");
    return device;
}

}  // namespace

void add_devices(Operations& operations, const PlatformParts& parts) {
    auto& devices = parts.access->devices();
    auto& doors = *parts.doors;
    operations.on("list_devices", [&devices](Call&) -> Answer {
        MD_API_ASSIGN(const auto list, devices.list());
        return answer({{"items", items(list, [](const access::Device& device) { return to_out(device); })}});
    });
    operations.on("create_device", [&devices, &doors](Call& call) -> Answer {
        const auto device = device_in(call.body);
        if (device.door) MD_API_TRY(doors.get(*device.door));
        MD_API_ASSIGN(const auto created, devices.create(call.caller, device));
        return answer({{"device", to_out(created.device)}, {"api_key", as_text(created.key.view())}}, 201);
    });
    operations.on("delete_device", [&devices](Call& call) -> Answer {
        MD_API_TRY(devices.revoke(call.caller, call.id<DeviceId>("device_id")));
        return no_content();
    });
}

}  // namespace md::api
