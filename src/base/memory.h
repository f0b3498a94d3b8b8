#pragma once
// What this process holds of the machine's memory, and how it keeps that small.
#include <cstdint>

namespace md {

struct MemoryUse {
    std::uint64_t resident_bytes = 0;     // in RAM now, of files too
    std::uint64_t heap_in_use_bytes = 0;  // allocated and not freed
    std::uint64_t heap_kept_bytes = 0;    // freed, and kept by the C library for the next time; part of it may be given back already
};
MemoryUse memory_use();

// Call once at start, before there are threads.
void limit_heaps();
// Gives freed memory back to the machine; takes milliseconds. Call now and then.
void give_back_memory();

}  // namespace md
