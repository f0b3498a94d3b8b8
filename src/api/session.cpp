// Signing in and sessions. D11, D19: the rules and the ledger entries are access/'s; here is their HTTP form.
#include "api/convert.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

constexpr std::string_view kCookieAttributes = "; Path=/; HttpOnly; SameSite=Strict";

net::Response signed_in(const access::SignedIn& session, bool secure) {
    auto response = answer(to_out(session));
    response.headers.emplace_back("Set-Cookie", "md_session=" + std::string(as_text(session.token.view())) +
                                                    std::string(kCookieAttributes) + (secure ? "; Secure" : ""));
    return response;
}

Out next_step(const access::SecondStep& step) {
    Out options = step.webauthn_options.empty() ? Out(nullptr) : Out::parse(step.webauthn_options);
    if (step.must_enrol) {
        return {{"state", "enrol_factor"},
                {"challenge_id", step.challenge.text()},
                {"totp", {{"secret", step.totp->secret}, {"uri", step.totp->uri}, {"qr_svg", step.totp->qr_svg}}},
                {"webauthn", std::move(options)}};
    }
    return {{"state", "second_factor"},
            {"challenge_id", step.challenge.text()},
            {"methods", items(step.methods, [](access::FactorKind kind) { return access::to_string(kind); })},
            {"webauthn", std::move(options)}};
}

access::ChallengeId challenge_of(const Call& call) { return id_of<access::ChallengeId>(view(call.body.at("challenge_id"))); }
std::string credential_of(const Call& call) { return std::string(std::string_view(call.body.at("credential").dump())); }

Out to_out(const access::SessionInfo& session, const std::map<UserId, std::string>& names, const Call& call) {
    const auto name = names.find(session.user);
    return {{"id", session.id.text()},
            {"user_id", session.user.text()},
            {"user_name", name == names.end() ? "" : name->second},
            {"address", session.address},
            {"user_agent", session.agent},
            {"created_at", to_out(session.created_at)},
            {"last_seen_at", to_out(session.last_seen_at)},
            {"expires_at", to_out(session.expires_at)},
            {"current", call.caller.session == session.id}};
}

}  // namespace

void add_session(Operations& operations, const PlatformParts& parts) {
    auto& access = *parts.access;
    const bool secure = parts.cookie_needs_tls;

    operations.on("begin_session", [&access](Call& call) -> Answer {
        const auto name = text(call.body, "name");
        auto step = access.sign_in().start(name, secret(call.body, "password"), call.origin());
        if (step) return answer(next_step(*step));
        Refusal refusal(step.error());
        if (const auto wait = access.sign_in().retry_after(name, call.origin()); wait.count() > 0) refusal.retry_after = wait;
        return tl::unexpected(std::move(refusal));
    });
    const auto finish = [&operations, secure](const std::string& id, std::function<Result<access::SignedIn>(Call&)> step) {
        operations.on(id, [step = std::move(step), secure](Call& call) -> Answer {
            MD_API_ASSIGN(const auto session, step(call));
            return signed_in(session, secure);
        });
    };
    finish("finish_session_totp",
           [&access](Call& call) { return access.sign_in().with_totp(challenge_of(call), view(call.body.at("code")), call.origin()); });
    finish("finish_session_webauthn",
           [&access](Call& call) { return access.sign_in().with_webauthn(challenge_of(call), credential_of(call), call.origin()); });
    finish("finish_session_certificate",
           [&access](Call& call) { return access.sign_in().with_certificate(challenge_of(call), call.certificate(), call.origin()); });
    finish("enrol_session_totp",
           [&access](Call& call) { return access.sign_in().enrol_totp(challenge_of(call), view(call.body.at("code")), call.origin()); });
    finish("enrol_session_webauthn",
           [&access](Call& call) { return access.sign_in().enrol_webauthn(challenge_of(call), credential_of(call), call.origin()); });

    operations.on("get_session", [](Call& call) -> Answer { return answer(to_out(*call.session)); });
    operations.on("end_session", [&access, secure](Call& call) -> Answer {
        MD_API_TRY(access.sessions().sign_out(call.caller));
        auto response = no_content();
        response.headers.emplace_back("Set-Cookie", "md_session=; Max-Age=0" + std::string(kCookieAttributes) + (secure ? "; Secure" : ""));
        return response;
    });
    operations.on("list_sessions", [&access](Call& call) -> Answer {
        MD_API_ASSIGN(const auto sessions, access.sessions().list(call.caller));
        MD_API_ASSIGN(const auto users, access.users().list());
        std::map<UserId, std::string> names;
        for (const auto& user : users) names[user.id] = user.name;
        return answer({{"items", items(sessions, [&](const access::SessionInfo& session) { return to_out(session, names, call); })}});
    });
    operations.on("end_other_session", [&access](Call& call) -> Answer {
        MD_API_TRY(access.sessions().end(call.caller, call.id<SessionId>("session_id")));
        return no_content();
    });
}

}  // namespace md::api
