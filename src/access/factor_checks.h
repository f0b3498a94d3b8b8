#pragma once
// Answers to second factors, judged against an account and written into it. Called inside AccountTable::change, so that a code or counter
// cannot be used twice at the same moment. D11
#include "access/account.h"
#include "access/context.h"

namespace md::access {

// kFactorNotAvailable, kCodeWrong, kCodeUsed.
Status use_totp(Account& account, std::string_view code, WallTime now);
// kFactorNotAvailable, kWebauthn...
Status use_webauthn(Account& account, const WebauthnPolicy& policy, ByteView challenge, std::string_view credential_json, WallTime now);
// kFactorNotAvailable, kCertificateRefused.
Status use_certificate(Account& account, const pki::Authority* authority, ByteView certificate, WallTime now);

// New factors; each checks the answer that proves possession.
Result<StoredFactor> new_totp(Context& context, ByteView secret, std::string_view code, const std::string& label);
Result<StoredFactor> new_webauthn(Context& context, store::Queries& queries, ByteView challenge, std::string_view credential_json,
                                  const std::string& label);
Result<StoredFactor> new_certificate(Context& context, const Account& account, ByteView certificate);

SecretBytes make_totp_secret(Context& context);
std::vector<Bytes> credential_ids(const Account& account);

}  // namespace md::access
