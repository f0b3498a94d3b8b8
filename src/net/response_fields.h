#pragma once
// The header fields every answer carries, unless its handler chose others.
#include "net/beast.h"
#include "net/http.h"

namespace md::net {

void fill_fields(http::response_header<>& head, const Request& request, const Response& response, bool over_tls);

}  // namespace md::net
