#pragma once
// Distances of bit codes, and the scores made from them. All pure.
#include <cstdint>
#include <span>

#include "templates/transform.h"

namespace md::templates {

// Bits in which two codes of `words` 64-bit words differ.
int hamming(const std::uint64_t* a, const std::uint64_t* b, std::size_t words);
// The plain scan that a one-key gallery would be: distances of the probe to `records` codes standing one after another.
void hamming_scan(const std::uint64_t* probe, const std::uint64_t* codes, std::size_t records, std::size_t words, std::uint16_t* distances);
// Bytes per second that one thread reads from memory, for comparison: the sum of all words.
std::uint64_t sum_words(const std::uint64_t* words, std::size_t count);

// The asymmetric score: the probe keeps its integers, the template is bits. Expectation sqrt(2/pi) * cosine. `norm` is score_norm(probe,
// bits).
float asymmetric_score(const Rotated& probe, const std::uint64_t* code, int bits, float norm);
// Length of the rotated probe times sqrt(bits), the same for every slot up to rounding.
float score_norm(const Quantised& probe, int bits);
// Largest Hamming distances that are still looked at when only scores at or above `threshold` are wanted: in the first block of the code,
// and in the whole of it. docs/templates.md, "Pre-filter".
struct Prefilter {
    int first_block, whole;
};
Prefilter prefilter(float threshold, int bits);

namespace detail {
float asymmetric_sum_scalar(const std::int16_t* y, const std::uint64_t* code, int bits);
float asymmetric_sum_avx2(const std::int16_t* y, const std::uint64_t* code, int bits);
}  // namespace detail

}  // namespace md::templates
