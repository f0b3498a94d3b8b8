#include "access/factors.h"

#include "access/context.h"
#include "access/errors.h"
#include "access/factor_checks.h"

namespace md::access {
namespace {

constexpr std::size_t kMaxFactors = 10;
constexpr std::size_t kChallengeBytes = 32;

Result<Account> account_of(Context& context, const UserId& id) {
    MD_ASSIGN(auto account, context.accounts.by_id(context.database(), id));
    if (!account) return fail(errors::kUserUnknown);
    return std::move(*account);
}

// Adds what `make` returns to the user's account. D19
template <class Make>
Result<Factor> add(Context& context, const Caller& by, const UserId& user, const Make& make) {
    Factor added;
    MD_TRY(context.accounts.change(user, [&](store::Queries& queries, Account& account) -> Result<ledger::Entry> {
        if (account.factors.size() >= kMaxFactors) return fail(errors::kTooManyFactors);
        MD_ASSIGN(StoredFactor factor, make(queries, account));
        added = factor.info;
        account.factors.push_back(std::move(factor));
        return make_entry(by.actor(), "user.factor_added", user.text(), "ok",
                          {{"factor", added.id.text()}, {"kind", std::string(to_string(added.kind))}});
    }));
    return added;
}

}  // namespace

Result<std::vector<Factor>> Factors::list(const UserId& user) {
    MD_ASSIGN(const auto account, account_of(context_, user));
    std::vector<Factor> factors;
    for (const auto& factor : account.factors) factors.push_back(factor.info);
    return factors;
}

Result<TotpEnrolment> Factors::begin_totp(const Caller& by) {
    MD_ASSIGN(const auto user, require_own_account(by));
    MD_ASSIGN(const auto account, account_of(context_, user));
    auto secret = make_totp_secret(context_);
    auto enrolment = totp_enrolment(secret.view(), context_.options.totp_issuer, account.name, context_.options.totp);
    context_.totp_enrolments.put(user, {std::move(secret)});
    return enrolment;
}

Result<Factor> Factors::confirm_totp(const Caller& by, std::string_view code, const std::string& label) {
    MD_ASSIGN(const auto user, require_own_account(by));
    const auto pending = context_.totp_enrolments.attempt(user);
    if (!pending) return fail(errors::kChallengeUnknown);
    return add(context_, by, user, [&](store::Queries&, const Account&) -> Result<StoredFactor> {
        MD_ASSIGN(auto factor, new_totp(context_, pending->secret.view(), code, label));
        if (!context_.totp_enrolments.claim(user)) return fail(errors::kChallengeUnknown);
        return factor;
    });
}

Result<WebauthnOptionsJson> Factors::begin_webauthn(const Caller& by) {
    MD_ASSIGN(const auto user, require_own_account(by));
    MD_ASSIGN(const auto account, account_of(context_, user));
    auto challenge = context_.random.bytes(kChallengeBytes);
    auto options = webauthn_creation_options(context_.options.webauthn, challenge, user.view(), account.name, credential_ids(account));
    context_.webauthn_enrolments.put(user, {std::move(challenge)});
    return options;
}

Result<Factor> Factors::confirm_webauthn(const Caller& by, std::string_view credential_json, const std::string& label) {
    MD_ASSIGN(const auto user, require_own_account(by));
    const auto pending = context_.webauthn_enrolments.attempt(user);
    if (!pending) return fail(errors::kChallengeUnknown);
    return add(context_, by, user, [&](store::Queries& queries, const Account&) -> Result<StoredFactor> {
        MD_ASSIGN(auto factor, new_webauthn(context_, queries, pending->challenge, credential_json, label));
        if (!context_.webauthn_enrolments.claim(user)) return fail(errors::kChallengeUnknown);
        return factor;
    });
}

Result<Factor> Factors::add_certificate(const Caller& by, ByteView certificate) {
    MD_ASSIGN(const auto user, require_own_account(by));
    return add(context_, by, user,
               [&](store::Queries&, const Account& account) { return new_certificate(context_, account, certificate); });
}

// D11, D19
Status Factors::remove(const Caller& by, const FactorId& factor) {
    MD_ASSIGN(const auto user, require_own_account(by));
    return context_.accounts.change(user, [&](store::Queries&, Account& account) -> Result<ledger::Entry> {
        const auto* found = account.factor(factor);
        if (!found) return fail(errors::kFactorUnknown);
        if (account.factors.size() == 1) return fail(errors::kLastFactor);
        auto entry = make_entry(by.actor(), "user.factor_removed", user.text(), "ok",
                                {{"factor", factor.text()}, {"kind", std::string(to_string(found->info.kind))}});
        std::erase_if(account.factors, [&](const StoredFactor& known) { return known.info.id == factor; });
        return entry;
    });
}

}  // namespace md::access
