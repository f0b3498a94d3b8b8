#pragma once
// A small certificate authority: for the console, for operators' terminals and for devices. D9: mutual authentication, all certificates
// managed centrally.
#include <filesystem>
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
    Bytes certificate;                      // DER
    std::optional<crypto::PrivateKey> key;  // only when the authority made it
    std::string serial;                     // hex
};
struct Record {  // what the authority keeps about every certificate it issued
    std::string serial, common_name, fingerprint;
    Kind kind;
    WallTime not_before, not_after;
    std::optional<WallTime> revoked_at;
    std::string revocation_reason;
};

// Files in one folder, one process at a time (kAlreadyRunning): ca.crt (PEM, to hand out), ca.key (the key with its certificate, sealed
// under the root key), issued.jsonl and issued.head (chained with HMAC: a changed, moved, removed or cut-off entry is kAuthorityBroken; an
// older copy of the whole folder is not noticed here, the ledger knows better), crl.der. Thread-safe; every change is on disk before it
// returns. A cii installation keeps a second authority of Profile::general in a folder of its own for the console's listener
// (TlsPolicy::browser()) and the operators' browsers, which know no SM2.
class Authority {
public:
    // Makes a new authority when the folder holds none.
    static Result<std::unique_ptr<Authority>> open(Profile profile, const std::filesystem::path& folder, const SecretBytes& root_key,
                                                   const Clock& clock, Random& random);
    virtual ~Authority() = default;
    virtual Bytes certificate() const = 0;  // DER of the root
    // Lifetimes by kind: server and gateway 397 days, user and device 825 days.
    virtual Result<Issued> issue(Kind kind, const std::string& common_name, const std::vector<std::string>& dns_names,
                                 const std::vector<std::string>& ip_addresses) = 0;
    // Names of the request are granted to servers, gateways and devices; a user's certificate carries only the common name.
    virtual Result<Issued> sign_request(Kind kind, ByteView pkcs10) = 0;
    virtual Status revoke(const std::string& serial, std::string_view reason) = 0;
    virtual bool accepted(ByteView certificate, Kind kind) const = 0;  // issued here, in its time, of this kind, not revoked
    virtual std::vector<Record> list() const = 0;
    // Valid for seven days, renewed when older than one.
    virtual Bytes crl() const = 0;
    virtual Result<Bytes> certificate_of(const std::string& serial) const = 0;  // DER of any certificate issued here
};

// For those who hold no authority, such as gateways: the peer's certificate comes from this root, is in its time, of this kind and not on
// the list. An expired list refuses everyone.
Status check_peer(ByteView certificate, Kind kind, ByteView root, const crypto::RevocationList& revoked, WallTime now);
// Key, certificate and root in one file for a browser or a device. Only for what issue() made. D11
Result<Bytes> export_pkcs12(const Authority& authority, const Issued& issued, ByteView password, std::string_view friendly_name);

}  // namespace md::pki
