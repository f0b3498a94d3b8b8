#include "analysis/records/watch_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "store/errors.h"

namespace md::analysis {

using Json = nlohmann::json;

namespace {

Json to_object(const Basis& basis) {
    return {{"text", basis.text}, {"document_number", basis.document_number}, {"valid_until", to_micros(basis.valid_until)}};
}

Basis basis_of(const Json& json) {
    return {json.at("text"), json.at("document_number"), from_micros(json.at("valid_until").get<std::int64_t>())};
}

}  // namespace

std::string encode(const WatchListSettings& settings) { return Json{{"name", settings.name}, {"basis", to_object(settings.basis)}}.dump(); }

std::string encode(const WatchEntry& entry) {
    return Json{{"label", entry.label}, {"basis", entry.basis ? to_object(*entry.basis) : Json()}, {"pictures", entry.pictures}}.dump();
}

Result<WatchListSettings> decode_watch_list(std::string_view text) {
    try {
        const auto json = Json::parse(text);
        return WatchListSettings{json.at("name"), basis_of(json.at("basis"))};
    } catch (const Json::exception&) {
        return fail(errors::kStoreCorrupt, "analysis_watch_lists");
    }
}

Result<WatchEntry> decode_watch_entry(std::string_view text) {
    try {
        const auto json = Json::parse(text);
        WatchEntry out;
        out.label = json.at("label");
        if (!json.at("basis").is_null()) out.basis = basis_of(json.at("basis"));
        out.pictures = json.at("pictures");
        return out;
    } catch (const Json::exception&) {
        return fail(errors::kStoreCorrupt, "analysis_watch_entries");
    }
}

// C8: letters of a name in Chinese cannot be written with these.
bool is_watch_label(std::string_view text) {
    const auto allowed = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.' || c == '/';
    };
    const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), allowed) &&
           std::any_of(text.begin(), text.end(), is_digit);
}

}  // namespace md::analysis
