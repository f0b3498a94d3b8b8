#include "pki/kind.h"

#include <algorithm>
#include <array>

#include "base/errors.h"
#include "crypto/errors.h"

namespace md::pki {

namespace {

constexpr std::array kKinds{Kind::server, Kind::user, Kind::device, Kind::gateway};

std::string kind_uri(Kind kind) { return "urn:miandun:kind:" + std::string(to_string(kind)); }

bool serves(Kind kind) { return kind == Kind::server || kind == Kind::gateway; }
bool calls(Kind kind) { return kind != Kind::server; }  // a gateway does both

}  // namespace

std::string_view to_string(Kind kind) {
    switch (kind) {
        case Kind::server:
            return "server";
        case Kind::user:
            return "user";
        case Kind::device:
            return "device";
        case Kind::gateway:
            return "gateway";
    }
    throw Fatal(Error(errors::kInternal, "no such kind of certificate"));
}

std::optional<Kind> kind_from(std::string_view text) {
    const auto* found = std::find_if(kKinds.begin(), kKinds.end(), [&](Kind kind) { return to_string(kind) == text; });
    return found == kKinds.end() ? std::nullopt : std::optional(*found);
}

// 397 days: browsers refuse longer server certificates. People and devices renew by hand, so theirs last longer.
std::chrono::days lifetime(Kind kind) { return std::chrono::days(serves(kind) ? 397 : 825); }

crypto::CertificateRequest request_for(Kind kind) {
    return {.organisation = "Miandun", .uris = {kind_uri(kind)}, .for_server = serves(kind), .for_client = calls(kind)};
}

bool is_of_kind(const crypto::CertificateInfo& info, Kind kind) {
    const bool named = std::find(info.uris.begin(), info.uris.end(), kind_uri(kind)) != info.uris.end();
    return named && info.for_server == serves(kind) && info.for_client == calls(kind);
}

Status check_peer(ByteView certificate, Kind kind, ByteView root, const crypto::RevocationList& revoked, WallTime now) {  // D9
    MD_TRY(crypto::verify_issued_by(certificate, root, now));
    MD_ASSIGN(const crypto::CertificateInfo info, crypto::read_certificate(certificate));
    if (!is_of_kind(info, kind)) return fail(errors::kPolicyForbids, "the certificate is of another kind");
    if (now > revoked.next_update) return fail(errors::kPolicyForbids, "the revocation list has expired");
    for (const auto& entry : revoked.revoked)
        if (entry.serial == info.serial) return fail(errors::kPolicyForbids, "the certificate is revoked");
    return {};
}

Result<Bytes> export_pkcs12(const Authority& authority, const Issued& issued, ByteView password, std::string_view friendly_name) {
    if (!issued.key) return fail(errors::kBadInput, "the authority does not hold the key of a signed request");
    return crypto::make_pkcs12(*issued.key, issued.certificate, {authority.certificate()}, password, friendly_name);
}

}  // namespace md::pki
