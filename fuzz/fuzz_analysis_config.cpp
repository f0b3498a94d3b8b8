// Analysis configurations from files and from the REST API: whatever is accepted is valid and reads back as itself. C3-C8
#include <cstdlib>

#include "analysis/config.h"
#include "base/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    for (const auto& config : {md::analysis::config_from_yaml(text, "fuzz"), md::analysis::config_from_json(text)}) {
        if (!config) continue;
        if (!md::analysis::validate(*config)) std::abort();
        const auto json = md::analysis::to_json(*config);
        const auto again = md::analysis::config_from_json(json);
        if (!again || md::analysis::to_json(*again) != json) std::abort();
    }
    return 0;
}
