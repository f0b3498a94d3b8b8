#include "access/account.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "store/errors.h"

namespace md::access {
namespace {

using Json = nlohmann::json;

constexpr FactorKind kFactorKinds[] = {FactorKind::totp, FactorKind::webauthn, FactorKind::certificate};

Json time_or_null(const std::optional<WallTime>& time) { return time ? Json(to_micros(*time)) : Json(nullptr); }

std::optional<WallTime> optional_time(const Json& value) {
    return value.is_null() ? std::nullopt : std::optional(from_micros(value.get<std::int64_t>()));
}

Bytes binary(const Json& value) { return from_base64(value.get_ref<const std::string&>()).value(); }

Json to_json(const StoredFactor& factor) {
    const auto& info = factor.info;
    Json json = {{"id", info.id.text()},
                 {"kind", to_string(info.kind)},
                 {"label", info.label},
                 {"verifies_user", info.verifies_user},
                 {"created_at", to_micros(info.created_at)},
                 {"last_used_at", time_or_null(info.last_used_at)}};
    if (info.kind == FactorKind::totp) {
        json["secret"] = to_base64(factor.totp_secret.view());
        json["algorithm"] = factor.totp.algorithm;
        json["digits"] = factor.totp.digits;
        json["period"] = factor.totp.period.count();
        json["used_steps"] = factor.used_steps;
    } else if (info.kind == FactorKind::webauthn) {
        json["credential_id"] = to_base64(factor.credential.id);
        json["public_key"] = to_base64(factor.credential.public_key);
        json["sign_count"] = factor.credential.sign_count;
    } else {
        json["fingerprint"] = factor.certificate_fingerprint;
    }
    return json;
}

StoredFactor factor_from(const Json& json) {
    StoredFactor factor;
    auto& info = factor.info;
    info.id = FactorId::from_text(json.at("id").get_ref<const std::string&>()).value();
    const auto kind = json.at("kind").get<std::string>();
    info.kind = *std::ranges::find_if(kFactorKinds, [&](FactorKind candidate) { return to_string(candidate) == kind; });
    info.label = json.at("label");
    info.verifies_user = json.at("verifies_user");
    info.created_at = from_micros(json.at("created_at"));
    info.last_used_at = optional_time(json.at("last_used_at"));
    if (info.kind == FactorKind::totp) {
        factor.totp_secret = SecretBytes(binary(json.at("secret")));
        factor.totp = {json.at("algorithm"), json.at("digits"), std::chrono::seconds(json.at("period").get<std::int64_t>())};
        factor.used_steps = json.at("used_steps").get<std::vector<std::int64_t>>();
    } else if (info.kind == FactorKind::webauthn) {
        factor.credential = {binary(json.at("credential_id")), binary(json.at("public_key")), json.at("sign_count"), info.verifies_user};
    } else {
        factor.certificate_fingerprint = json.at("fingerprint");
    }
    return factor;
}

Account account_from(const UserId& id, const Json& json) {
    Account account;
    account.id = id;
    account.name = json.at("name");
    account.role = role_from(json.at("role").get_ref<const std::string&>()).value();
    account.language = json.at("language");
    account.enabled = json.at("enabled");
    account.must_change_password = json.at("must_change_password");
    account.password_hash = json.at("password_hash");
    account.old_hashes = json.at("old_hashes").get<std::vector<std::string>>();
    account.epoch = json.at("epoch");
    account.created_at = from_micros(json.at("created_at"));
    account.password_changed_at = from_micros(json.at("password_changed_at"));
    account.one_time_until = optional_time(json.at("one_time_until"));
    account.last_sign_in_at = optional_time(json.at("last_sign_in_at"));
    for (const auto& factor : json.at("factors")) account.factors.push_back(factor_from(factor));
    return account;
}

}  // namespace

std::string_view to_string(FactorKind kind) {
    switch (kind) {
        case FactorKind::totp:
            return "totp";
        case FactorKind::webauthn:
            return "webauthn";
        case FactorKind::certificate:
            break;
    }
    return "certificate";
}

User Account::user() const {
    return {id, name, role, language, enabled, must_change_password, factors.size(), created_at, last_sign_in_at};
}

bool Account::usable(WallTime now) const { return enabled && (!one_time_until || now < *one_time_until); }

StoredFactor* Account::factor(const FactorId& wanted) {
    const auto found = std::ranges::find_if(factors, [&](const StoredFactor& factor) { return factor.info.id == wanted; });
    return found == factors.end() ? nullptr : &*found;
}

bool Account::has(FactorKind kind) const {
    return std::ranges::any_of(factors, [&](const StoredFactor& factor) { return factor.info.kind == kind; });
}

void Account::set_password(std::string hash, WallTime now) {
    if (!password_hash.empty()) old_hashes.insert(old_hashes.begin(), std::move(password_hash));
    if (old_hashes.size() > kPasswordHistory) old_hashes.resize(kPasswordHistory);
    password_hash = std::move(hash);
    password_changed_at = now;
    ++epoch;
}

SecretBytes to_plaintext(const Account& account) {
    Json json = {{"name", account.name},
                 {"role", to_string(account.role)},
                 {"language", account.language},
                 {"enabled", account.enabled},
                 {"must_change_password", account.must_change_password},
                 {"password_hash", account.password_hash},
                 {"old_hashes", account.old_hashes},
                 {"epoch", account.epoch},
                 {"created_at", to_micros(account.created_at)},
                 {"password_changed_at", to_micros(account.password_changed_at)},
                 {"one_time_until", time_or_null(account.one_time_until)},
                 {"last_sign_in_at", time_or_null(account.last_sign_in_at)},
                 {"factors", Json::array()}};
    for (const auto& factor : account.factors) json["factors"].push_back(to_json(factor));
    auto text = json.dump();
    SecretBytes plaintext(as_bytes(text));
    wipe(text.data(), text.size());
    return plaintext;
}

Result<Account> from_plaintext(const UserId& id, ByteView plaintext) try {
    return account_from(id, Json::parse(as_text(plaintext)));
} catch (const std::exception&) {
    // The value was authentic, so this is a fault of a program, not of an attacker: refuse it rather than guess.
    return fail(errors::kStoreCorrupt, "access_accounts");
}

}  // namespace md::access
