#include "access/context.h"

#include <nlohmann/json.hpp>

#include "access/errors.h"
#include "base/log.h"

namespace md::access {

Context::Context(Options given, store::Stores& all_stores, ledger::Ledger& the_ledger, const pki::Authority* the_authority,
                 const Clock& the_clock, Random& the_random, SecretBytes name_key, SecretBytes the_csrf_key)
    : options(std::move(given)),
      stores(all_stores),
      ledger(the_ledger),
      authority(the_authority),
      clock(the_clock),
      random(the_random),
      csrf_key(std::move(the_csrf_key)),
      passwords(options.password_checks_at_once, options.cheap_passwords, random),
      accounts(stores, ledger, std::move(name_key)),
      sessions(stores, clock, {options.session_lifetime, options.session_idle}),
      lockouts(stores[store::Store::identities], clock),
      sign_ins(clock, {std::chrono::minutes(5), 1000, 5}),
      totp_enrolments(clock, {std::chrono::minutes(10), 1000, 5}),
      webauthn_enrolments(clock, {std::chrono::minutes(10), 1000, 5}),
      device_refusals({1.0 / 60, 1}, 10'000, clock) {}

Status Context::record(ledger::Entry entry) {
    MD_ASSIGN([[maybe_unused]] const auto index, ledger.append(std::move(entry)));
    return {};
}

void Context::record_refusal(ledger::Entry entry) {
    const auto done = record(std::move(entry));
    if (!done) log::error("access", "refusal not recorded: {}", done.error().text());
}

ledger::Entry make_entry(std::string actor, std::string_view action, std::string object, std::string_view outcome, Detail detail,
                         std::string_view clause) {
    nlohmann::ordered_json json = nlohmann::ordered_json::object();
    for (const auto& [key, value] : detail) json[std::string(key)] = value;
    ledger::Entry entry;
    entry.actor = std::move(actor);
    entry.action = action;
    entry.object = std::move(object);
    entry.outcome = outcome;
    entry.clause = clause;
    entry.detail_json = json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
    return entry;
}

Status require(const Caller& by, Permission permission) {
    if (by.may(permission)) return {};
    return fail(by.must_change_password ? errors::kMustChangePassword : errors::kForbidden);
}

Result<UserId> require_own_account(const Caller& by) {
    if (!by.user || !by.may(Permission::own_account)) return fail(errors::kForbidden);
    return *by.user;
}

bool visible_text(std::string_view text, std::size_t most) {
    // nlohmann's strict dump is the UTF-8 check that is linked anyway.
    try {
        static_cast<void>(nlohmann::json(text).dump());
    } catch (const nlohmann::json::exception&) {
        return false;
    }
    std::size_t characters = 0;
    for (const char c : text) {
        const auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) return false;
        characters += (byte & 0xc0) != 0x80;
    }
    return characters >= 1 && characters <= most && text.find_first_not_of(' ') != std::string_view::npos;
}

}  // namespace md::access
