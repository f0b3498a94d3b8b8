#include <arpa/inet.h>
#include <ifaddrs.h>
#include <netinet/in.h>
#include <unistd.h>

#include <algorithm>

#include "roles/platform/platform.h"

namespace md::roles {
namespace {

const store::Migration kTables[] = {
    {1, "server identity", "CREATE TABLE platform_identity (name TEXT PRIMARY KEY, certificate BLOB NOT NULL, sealed_key BLOB NOT NULL)"}};
store::Place key_place(const std::string& name) { return {store::Store::keys, "platform_identity", "sealed_key", as_bytes(name)}; }

struct Stored {
    Bytes certificate;
    SecretBytes key;
};

Result<std::optional<Stored>> load(store::Stores& stores, const std::string& name) {
    auto& keys = stores[store::Store::keys];
    MD_TRY(keys.migrate("platform_identity", kTables));
    MD_ASSIGN(const auto rows, keys.query("SELECT certificate, sealed_key FROM platform_identity WHERE name = ?", {name}));
    if (rows.empty()) return std::nullopt;
    MD_ASSIGN(SecretBytes key, stores.keyring->open(key_place(name), rows[0].blob(1)));
    return Stored{rows[0].blob(0), std::move(key)};
}

Status save(store::Stores& stores, const std::string& name, ByteView certificate, ByteView key) {
    MD_ASSIGN(Bytes sealed, stores.keyring->seal(key_place(name), key));
    MD_TRY(
        stores[store::Store::keys].execute("INSERT INTO platform_identity (name, certificate, sealed_key) VALUES (?, ?, ?) ON CONFLICT "
                                           "(name) DO UPDATE SET certificate = excluded.certificate, sealed_key = excluded.sealed_key",
                                           {name, to_bytes(certificate), std::move(sealed)}));
    return {};
}

// Still valid for a month, and for every name the machine has now.
bool still_good(ByteView certificate, const std::vector<std::string>& names, const std::vector<std::string>& addresses, WallTime now) {
    const auto info = crypto::read_certificate(certificate);
    if (!info || info->not_after < now + std::chrono::days(30)) return false;
    const auto has_all = [](const std::vector<std::string>& wanted, const std::vector<std::string>& had) {
        return std::ranges::all_of(wanted, [&](const auto& name) { return std::ranges::find(had, name) != had.end(); });
    };
    return has_all(names, info->dns_names) && has_all(addresses, info->ip_addresses);
}

}  // namespace

std::vector<std::string> names_of_this_machine(const PlatformConfig& config) {
    std::vector<std::string> names{"localhost"};
    char buffer[256] = {};
    if (::gethostname(buffer, sizeof buffer - 1) == 0 && *buffer) names.emplace_back(buffer);
    if (!config.host_name.empty()) names.push_back(config.host_name);
    std::ranges::sort(names);
    names.erase(std::ranges::unique(names).begin(), names.end());
    return names;
}

std::vector<std::string> addresses_of_this_machine() {
    std::vector<std::string> addresses{"127.0.0.1"};
    ifaddrs* list = nullptr;
    if (::getifaddrs(&list) != 0) return addresses;
    for (const auto* at = list; at; at = at->ifa_next) {
        if (!at->ifa_addr || at->ifa_addr->sa_family != AF_INET) continue;
        char text[INET_ADDRSTRLEN] = {};
        ::inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(at->ifa_addr)->sin_addr, text, sizeof text);
        addresses.emplace_back(text);
    }
    ::freeifaddrs(list);
    std::ranges::sort(addresses);
    addresses.erase(std::ranges::unique(addresses).begin(), addresses.end());
    return addresses;
}

Status note_certificate(ledger::Ledger& ledger, std::string actor, std::string action, const std::string& serial, std::string detail_json) {
    return note(ledger, {.actor = std::move(actor),
                         .action = std::move(action),
                         .object = serial,
                         .outcome = "ok",
                         .clause = "D9",
                         .detail_json = std::move(detail_json)});
}

Result<crypto::TlsIdentity> server_identity(Core& core, pki::Authority& authority, const std::string& name, const PlatformConfig& config,
                                            WallTime now) {
    const auto names = names_of_this_machine(config);
    const auto addresses = addresses_of_this_machine();
    MD_ASSIGN(auto stored, load(*core.stores, name));
    if (stored && still_good(stored->certificate, names, addresses, now))
        return crypto::TlsIdentity{{std::move(stored->certificate), authority.certificate()}, std::move(stored->key)};
    MD_ASSIGN(const auto issued, authority.issue(pki::Kind::server, names.back(), names, addresses));
    MD_TRY(note_certificate(*core.ledger, "system", "certificate.issued", issued.serial, R"({"kind":"server","key_made_here":true})"));
    SecretBytes key = issued.key->pkcs8();
    MD_TRY(save(*core.stores, name, issued.certificate, key.view()));
    return crypto::TlsIdentity{{issued.certificate, authority.certificate()}, std::move(key)};
}

}  // namespace md::roles
