// The audit ledger: search, proof, verification. D19.
#include "ledger/ledger.h"

#include <charconv>

#include "api/convert.h"
#include "base/errors.h"

namespace md::api {
namespace {

using md::api::to_out;  // beside this file's own

Out to_out(const ledger::Entry& entry) {
    auto detail = Out::parse(entry.detail_json, nullptr, false);
    return {{"index", entry.index},   {"time", to_out(entry.time)},
            {"actor", entry.actor},   {"action", entry.action},
            {"object", entry.object}, {"outcome", entry.outcome},
            {"clause", entry.clause}, {"detail", detail.is_object() ? std::move(detail) : Out::object()}};
}

std::optional<std::uint64_t> number(const std::string& text) {
    std::uint64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size() ? std::optional(value) : std::nullopt;
}

}  // namespace

void add_ledger(Operations& operations, const PlatformParts& parts) {
    auto& ledger = *parts.ledger;
    operations.on("search_ledger", [&ledger](Call& call) -> Answer {
        ledger::Filter filter;
        filter.text = call.query("text").value_or("");
        filter.action_prefix = call.query("action").value_or("");
        filter.actor = call.query("actor").value_or("");
        if (const auto from = call.query("from")) filter.from = from_rfc3339(*from).value();
        if (const auto to = call.query("to")) filter.to = from_rfc3339(*to).value();
        filter.limit = static_cast<std::size_t>(call.limit());
        if (const auto cursor = call.query("cursor")) {
            filter.before_index = number(*cursor);
            if (!filter.before_index) return refuse(Error(errors::kBadInput, "cursor"));
        }
        MD_API_ASSIGN(const auto entries, ledger.search(filter));
        const bool more = entries.size() == filter.limit && entries.back().index > 0;
        return answer({{"items", items(entries, [](const ledger::Entry& entry) { return to_out(entry); })},
                       {"next_cursor", more ? Out(std::to_string(entries.back().index)) : Out(nullptr)}});
    });
    operations.on("prove_ledger_entry", [&ledger](Call& call) -> Answer {
        const auto index = number(call.path("index"));
        if (!index || *index >= ledger.size()) return refuse(errors::kNotFound);
        MD_API_ASSIGN(const auto proof, ledger.proof(*index));
        return net::Response::json(proof);
    });
    operations.on("verify_ledger", [&ledger, folder = parts.ledger_folder](Call&) -> Answer {
        MD_API_TRY(ledger.sign_head());  // so that the newest entries are covered too
        MD_API_ASSIGN(const auto report, ledger::verify(folder));
        return answer({{"whole", report.whole},
                       {"entries", report.entries},
                       {"signed_heads", report.signed_heads},
                       {"covered_by_heads", report.covered_by_heads},
                       {"first_bad_entry", report.first_bad_entry ? Out(*report.first_bad_entry) : Out(nullptr)},
                       {"problem", report.problem}});
    });
}

}  // namespace md::api
