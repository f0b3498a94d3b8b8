// The authority: every certificate is issued and revoked in one place. D9.
#include "api/convert.h"
#include "api/errors.h"
#include "base/errors.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

constexpr std::size_t kPkcs12PasswordBytes = 12;
constexpr pki::Kind kKinds[] = {pki::Kind::server, pki::Kind::user, pki::Kind::device, pki::Kind::gateway};

pki::Kind kind_in(std::string_view text) {
    return *std::find_if(std::begin(kKinds), std::end(kKinds), [&](pki::Kind kind) { return pki::to_string(kind) == text; });
}

Out to_out(const pki::Record& record) {
    return {{"serial", record.serial},
            {"kind", pki::to_string(record.kind)},
            {"common_name", record.common_name},
            {"fingerprint", record.fingerprint},
            {"not_before", to_out(record.not_before)},
            {"not_after", to_out(record.not_after)},
            {"revoked_at", to_out(record.revoked_at)},
            {"revocation_reason", record.revocation_reason}};
}

Result<pki::Issued> issue(pki::Authority& authority, const Json& body) {
    const auto kind = kind_in(view(body.at("kind")));
    if (body.contains("signing_request")) {
        MD_ASSIGN(const auto request, crypto::from_pem("CERTIFICATE REQUEST", view(body.at("signing_request"))));
        return authority.sign_request(kind, request);
    }
    const auto name = text_or_empty(body, "common_name");
    if (name.empty()) return fail(errors::kBadInput, "neither common_name nor signing_request");
    return authority.issue(kind, name, texts(body, "dns_names"), texts(body, "ip_addresses"));
}

// With a key made here: the key itself and a PKCS#12 file that browsers and phones import, under a password shown beside it, once.
Result<Out> issued_out(const PlatformParts& parts, const pki::Issued& issued, const std::string& name) {
    const auto root = parts.authority->certificate();
    Out out{{"serial", issued.serial},
            {"certificate_pem", crypto::to_pem("CERTIFICATE", issued.certificate)},
            {"root_pem", crypto::to_pem("CERTIFICATE", root)},
            {"private_key_pem", nullptr},
            {"pkcs12", nullptr},
            {"pkcs12_password", nullptr}};
    if (!issued.key) return out;
    const auto password = to_base32(parts.random->bytes(kPkcs12PasswordBytes));
    MD_ASSIGN(const auto file, pki::export_pkcs12(*parts.authority, issued, as_bytes(password), name));
    out["private_key_pem"] = crypto::to_pem("PRIVATE KEY", issued.key->pkcs8().view());
    out["pkcs12"] = to_base64(file);
    out["pkcs12_password"] = password;
    return out;
}

// D19: who had which certificate issued or revoked.
Status note(const PlatformParts& parts, const Call& call, std::string action, const std::string& serial, const Out& detail) {
    ledger::Entry entry;
    entry.actor = call.actor();
    entry.action = std::move(action);
    entry.object = serial;
    entry.outcome = "ok";
    entry.clause = "D9";
    entry.detail_json = detail.dump();
    MD_TRY(parts.ledger->append(std::move(entry)));
    return {};
}

}  // namespace

void add_certificates(Operations& operations, const PlatformParts& parts) {
    operations.on("list_certificates", [parts](Call&) -> Answer {
        return answer({{"items", items(parts.authority->list(), [](const pki::Record& record) { return to_out(record); })}});
    });
    operations.on("issue_certificate", [parts](Call& call) -> Answer {
        MD_API_ASSIGN(const auto issued, issue(*parts.authority, call.body));
        MD_API_TRY(note(parts, call, "certificate.issued", issued.serial,
                        {{"kind", text(call.body, "kind")}, {"key_made_here", issued.key.has_value()}}));
        MD_API_ASSIGN(const auto out, issued_out(parts, issued, text_or_empty(call.body, "common_name")));
        return answer(out, 201);
    });
    operations.on("revoke_certificate", [parts](Call& call) -> Answer {
        const auto serial = call.path("serial");
        MD_API_TRY(parts.authority->revoke(serial, call.query("reason").value_or("")));
        MD_API_TRY(note(parts, call, "certificate.revoked", serial, Out::object()));
        return no_content();
    });
    operations.on("get_authority", [parts](Call&) -> Answer {
        const auto root = parts.authority->certificate();
        MD_API_ASSIGN(const auto info, crypto::read_certificate(root));
        return answer({{"profile", to_string(parts.profile)},
                       {"subject", info.subject},
                       {"root_pem", crypto::to_pem("CERTIFICATE", root)},
                       {"fingerprints", {{"sha256", info.sha256_fingerprint}, {"sm3", info.sm3_fingerprint}}},
                       {"not_after", to_out(info.not_after)}});
    });
    operations.on("get_crl", [parts](Call&) -> Answer {
        return net::Response::text(std::string(as_text(parts.authority->crl())), "application/pkix-crl");
    });
}

}  // namespace md::api
