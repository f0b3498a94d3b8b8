#include "access/sign_in.h"

#include "access/addresses.h"
#include "access/context.h"
#include "access/errors.h"
#include "access/factor_checks.h"
#include "access/session_start.h"

namespace md::access {
namespace {

constexpr std::size_t kChallengeBytes = 32;
constexpr std::size_t kPendingOfUser = 5;
constexpr std::string_view kUnknown = "unknown";  // never what was typed: people type passwords into the wrong field

Result<std::vector<Lockouts::Subject>> lockout_subjects(Context& context, std::string_view name, const Origin& from) {
    MD_ASSIGN(const auto address, Address::parse(from.address));
    return std::vector<Lockouts::Subject>{{Lockouts::Kind::account, context.accounts.name_hash(name)},
                                          {Lockouts::Kind::address, context.accounts.name_hash(address.bucket())}};
}

// Counts a wrong answer and writes down it and what it led to. D19
Status refuse(Context& context, Lockouts::Attempt& attempt, const std::string& user, std::string_view stage, const Error& why,
              const Origin& from) {
    MD_ASSIGN(const auto locks, attempt.failed());
    context.record_refusal(make_entry(user, "user.sign_in", user, "refused",
                                      {{"stage", std::string(stage)}, {"reason", std::string(why.code())}, {"address", from.address}}));
    for (const auto& lock : locks) {
        const bool account = lock.kind == Lockouts::Kind::account;
        context.record_refusal(make_entry("system", "user.locked_out", account ? user : "address", "ok",
                                          {{"seconds", std::to_string(lock.wait.count())},
                                           {"address", from.address},
                                           {"refused_before", std::to_string(lock.refused_before)}}));
    }
    return {};
}

std::vector<FactorKind> methods_of(const Account& account) {
    std::vector<FactorKind> methods;
    for (const auto kind : {FactorKind::webauthn, FactorKind::certificate, FactorKind::totp}) {
        if (account.has(kind)) methods.push_back(kind);
    }
    return methods;
}

SecondStep begin_second_step(Context& context, const Account& account, std::vector<Lockouts::Subject> subjects) {
    PendingSignIn pending{account.id, account.epoch, std::move(subjects), context.random.bytes(kChallengeBytes), {}};
    SecondStep step;
    step.challenge = ChallengeId::random(context.random);
    step.must_enrol = account.factors.empty();
    step.must_change_password = must_change_password(context, account);
    const auto& policy = context.options.webauthn;
    if (step.must_enrol) {
        pending.totp_secret = make_totp_secret(context);
        step.totp = totp_enrolment(pending.totp_secret.view(), context.options.totp_issuer, account.name, context.options.totp);
        step.webauthn_options = webauthn_creation_options(policy, pending.webauthn_challenge, account.id.view(), account.name, {});
    } else {
        step.methods = methods_of(account);
        const auto ids = credential_ids(account);
        if (!ids.empty()) step.webauthn_options = webauthn_request_options(policy, pending.webauthn_challenge, ids);
    }
    context.sign_ins.keep_fewer_than(kPendingOfUser, [&](const PendingSignIn& other) { return other.user == account.id; });
    context.sign_ins.put(step.challenge, std::move(pending));
    return step;
}

// The second step of every kind: `judge` checks the answer against the account and changes it (used code, counter, new factor). Only after
// it the session begins, in the same transaction. D11, D19
template <class Judge>
Result<SignedIn> finish(Context& context, const ChallengeId& challenge, const Origin& from, std::string_view stage, const Judge& judge) {
    const auto pending = context.sign_ins.attempt(challenge);
    if (!pending) return fail(errors::kChallengeUnknown);
    MD_ASSIGN(auto attempt, context.lockouts.admit(pending->subjects));
    SignedIn answer;
    bool answered_wrong = false;
    const auto user = pending->user.text();
    const auto done = context.accounts.change(pending->user, [&](store::Queries& queries, Account& account) -> Result<ledger::Entry> {
        if (account.epoch != pending->epoch || !account.usable(context.clock.wall())) return fail(errors::kChallengeUnknown);
        if (auto judged = judge(queries, account, *pending); !judged) {
            answered_wrong = true;
            return fail(std::move(judged.error()));
        }
        if (!context.sign_ins.claim(challenge)) return fail(errors::kChallengeUnknown);
        account.last_sign_in_at = context.clock.wall();
        MD_ASSIGN(answer, start_session(context, queries, account, from));
        return make_entry(user, "user.sign_in", user, "ok",
                          {{"stage", std::string(stage)}, {"address", from.address}, {"session", answer.caller.session->text()}});
    });
    if (!done) {
        if (answered_wrong) MD_TRY(refuse(context, attempt, user, stage, done.error(), from));
        return fail(done.error());
    }
    MD_TRY(context.lockouts.clear(pending->subjects.front()));
    return answer;
}

// Enrolment in place of a second factor is open to accounts without one, and only to them.
template <class Make>
Result<SignedIn> finish_enrolment(Context& context, const ChallengeId& challenge, const Origin& from, std::string_view stage,
                                  const Make& make) {
    return finish(context, challenge, from, stage, [&](store::Queries& queries, Account& account, const PendingSignIn& pending) -> Status {
        if (!account.factors.empty()) return fail(errors::kEnrolmentNotAllowed);
        MD_ASSIGN(StoredFactor factor, make(queries, pending));
        account.factors.push_back(std::move(factor));
        return {};
    });
}

}  // namespace

// D11
Result<SecondStep> SignIn::start(std::string_view name, const SecretBytes& password, const Origin& from) {
    MD_ASSIGN(auto subjects, lockout_subjects(context_, name, from));
    MD_ASSIGN(auto attempt, context_.lockouts.admit(subjects));
    MD_ASSIGN(const auto account, context_.accounts.by_name(context_.database(), name));
    MD_ASSIGN(const bool right, context_.passwords.verify(password.view(), account ? account->password_hash : std::string()));
    if (!right || !account->usable(context_.clock.wall())) {
        const Error why(errors::kWrongCredentials);
        MD_TRY(refuse(context_, attempt, account ? account->id.text() : std::string(kUnknown), "password", why, from));
        return fail(why);
    }
    return begin_second_step(context_, *account, std::move(subjects));
}

Result<SignedIn> SignIn::with_totp(const ChallengeId& challenge, std::string_view code, const Origin& from) {
    return finish(context_, challenge, from, "totp",
                  [&](store::Queries&, Account& account, const PendingSignIn&) { return use_totp(account, code, context_.clock.wall()); });
}

Result<SignedIn> SignIn::with_webauthn(const ChallengeId& challenge, std::string_view credential_json, const Origin& from) {
    return finish(context_, challenge, from, "webauthn", [&](store::Queries&, Account& account, const PendingSignIn& pending) {
        return use_webauthn(account, context_.options.webauthn, pending.webauthn_challenge, credential_json, context_.clock.wall());
    });
}

Result<SignedIn> SignIn::with_certificate(const ChallengeId& challenge, ByteView certificate, const Origin& from) {
    return finish(context_, challenge, from, "certificate", [&](store::Queries&, Account& account, const PendingSignIn&) {
        return use_certificate(account, context_.authority, certificate, context_.clock.wall());
    });
}

Result<SignedIn> SignIn::enrol_totp(const ChallengeId& challenge, std::string_view code, const Origin& from) {
    return finish_enrolment(context_, challenge, from, "enrol_totp", [&](store::Queries&, const PendingSignIn& pending) {
        return new_totp(context_, pending.totp_secret.view(), code, {});
    });
}

Result<SignedIn> SignIn::enrol_webauthn(const ChallengeId& challenge, std::string_view credential_json, const Origin& from) {
    return finish_enrolment(context_, challenge, from, "enrol_webauthn", [&](store::Queries& queries, const PendingSignIn& pending) {
        return new_webauthn(context_, queries, pending.webauthn_challenge, credential_json, {});
    });
}

std::chrono::seconds SignIn::retry_after(std::string_view name, const Origin& from) {
    const auto subjects = lockout_subjects(context_, name, from);
    std::chrono::seconds longest{};
    if (!subjects) return longest;
    for (const auto& subject : *subjects) longest = std::max(longest, context_.lockouts.wait(subject));
    return longest;
}

}  // namespace md::access
