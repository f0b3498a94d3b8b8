#pragma once
// An endpoint's settings as they lie in the table, and what is wrong with them.
#include <string>

#include "analysis/records/outbox.h"

namespace md::analysis {

std::string encode(const EndpointSettings& settings);
Result<EndpointSettings> decode_endpoint(const std::string& text);
// kEndpointInvalid with what is wrong as detail.
Status check_endpoint(const EndpointSettings& settings);
// Every certificate of a PEM text, DER.
Result<std::vector<Bytes>> certificates_of(std::string_view pem);

}  // namespace md::analysis
