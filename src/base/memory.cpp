#include "base/memory.h"

#include <malloc.h>
#include <unistd.h>

#include <cstdio>

namespace md {
namespace {

constexpr int kHeaps = 2, kOwnMapping = 1 << 20, kTrimAbove = 4 << 20;  // the last two in bytes

}  // namespace

MemoryUse memory_use() {
    MemoryUse use;
    if (std::FILE* const file = std::fopen("/proc/self/statm", "re")) {
        unsigned long long total = 0, resident = 0;
        if (std::fscanf(file, "%llu %llu", &total, &resident) == 2)
            use.resident_bytes = resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
        std::fclose(file);
    }
    const auto heap = ::mallinfo2();  // of all heaps
    use.heap_in_use_bytes = heap.uordblks + heap.hblkhd;
    use.heap_kept_bytes = heap.fordblks;
    return use;
}

// Video frames, pictures and tensors come and go with every search and every break of a line. By itself glibc stops after the first of them
// to map blocks of that size apart; then they lie among small ones that stay, in eight heaps a core, and a heap gives back only what is
// above its last block. With four cameras whose lines break often this keeps memory 10 MiB lower and near to what is in use, for no more
// CPU time; two heaps and giving back alone did not, jemalloc half as much (docs/performance.md).
void limit_heaps() {
    ::mallopt(M_MMAP_THRESHOLD, kOwnMapping);
    ::mallopt(M_TRIM_THRESHOLD, kTrimAbove);
    ::mallopt(M_ARENA_MAX, kHeaps);
}

void give_back_memory() { ::malloc_trim(0); }

}  // namespace md
