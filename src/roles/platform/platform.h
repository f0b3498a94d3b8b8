#pragma once
// The platform: S1 人脸验证, S2 人脸辨识 and S3 人脸分析 behind one HTTPS door. Built bottom up from the house's parts, torn down in
// reverse.
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "access/access.h"
#include "base/files.h"
#include "base/workers.h"
#include "net/http.h"
#include "people/people.h"
#include "pki/authority.h"
#include "recognition/recogniser.h"
#include "roles/platform/config.h"
#include "store/retention.h"

namespace md::roles {

// Everything but the doors, in the order in which it is built. Members die in reverse order.
struct Core {
    // Locks the data, reads the keys, opens the stores, recovers what a crash left, loads the models and the gallery.
    static Result<std::unique_ptr<Core>> open(const PlatformConfig& config, const Clock& clock, Random& random);
    // Stores, ledger and authorities alone: for commands on the data of a stopped service.
    static Result<std::unique_ptr<Core>> open_ground(const PlatformConfig& config, const Clock& clock, Random& random);

    std::optional<FileLock> lock;
    std::shared_ptr<store::Stores> stores;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<pki::Authority> authority;
    std::unique_ptr<pki::Authority> browser_authority;  // cii only: browsers know no SM2, so their listener has certificates of its own
    std::shared_ptr<const vision::Engine> engine;
    std::unique_ptr<Workers> search_workers;
    std::unique_ptr<templates::Gallery> gallery;
    std::unique_ptr<people::People> people;
    std::unique_ptr<recognition::Doors> doors;
    std::unique_ptr<recognition::Events> events;
    std::unique_ptr<recognition::Recogniser> recogniser;
    std::unique_ptr<access::Access> access;
    std::unique_ptr<store::Retention> retention;
};

// The folders of an installation.
struct Places {
    explicit Places(const PlatformConfig& config) : data(config.data) {}
    std::filesystem::path data;
    std::filesystem::path ledger() const { return data / "ledger"; }
    std::filesystem::path authority() const { return data / "authority"; }
    std::filesystem::path browser_authority() const { return data / "authority-browser"; }
    std::filesystem::path stores() const { return data / "stores"; }
};

// A listener's own certificate for all names this machine goes by; renewed a month before it ends. `name` tells listeners apart.
Result<crypto::TlsIdentity> server_identity(Core& core, pki::Authority& authority, const std::string& name, const PlatformConfig& config,
                                            WallTime now);
// What the platform itself does goes to the ledger like what people do. D19
Status note(ledger::Ledger& ledger, ledger::Entry entry);
// D9, D19: who had which certificate issued ("certificate.issued") or revoked ("certificate.revoked"). The API writes the same entries.
Status note_certificate(ledger::Ledger& ledger, std::string actor, std::string action, const std::string& serial, std::string detail_json);
std::vector<std::string> names_of_this_machine(const PlatformConfig& config);
std::vector<std::string> addresses_of_this_machine();

}  // namespace md::roles
