// Accounts of operators. D11, D19.
#include "api/convert.h"

namespace md::api {
namespace {

Out with_password(const access::User& user, const SecretBytes& password) {
    return {{"user", to_out(user)}, {"one_time_password", as_text(password.view())}};
}

access::UserChange change_in(const Json& body) {
    access::UserChange change;
    if (body.contains("name")) change.name = text(body, "name");
    if (body.contains("role")) change.role = access::role_from(view(body.at("role")));
    if (body.contains("enabled")) change.enabled = body.at("enabled").get<bool>();
    if (body.contains("language")) change.language = language_in(view(body.at("language")));
    return change;
}

}  // namespace

void add_users(Operations& operations, const PlatformParts& parts) {
    auto& users = parts.access->users();
    operations.on("list_users", [&users](Call&) -> Answer {
        MD_API_ASSIGN(const auto list, users.list());
        return answer({{"items", items(list, [](const access::User& user) { return to_out(user); })}});
    });
    operations.on("create_user", [&users](Call& call) -> Answer {
        access::NewUser user{text(call.body, "name"), access::role_from(view(call.body.at("role"))).value(),
                             language_in(text_or_empty(call.body, "language"))};
        MD_API_ASSIGN(const auto created, users.create(call.caller, user));
        return answer(with_password(created.user, created.one_time_password), 201);
    });
    operations.on("get_user", [&users](Call& call) -> Answer {
        MD_API_ASSIGN(const auto user, users.get(call.id<UserId>("user_id")));
        return answer(to_out(user));
    });
    operations.on("update_user", [&users](Call& call) -> Answer {
        MD_API_ASSIGN(const auto user, users.update(call.caller, call.id<UserId>("user_id"), change_in(call.body)));
        return answer(to_out(user));
    });
    operations.on("delete_user", [&users](Call& call) -> Answer {
        MD_API_TRY(users.remove(call.caller, call.id<UserId>("user_id")));
        return no_content();
    });
    operations.on("reset_user", [&users](Call& call) -> Answer {
        const auto id = call.id<UserId>("user_id");
        MD_API_ASSIGN(const auto password, users.reset(call.caller, id));
        MD_API_ASSIGN(const auto user, users.get(id));
        return answer(with_password(user, password));
    });
    operations.on("update_own_account", [&users](Call& call) -> Answer {
        MD_API_ASSIGN(const auto user, users.set_language(call.caller, language_in(view(call.body.at("language")))));
        return answer(to_out(user));
    });
    operations.on("change_own_password", [&users](Call& call) -> Answer {
        MD_API_TRY(users.change_password(call.caller, secret(call.body, "old"), secret(call.body, "new")));
        return no_content();
    });
}

}  // namespace md::api
