#pragma once
// Is something still in this process's memory? For tests that prove that pictures and keys are wiped. Every writable page; Linux.
#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "sanitized.h"

namespace md::test {

// Bytes to look for, kept inverted so that the search does not find itself.
class Needle {
public:
    explicit Needle(ByteView bytes) {
        for (const auto byte : bytes) inverted_.push_back(static_cast<std::uint8_t>(~byte));
    }
    bool operator==(const Needle&) const = default;
    std::size_t size() const { return inverted_.size(); }
    int count_in(ByteView hay) const {
        int found = 0;
        const auto first = static_cast<std::uint8_t>(~inverted_[0]);
        const auto* at = hay.data();
        const auto* end = hay.data() + hay.size();
        while (static_cast<std::size_t>(end - at) >= size() &&
               (at = static_cast<const std::uint8_t*>(std::memchr(at, first, static_cast<std::size_t>(end - at) - size() + 1)))) {
            if (matches(at)) ++found;
            ++at;
        }
        return found;
    }
    Bytes plain() const {
        Bytes out;
        for (const auto byte : inverted_) out.push_back(static_cast<std::uint8_t>(~byte));
        return out;
    }

private:
    bool matches(const std::uint8_t* at) const {
        for (std::size_t i = 0; i < size(); ++i) {
            if (static_cast<std::uint8_t>(~at[i]) != inverted_[i]) return false;
        }
        return true;
    }
    Bytes inverted_;
};

// A sanitizer notes down in terabytes of address space what the program does with its memory. Nothing of the program's own lies there.
inline bool is_sanitizers_own(std::uintptr_t first, std::uintptr_t last) { return kSanitized && last - first >= (std::uintptr_t{1} << 36); }

// In every writable page of this process, except the window the search itself reads through. A needle has at most 256 bytes.
inline int count_in_memory(const std::vector<Needle>& needles) {
    constexpr std::uintptr_t kOverlap = 256;  // so that nothing hides on the border of two reads
    static std::vector<std::uint8_t> window(4 << 20);
    const auto own_first = reinterpret_cast<std::uintptr_t>(window.data()), own_last = own_first + window.size();
    std::ifstream maps("/proc/self/maps");
    const int memory = ::open("/proc/self/mem", O_RDONLY | O_CLOEXEC);
    int found = 0;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t first = 0, last = 0;
        char dash = 0;
        std::string rights;
        std::istringstream(line) >> std::hex >> first >> dash >> last >> rights;
        if (rights.substr(0, 2) != "rw" || is_sanitizers_own(first, last)) continue;
        for (auto at = first; at < last;) {
            if (at >= own_first && at < own_last) {
                at = own_last;
                continue;
            }
            const auto stop = at < own_first ? std::min(last, own_first) : last;
            const auto got = ::pread(memory, window.data(), std::min<std::size_t>(window.size(), stop - at), static_cast<off_t>(at));
            if (got <= 0) break;
            for (const auto& needle : needles) found += needle.count_in(ByteView(window.data(), static_cast<std::size_t>(got)));
            at = static_cast<std::uintptr_t>(got) == stop - at ? stop : at + static_cast<std::uintptr_t>(got) - kOverlap;
        }
    }
    std::memset(window.data(), 0, window.size());
    ::close(memory);
    return found;
}
inline bool in_memory(const Needle& needle) { return count_in_memory({needle}) > 0; }

}  // namespace md::test
