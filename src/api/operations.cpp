#include "api/operations.h"

#include <charconv>

#include "base/errors.h"

namespace md::api {

constexpr int kDefaultLimit = 50;

std::optional<std::string> Call::query(const char* name) const {
    const auto found = request.query.find(name);
    if (found == request.query.end()) return std::nullopt;
    return found->second;
}

int Call::limit() const {
    int limit = kDefaultLimit;
    if (const auto text = query("limit")) std::from_chars(text->data(), text->data() + text->size(), limit);
    return limit;
}

net::Response answer(const Out& json, int status) {
    return net::Response::json(json.dump(-1, ' ', false, Out::error_handler_t::replace), status);
}

void Operations::on(const std::string& operation_id, OperationHandler handler) {
    if (!handlers_.emplace(operation_id, std::move(handler)).second)
        throw Fatal(Error(errors::kInternal, "operation given twice: " + operation_id));
}

}  // namespace md::api
