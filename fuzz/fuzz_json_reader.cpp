#include "api/json_reader.h"

// What the strict reader takes, the library takes too and reads the same.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = md::as_text({data, size});
    const auto read = md::api::read_json(text);
    if (read && *read != md::api::Json::parse(text.begin(), text.end(), nullptr, false)) __builtin_trap();
    return 0;
}
