#pragma once
// Measures search speed on synthetic galleries, for `miandun bench search` and the benchmarks.
#include <cstdint>

#include "base/profile.h"

namespace md::templates {

struct SearchTask {
    std::size_t records = 100'000;
    int capacity = 1;  // records a rotation key
    int bits = 1024;
    std::size_t threads = 1;
    std::size_t probes = 21;
    Profile profile = Profile::general;
};
struct SearchMeasure {
    double p50_ms = 0, p99_ms = 0;
    double bytes_per_record = 0;
};
SearchMeasure measure_search(const SearchTask& task);

// Best of `rounds`, one thread, over the same memory: bytes a second of plain reading and of the plain Hamming scan.
struct ScanMeasure {
    double read_bytes_per_s = 0, scan_bytes_per_s = 0;
    double share() const { return scan_bytes_per_s / read_bytes_per_s; }
};
ScanMeasure measure_scan(std::size_t records, int bits, int rounds = 15);

}  // namespace md::templates
