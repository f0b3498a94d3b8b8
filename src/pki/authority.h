#pragma once
// A small certificate authority: for the console, for operators' terminals and for devices. D9: mutual authentication, all certificates managed centrally.
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/profile.h"
#include "base/random.h"
#include "base/result.h"
#include "crypto/certificate.h"
#include "crypto/keys.h"

namespace md::pki {

enum class Kind { server, user, device, gateway };
std::string_view to_string(Kind kind);

struct Issued {
    Bytes certificate;                         // DER
    std::optional<crypto::PrivateKey> key;     // only when the authority made it
    std::string serial;                        // hex
};
struct Record {                                // what the authority keeps about every certificate it issued
    std::string serial, common_name, fingerprint;
    Kind kind;
    WallTime not_before, not_after;
    std::optional<WallTime> revoked_at;
    std::string revocation_reason;
};

// Files in one folder: ca.crt, ca.key (sealed under the root key), issued.jsonl, crl.der. Thread-safe; every change is on disk before it returns.
class Authority {
public:
    static Result<std::unique_ptr<Authority>> open(Profile profile, const std::filesystem::path& folder, const SecretBytes& root_key, const Clock& clock, Random& random);
    virtual ~Authority() = default;
    virtual Bytes certificate() const = 0;     // DER of the root
    // Lifetimes by kind: server and gateway 397 days, user and device 825 days.
    virtual Result<Issued> issue(Kind kind, const std::string& common_name, const std::vector<std::string>& dns_names, const std::vector<std::string>& ip_addresses) = 0;
    virtual Result<Issued> sign_request(Kind kind, ByteView pkcs10) = 0;
    virtual Status revoke(const std::string& serial, std::string_view reason) = 0;
    virtual bool accepted(ByteView certificate, Kind kind) const = 0;   // issued here, in its time, of this kind, not revoked
    virtual std::vector<Record> list() const = 0;
    virtual Bytes crl() const = 0;
};

}  // namespace md::pki
