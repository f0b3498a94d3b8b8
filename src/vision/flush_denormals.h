#pragma once
// Internal to this module.
#if defined(__x86_64__)
#include <immintrin.h>
#endif

namespace md::vision {

// While one lives, this thread takes numbers below the normal range (1e-38) for zero. Trained weights hold thousands of them, and x86
// counts with each in microcode: the shipped recogniser is several times as fast without, to the same result. Other processors have no such
// penalty.
class FlushDenormals {
public:
#if defined(__x86_64__)
    FlushDenormals() : before_(_mm_getcsr()) {
        constexpr unsigned kFlushResults = 0x8000, kTakeOperandsAsZero = 0x0040;
        _mm_setcsr(before_ | kFlushResults | kTakeOperandsAsZero);
    }
    ~FlushDenormals() { _mm_setcsr(before_); }
    FlushDenormals(const FlushDenormals&) = delete;
    FlushDenormals& operator=(const FlushDenormals&) = delete;

private:
    unsigned before_;
#else
    FlushDenormals() {}
#endif
};

}  // namespace md::vision
