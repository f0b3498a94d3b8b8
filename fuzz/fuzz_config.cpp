// The files that an operator or a supplier of models brings: platform configuration, model manifest, scenarios, lists of pairs.
#include <sys/mman.h>
#include <unistd.h>

#include "analysis/scenario/scenario.h"
#include "evaluation/pictures.h"
#include "roles/platform/config.h"
#include "vision/manifest.h"

using namespace md;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const int file = ::memfd_create("file", MFD_CLOEXEC);
    if (::write(file, data, size) != static_cast<ssize_t>(size)) __builtin_trap();
    const std::filesystem::path path = "/proc/self/fd/" + std::to_string(file);
    if (const auto config = roles::read_platform_config(path, "/home"); config && config->port == 0) __builtin_trap();
    static_cast<void>(vision::read_manifest(path));
    static_cast<void>(analysis::scenario::read(as_text({data, size}), "fuzz"));
    static_cast<void>(evaluation::read_pairs(path, "/nowhere"));
    ::close(file);
    return 0;
}
