#include "access/sessions.h"

#include "access/context.h"
#include "access/errors.h"
#include "access/session_start.h"

namespace md::access {
namespace {

constexpr std::size_t kTokenBytes = 32;
constexpr std::size_t kAgentBytes = 200;

std::string csrf_of(Context& context, std::string_view token) {
    return to_base64url(context.suite().hmac(context.csrf_key.view(), as_bytes(token)));
}

Permissions permissions_now(const Account& account, bool must_change) {
    const auto all = permissions_of(account.role);
    return must_change ? all.common_with({Permission::own_account}) : all;
}

SignedIn signed_in(Context& context, const Account& account, const SessionInfo& session, std::string_view token) {
    SignedIn answer;
    answer.user = account.user();
    const bool must_change = must_change_password(context, account);
    answer.user.must_change_password = must_change;
    answer.caller.user = account.id;
    answer.caller.session = session.id;
    answer.caller.role = account.role;
    answer.caller.permissions = permissions_now(account, must_change);
    answer.caller.must_change_password = must_change;
    answer.csrf_token = csrf_of(context, token);
    answer.expires_at = session.expires_at;
    return answer;
}

}  // namespace

bool must_change_password(const Context& context, const Account& account) {
    if (account.must_change_password) return true;
    const auto& lifetime = context.options.password_lifetime;
    return lifetime && context.clock.wall() - account.password_changed_at >= *lifetime;
}

Result<SignedIn> start_session(Context& context, store::Queries& queries, const Account& account, const Origin& from) {
    SessionInfo session;
    session.id = SessionId::random(context.random);
    session.user = account.id;
    session.address = from.address;
    session.agent = from.agent.substr(0, kAgentBytes);
    session.created_at = session.last_seen_at = context.clock.wall();
    session.expires_at = context.sessions.end_of(session.created_at);
    SecretBytes token(as_bytes(to_base64url(context.random.secret(kTokenBytes).view())));
    MD_TRY(context.sessions.insert(queries, session, context.suite().digest(token.view())));
    auto answer = signed_in(context, account, session, as_text(token.view()));
    answer.token = std::move(token);
    return answer;
}

// D11
Result<SignedIn> Sessions::authenticate(std::string_view token) {
    MD_ASSIGN(const auto session, context_.sessions.use(context_.suite().digest(as_bytes(token))));
    if (!session) return fail(errors::kNotSignedIn);
    MD_ASSIGN(const auto account, context_.accounts.by_id(context_.database(), session->user));
    if (!account || !account->enabled) return fail(errors::kNotSignedIn);
    return signed_in(context_, *account, *session, token);
}

Status Sessions::check_csrf(const SignedIn& session, std::string_view csrf_token) {
    if (!equal_constant_time(as_bytes(session.csrf_token), as_bytes(csrf_token))) return fail(errors::kCsrf);
    return {};
}

// D19
Status Sessions::sign_out(const Caller& by) {
    if (!by.session || !by.user) return fail(errors::kNotSignedIn);
    return context_.accounts.transaction([&](store::Queries& queries) -> Result<ledger::Entry> {
        MD_TRY(context_.sessions.erase(queries, *by.session));
        return make_entry(by.actor(), "user.sign_out", by.user->text(), "ok", {{"session", by.session->text()}});
    });
}

Result<std::vector<SessionInfo>> Sessions::list(const Caller& by) {
    if (!by.may(Permission::manage_users)) MD_TRY(require_own_account(by));
    MD_ASSIGN(auto sessions, context_.sessions.all(context_.database()));
    if (!by.may(Permission::manage_users)) std::erase_if(sessions, [&](const SessionInfo& session) { return session.user != *by.user; });
    return sessions;
}

// D19
Status Sessions::end(const Caller& by, const SessionId& session) {
    if (!by.may(Permission::manage_users)) MD_TRY(require_own_account(by));
    return context_.accounts.transaction([&](store::Queries& queries) -> Result<ledger::Entry> {
        MD_ASSIGN(const auto found, context_.sessions.by_id(queries, session));
        // Another user's session is answered like none at all.
        if (!found || (!by.may(Permission::manage_users) && found->user != *by.user)) return fail(errors::kSessionUnknown);
        MD_TRY(context_.sessions.erase(queries, session));
        return make_entry(by.actor(), "user.session_ended", found->user.text(), "ok", {{"session", session.text()}});
    });
}

Status Sessions::remove_expired() { return context_.sessions.erase_expired(); }

}  // namespace md::access
