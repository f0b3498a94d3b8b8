#include "pki/entries.h"

#include <nlohmann/json.hpp>

#include "pki/errors.h"
#include "pki/kind.h"

namespace md::pki {

std::string write_entry(const Entry& entry) {
    nlohmann::ordered_json out;
    out["at"] = to_rfc3339(entry.at);
    switch (entry.what) {
        case Entry::What::issued:
            out["issued"] = entry.serial;
            out["kind"] = to_string(entry.kind);
            out["certificate"] = to_base64(entry.certificate);
            break;
        case Entry::What::revoked:
            out["revoked"] = entry.serial;
            out["reason"] = entry.reason;
            break;
        case Entry::What::crl:
            out["crl"] = entry.crl_number;
            break;
    }
    return out.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

Result<Entry> parse_entry(const std::string& text) {
    const auto broken = [&] { return fail(errors::kAuthorityBroken, "an entry of the log does not read: " + text.substr(0, 80)); };
    const auto json = nlohmann::json::parse(text, nullptr, false);
    if (!json.is_object()) return broken();
    const auto field = [&](const char* name) {
        return json.contains(name) && json[name].is_string() ? json[name].get<std::string>() : std::string();
    };
    Entry out;
    MD_ASSIGN(out.at, from_rfc3339(field("at")));
    if (json.contains("crl") && json["crl"].is_number_unsigned()) {
        out.what = Entry::What::crl;
        out.crl_number = json["crl"].get<std::uint64_t>();
    } else if (json.contains("revoked")) {
        out.what = Entry::What::revoked;
        out.serial = field("revoked");
        out.reason = field("reason");
    } else {
        const auto kind = kind_from(field("kind"));
        auto certificate = from_base64(field("certificate"));
        if (!kind || !certificate) return broken();
        out.serial = field("issued");
        out.kind = *kind;
        out.certificate = std::move(*certificate);
    }
    return out;
}

}  // namespace md::pki
