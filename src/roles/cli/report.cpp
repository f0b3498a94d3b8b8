#include <cstdio>
#include <nlohmann/json.hpp>

#include "roles/cli/command.h"

namespace md::cli {

int report(const Error& error, const Context& context, bool json) {
    if (json) {
        const nlohmann::ordered_json line{
            {"error", {{"code", error.code()}, {"zh", error.kind().zh}, {"en", error.kind().en}, {"detail", error.detail()}}}};
        std::puts(line.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).c_str());
    } else {
        std::fprintf(stderr, "%s [%s]\n  %s\n", std::string(error.message(context.language)).c_str(), std::string(error.code()).c_str(),
                     error.detail().c_str());
    }
    return error.kind().http_status >= 500 ? kFailed : kUsage;
}

}  // namespace md::cli
