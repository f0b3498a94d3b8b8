#include "access/factor_checks.h"

#include <algorithm>

#include "access/errors.h"
#include "crypto/certificate.h"

namespace md::access {
namespace {

constexpr std::size_t kRememberedSteps = 16;  // more than the window holds, also after a small step back of the clock
constexpr std::size_t kLabelCharacters = 64;

StoredFactor make_factor(Context& context, FactorKind kind, std::string label) {
    StoredFactor factor;
    factor.info.id = FactorId::random(context.random);
    factor.info.kind = kind;
    factor.info.label = visible_text(label, kLabelCharacters) ? std::move(label) : std::string(to_string(kind));
    factor.info.created_at = context.clock.wall();
    return factor;
}

void remember_step(StoredFactor& factor, std::int64_t step) {
    factor.used_steps.push_back(step);
    if (factor.used_steps.size() > kRememberedSteps) factor.used_steps.erase(factor.used_steps.begin());
}

}  // namespace

Status use_totp(Account& account, std::string_view code, WallTime now) {
    if (!account.has(FactorKind::totp)) return fail(errors::kFactorNotAvailable);
    for (auto& factor : account.factors) {
        if (factor.info.kind != FactorKind::totp) continue;
        const auto step = match_totp(factor.totp_secret.view(), code, now, factor.totp);
        if (!step) continue;
        // RFC 6238, 5.2: a code is accepted once.
        if (std::ranges::find(factor.used_steps, *step) != factor.used_steps.end()) return fail(errors::kCodeUsed);
        remember_step(factor, *step);
        factor.info.last_used_at = now;
        return {};
    }
    return fail(errors::kCodeWrong);
}

Status use_webauthn(Account& account, const WebauthnPolicy& policy, ByteView challenge, std::string_view credential_json, WallTime now) {
    if (!account.has(FactorKind::webauthn)) return fail(errors::kFactorNotAvailable);
    MD_ASSIGN(const auto id, asserted_credential_id(credential_json));
    const auto factor = std::ranges::find_if(
        account.factors, [&](const StoredFactor& known) { return known.info.kind == FactorKind::webauthn && known.credential.id == id; });
    if (factor == account.factors.end()) return fail(errors::kWebauthnRefused, "credential of another account");
    MD_ASSIGN(const auto assertion, verify_assertion(policy, challenge, factor->credential, credential_json));
    factor->credential.sign_count = assertion.sign_count;
    factor->info.last_used_at = now;
    return {};
}

Status use_certificate(Account& account, const pki::Authority* authority, ByteView certificate, WallTime now) {
    if (!authority || !account.has(FactorKind::certificate)) return fail(errors::kFactorNotAvailable);
    if (certificate.empty() || !authority->accepted(certificate, pki::Kind::user)) return fail(errors::kCertificateRefused);
    MD_ASSIGN(const auto info, crypto::read_certificate(certificate));
    const auto factor = std::ranges::find_if(account.factors, [&](const StoredFactor& known) {
        return known.info.kind == FactorKind::certificate && known.certificate_fingerprint == info.sha256_fingerprint;
    });
    if (factor == account.factors.end()) return fail(errors::kCertificateRefused);
    factor->info.last_used_at = now;
    return {};
}

Result<StoredFactor> new_totp(Context& context, ByteView secret, std::string_view code, const std::string& label) {
    const auto step = match_totp(secret, code, context.clock.wall(), context.options.totp);
    if (!step) return fail(errors::kCodeWrong);
    auto factor = make_factor(context, FactorKind::totp, label);
    factor.totp_secret = SecretBytes(secret);
    factor.totp = context.options.totp;
    remember_step(factor, *step);
    return factor;
}

Result<StoredFactor> new_webauthn(Context& context, store::Queries& queries, ByteView challenge, std::string_view credential_json,
                                  const std::string& label) {
    auto factor = make_factor(context, FactorKind::webauthn, label);
    MD_ASSIGN(factor.credential, verify_registration(context.options.webauthn, challenge, credential_json));
    factor.info.verifies_user = factor.credential.verifies_user;
    // Step 7.1.22: an authenticator belongs to one account.
    MD_ASSIGN(const auto accounts, context.accounts.all(queries));
    for (const auto& account : accounts) {
        const auto ids = credential_ids(account);
        if (std::ranges::find(ids, factor.credential.id) != ids.end()) return fail(errors::kFactorEnrolled);
    }
    return factor;
}

Result<StoredFactor> new_certificate(Context& context, const Account& account, ByteView certificate) {
    if (!context.authority || certificate.empty() || !context.authority->accepted(certificate, pki::Kind::user)) {
        return fail(errors::kCertificateRefused);
    }
    MD_ASSIGN(const auto info, crypto::read_certificate(certificate));
    if (normalised_name(info.common_name) != normalised_name(account.name) && info.common_name != account.id.text()) {
        return fail(errors::kCertificateRefused, "common name");
    }
    const bool known = std::ranges::any_of(account.factors, [&](const StoredFactor& other) {
        return other.info.kind == FactorKind::certificate && other.certificate_fingerprint == info.sha256_fingerprint;
    });
    if (known) return fail(errors::kFactorEnrolled);
    auto factor = make_factor(context, FactorKind::certificate, to_hex(info.serial));
    factor.certificate_fingerprint = info.sha256_fingerprint;
    return factor;
}

SecretBytes make_totp_secret(Context& context) {
    // RFC 4226 section 4: as long as the digest.
    return context.random.secret(context.options.totp.algorithm == "SHA1" ? 20 : 32);
}

std::vector<Bytes> credential_ids(const Account& account) {
    std::vector<Bytes> ids;
    for (const auto& factor : account.factors) {
        if (factor.info.kind == FactorKind::webauthn) ids.push_back(factor.credential.id);
    }
    return ids;
}

}  // namespace md::access
