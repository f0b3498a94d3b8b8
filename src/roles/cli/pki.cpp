#include <fmt/format.h>
#include <unistd.h>

#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/errors.h"
#include "roles/cli/command.h"
#include "roles/platform/platform.h"

// `miandun pki …`: the installation's certificate authority on the machine itself, while the service is stopped. D9
namespace md::cli {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::ordered_json;

struct Options {
    fs::path home = "var", out = ".", request;
    std::string kind = "device", name, serial, reason = "unspecified";
    std::vector<std::string> dns_names, addresses;
    bool json = false;
};

Result<pki::Kind> kind_of(const Options& options) {
    for (const auto kind : {pki::Kind::server, pki::Kind::user, pki::Kind::device, pki::Kind::gateway})
        if (pki::to_string(kind) == options.kind) return kind;
    return fail(errors::kBadInput, "kind");
}

// D19: what is done on the machine itself is as accountable as what is done in the console; the actor is the account's number.
Status note(roles::Core& core, std::string action, const std::string& serial, const Json& detail) {
    return roles::note_certificate(*core.ledger, fmt::format("local:{}", ::getuid()), std::move(action), serial, detail.dump());
}

Result<Json> list(roles::Core& core, const Options&) {
    auto out = Json::array();
    for (const auto& record : core.authority->list())
        out.push_back({{"serial", record.serial},
                       {"kind", pki::to_string(record.kind)},
                       {"common_name", record.common_name},
                       {"fingerprint", record.fingerprint},
                       {"not_before", to_rfc3339(record.not_before)},
                       {"not_after", to_rfc3339(record.not_after)},
                       {"revoked_at", record.revoked_at ? Json(to_rfc3339(*record.revoked_at)) : Json(nullptr)}});
    return Json{{"certificates", out}};
}

// NAME.crt, NAME.key (mode 0600) and ca.crt, PEM.
Result<Json> hand_out(roles::Core& core, pki::Kind kind, const pki::Issued& issued, const std::string& stem, const fs::path& folder) {
    MD_TRY(note(core, "certificate.issued", issued.serial, {{"kind", pki::to_string(kind)}, {"key_made_here", issued.key.has_value()}}));
    MD_TRY(write_file_atomically(folder / (stem + ".crt"), as_bytes(crypto::to_pem("CERTIFICATE", issued.certificate))));
    MD_TRY(write_file_atomically(folder / "ca.crt", as_bytes(crypto::to_pem("CERTIFICATE", core.authority->certificate()))));
    if (issued.key)
        MD_TRY(write_file_atomically(folder / (stem + ".key"), as_bytes(crypto::to_pem("PRIVATE KEY", issued.key->pkcs8().view())), 0600));
    return Json{{"serial", issued.serial}, {"folder", folder.string()}, {"name", stem}};
}

Result<Json> issue(roles::Core& core, const Options& options) {
    MD_ASSIGN(const auto kind, kind_of(options));
    MD_ASSIGN(const auto issued, core.authority->issue(kind, options.name, options.dns_names, options.addresses));
    return hand_out(core, kind, issued, fs::path(options.name).filename().string(), options.out);
}

Result<Json> sign(roles::Core& core, const Options& options) {
    MD_ASSIGN(const auto kind, kind_of(options));
    MD_ASSIGN(const Bytes pem, read_file(options.request));
    MD_ASSIGN(const Bytes request, crypto::from_pem("CERTIFICATE REQUEST", as_text(pem)));
    MD_ASSIGN(const auto issued, core.authority->sign_request(kind, request));
    return hand_out(core, kind, issued, options.request.stem().string(), options.out);
}

Result<Json> revoke(roles::Core& core, const Options& options) {
    MD_TRY(core.authority->revoke(options.serial, options.reason));
    MD_TRY(note(core, "certificate.revoked", options.serial, Json::object()));
    return Json{{"revoked", options.serial}};
}

Result<Json> crl(roles::Core& core, const Options& options) {
    MD_TRY(write_file_atomically(options.out / "crl.pem", as_bytes(crypto::to_pem("X509 CRL", core.authority->crl()))));
    return Json{{"file", (options.out / "crl.pem").string()}};
}

using Action = Result<Json> (*)(roles::Core&, const Options&);

Result<Json> on_authority(Action action, const Options& options) {
    const SystemClock clock;
    SystemRandom random;
    MD_ASSIGN(const auto config, roles::read_platform_config(options.home / "platform.yaml", fs::absolute(options.home)));
    MD_ASSIGN(const auto core, roles::Core::open_ground(config, clock, random));
    return action(*core, options);
}

}  // namespace

void add_pki(CLI::App& app, Context& context) {
    auto* pki = app.add_subcommand("pki", "证书颁发（服务须先停止） / certificate authority; the service must be stopped");
    pki->require_subcommand(1);
    auto options = std::make_shared<Options>();
    const auto sub = [&](const char* name, const char* about, Action action) {
        auto* command = pki->add_subcommand(name, about);
        command->add_option("--home", options->home, "平台文件夹 / the platform's home")->check(CLI::ExistingDirectory);
        command->add_option("--out", options->out, "输出文件夹 / where files go")->check(CLI::ExistingDirectory);
        command->add_flag("--json", options->json, "一行 JSON / one JSON object");
        command->callback([=, &context] {
            const auto answer = on_authority(action, *options);
            if (answer)
                std::puts(options->json ? answer->dump().c_str() : answer->dump(2).c_str());
            else
                context.exit_code = report(answer.error(), context, options->json);
        });
        return command;
    };
    const auto kinds = CLI::IsMember({"server", "user", "device", "gateway"});
    sub("list", "列出证书 / list certificates", list);
    auto* command = sub("issue", "签发证书和私钥 / issue a certificate with its key", issue);
    command->add_option("name", options->name, "名称 / common name")->required();
    command->add_option("--kind", options->kind, "server | user | device | gateway")->check(kinds);
    command->add_option("--dns", options->dns_names, "域名 / DNS names");
    command->add_option("--ip", options->addresses, "IP 地址 / IP addresses");
    command = sub("sign", "签署证书请求 / sign a request (PKCS#10, PEM)", sign);
    command->add_option("request", options->request, "请求文件 / request file")->required()->check(CLI::ExistingFile);
    command->add_option("--kind", options->kind, "server | user | device | gateway")->check(kinds);
    command = sub("revoke", "吊销证书 / revoke", revoke);
    command->add_option("serial", options->serial, "序列号 / serial (hex)")->required();
    command->add_option("--reason", options->reason, "原因 / reason");
    sub("crl", "写出吊销列表 / write the revocation list", crl);
}

}  // namespace md::cli
