// One's own second factors. D11.
#include "api/convert.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

Out to_out(const access::Factor& factor) {
    return {{"id", factor.id.text()},
            {"kind", access::to_string(factor.kind)},
            {"label", factor.label},
            {"verifies_user", factor.verifies_user},
            {"created_at", to_out(factor.created_at)},
            {"last_used_at", to_out(factor.last_used_at)}};
}

}  // namespace

void add_factors(Operations& operations, const PlatformParts& parts) {
    auto& factors = parts.access->factors();
    operations.on("list_own_factors", [&factors](Call& call) -> Answer {
        MD_API_ASSIGN(const auto list, factors.list(call.session->user.id));
        return answer({{"items", items(list, [](const access::Factor& factor) { return to_out(factor); })}});
    });
    operations.on("offer_own_totp", [&factors](Call& call) -> Answer {
        MD_API_ASSIGN(const auto offer, factors.begin_totp(call.caller));
        return answer({{"secret", offer.secret}, {"uri", offer.uri}, {"qr_svg", offer.qr_svg}});
    });
    operations.on("confirm_own_totp", [&factors](Call& call) -> Answer {
        MD_API_ASSIGN(const auto factor, factors.confirm_totp(call.caller, view(call.body.at("code")), text_or_empty(call.body, "label")));
        return answer(to_out(factor), 201);
    });
    operations.on("offer_own_webauthn", [&factors](Call& call) -> Answer {
        MD_API_ASSIGN(const auto options, factors.begin_webauthn(call.caller));
        return answer({{"options", Out::parse(options)}});
    });
    operations.on("confirm_own_webauthn", [&factors](Call& call) -> Answer {
        const auto credential = call.body.at("credential").dump();
        MD_API_ASSIGN(const auto factor, factors.confirm_webauthn(call.caller, credential, text_or_empty(call.body, "label")));
        return answer(to_out(factor), 201);
    });
    operations.on("bind_own_certificate", [&factors](Call& call) -> Answer {
        MD_API_ASSIGN(const auto factor, factors.add_certificate(call.caller, call.certificate()));
        return answer(to_out(factor), 201);
    });
    operations.on("remove_own_factor", [&factors](Call& call) -> Answer {
        MD_API_TRY(factors.remove(call.caller, call.id<access::FactorId>("factor_id")));
        return no_content();
    });
}

}  // namespace md::api
