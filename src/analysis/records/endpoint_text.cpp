#include "analysis/records/endpoint_text.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "analysis/errors.h"
#include "crypto/certificate.h"
#include "store/errors.h"

namespace md::analysis {

using Json = nlohmann::json;

namespace {

constexpr std::string_view kScheme = "https://";
constexpr std::string_view kBegin = "-----BEGIN CERTIFICATE-----";

// No user or password in an address: it is shown, and it is logged by others.
bool is_https(const std::string& url) {
    if (!url.starts_with(kScheme) || url.size() > 2000) return false;
    if (std::any_of(url.begin(), url.end(), [](char c) { return static_cast<unsigned char>(c) <= ' ' || c == '\x7f' || c == '#'; }))
        return false;
    const auto host = url.substr(kScheme.size(), url.find_first_of("/?", kScheme.size()) - kScheme.size());
    return !host.empty() && host.front() != ':' && host.find('@') == std::string::npos;
}

bool is_event(const std::string& name) {
    return std::find(std::begin(kWebhookEvents), std::end(kWebhookEvents), name) != std::end(kWebhookEvents);
}

}  // namespace

std::string encode(const EndpointSettings& settings) {
    return Json{
        {"name", settings.name}, {"url", settings.url}, {"events", settings.events}, {"enabled", settings.enabled}, {"ca", settings.ca_pem}}
        .dump();
}

Result<EndpointSettings> decode_endpoint(const std::string& text) {
    try {
        const auto json = Json::parse(text);
        return EndpointSettings{json.at("name"), json.at("url"), json.at("events"), json.at("enabled"), json.at("ca")};
    } catch (const Json::exception&) {
        return fail(errors::kStoreCorrupt, "analysis_endpoints");
    }
}

Status check_endpoint(const EndpointSettings& settings) {
    const auto wrong = [](std::string what) { return fail(errors::kEndpointInvalid, std::move(what)); };
    const auto invisible = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7f'; };  // the name is logged
    if (settings.name.empty() || settings.name.size() > 100 || std::any_of(settings.name.begin(), settings.name.end(), invisible))
        return wrong("name");
    if (!is_https(settings.url)) return wrong("url");
    if (settings.events.empty() || !std::all_of(settings.events.begin(), settings.events.end(), is_event)) return wrong("events");
    if (!settings.ca_pem.empty() && !certificates_of(settings.ca_pem)) return wrong("ca_pem");
    return {};
}

Result<std::vector<Bytes>> certificates_of(std::string_view pem) {
    std::vector<Bytes> out;
    for (auto at = pem.find(kBegin); at != std::string_view::npos; at = pem.find(kBegin, at + 1)) {
        MD_ASSIGN(auto der, crypto::from_pem("CERTIFICATE", pem.substr(at)));
        MD_TRY(crypto::read_certificate(der));
        out.push_back(std::move(der));
    }
    if (out.empty()) return fail(errors::kEndpointInvalid, "no certificate");
    return out;
}

}  // namespace md::analysis
