#pragma once
// What a certificate is for, as it stands in the certificate: extended key usage and the URI urn:miandun:kind:<name>.
#include "pki/authority.h"

namespace md::pki {

std::optional<Kind> kind_from(std::string_view text);
std::chrono::days lifetime(Kind kind);
// The parts of a request that follow from the kind.
crypto::CertificateRequest request_for(Kind kind);
bool is_of_kind(const crypto::CertificateInfo& info, Kind kind);

}  // namespace md::pki
