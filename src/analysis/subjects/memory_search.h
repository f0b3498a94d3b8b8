#pragma once
// Is something still in this process's memory? For tests that prove that keys are wiped. Heap, stack and globals; Linux.
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <string>

namespace md::analysis {

// Sixteen bytes, held as their complement so that looking for them does not find the search itself.
class MemoryPattern {
public:
    explicit MemoryPattern(const void* sixteen_bytes) {
        std::memcpy(complement_, sixteen_bytes, sizeof complement_);
        for (auto& word : complement_) word = ~word;
    }
    bool operator==(const MemoryPattern& other) const { return std::memcmp(complement_, other.complement_, sizeof complement_) == 0; }

    // At any address that eight divides, in any writable part of memory.
    __attribute__((no_sanitize("address"))) bool in_memory() const {
        std::ifstream maps("/proc/self/maps");
        std::string line;
        while (std::getline(maps, line)) {
            std::uintptr_t from = 0, to = 0;
            char rights[5] = {};
            if (std::sscanf(line.c_str(), "%lx-%lx %4s", &from, &to, rights) != 3 || std::strncmp(rights, "rw", 2) != 0) continue;
            if (line.find("[v") != std::string::npos) continue;  // the kernel's own pages
            const auto* end = reinterpret_cast<const volatile std::uint64_t*>(to) - 1;
            for (const auto* word = reinterpret_cast<const volatile std::uint64_t*>(from); word < end; ++word)
                if (~word[0] == complement_[0] && ~word[1] == complement_[1]) return true;
        }
        return false;
    }

private:
    std::uint64_t complement_[2];
};

}  // namespace md::analysis
