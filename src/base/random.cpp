#include "base/random.h"

#include <sys/random.h>

#include <cerrno>
#include <cstdlib>

namespace md {

void SystemRandom::fill(std::span<std::uint8_t> out) {
    while (!out.empty()) {
        const ssize_t got = ::getrandom(out.data(), out.size(), 0);
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) std::abort();  // no randomness: nothing this process does afterwards could be trusted
        out = out.subspan(static_cast<std::size_t>(got));
    }
}

}  // namespace md
