#include "templates/hamming.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numbers>

#if defined(__x86_64__)
#include <immintrin.h>
#define MD_POPCNT __attribute__((target("popcnt")))
#define MD_AVX2 __attribute__((target("avx2,popcnt")))
#else
#define MD_POPCNT
#endif

namespace md::templates {
namespace {

// Below this threshold the two scores are too close to strangers' for a filter to be both safe and useful.
constexpr float kLowestFiltered = 0.12F;

template <int Words>
MD_POPCNT inline int distance(const std::uint64_t* a, const std::uint64_t* b) {
    int sum = 0;
    for (int i = 0; i < Words; ++i) sum += std::popcount(a[i] ^ b[i]);
    return sum;
}

template <int Words>
MD_POPCNT void scan(const std::uint64_t* probe, const std::uint64_t* codes, std::size_t records, std::uint16_t* distances) {
    for (std::size_t i = 0; i < records; ++i, codes += Words) distances[i] = static_cast<std::uint16_t>(distance<Words>(probe, codes));
}

#if defined(__x86_64__)
// Bits set in each byte of x, summed into four 64-bit lanes: nibble table and vpsadbw.
MD_AVX2 inline __m256i bits_in_lanes(__m256i x) {
    const __m256i table = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
    const __m256i nibble = _mm256_set1_epi8(0x0F);
    const __m256i low = _mm256_shuffle_epi8(table, _mm256_and_si256(x, nibble));
    const __m256i high = _mm256_shuffle_epi8(table, _mm256_and_si256(_mm256_srli_epi16(x, 4), nibble));
    return _mm256_add_epi8(low, high);
}

template <int Words>
MD_AVX2 void scan_avx2(const std::uint64_t* probe, const std::uint64_t* codes, std::size_t records, std::uint16_t* distances) {
    constexpr int kRegisters = Words / 4;
    constexpr std::size_t kAhead = 4096;  // the next page is asked for before the hardware's prefetcher, which stops at page ends, sees it
    __m256i p[kRegisters];
    for (int r = 0; r < kRegisters; ++r) p[r] = _mm256_loadu_si256(reinterpret_cast<const __m256i*>(probe) + r);
    for (std::size_t i = 0; i < records; ++i, codes += Words) {
        const auto* at = reinterpret_cast<const __m256i*>(codes);
        for (int line = 0; line < Words / 8; ++line) _mm_prefetch(reinterpret_cast<const char*>(codes) + kAhead + 64 * line, _MM_HINT_T0);
        __m256i bytes = _mm256_setzero_si256();  // at most 8 bits x 8 registers = 64 a byte
        for (int r = 0; r < kRegisters; ++r)
            bytes = _mm256_add_epi8(bytes, bits_in_lanes(_mm256_xor_si256(_mm256_loadu_si256(at + r), p[r])));
        const __m256i sums = _mm256_sad_epu8(bytes, _mm256_setzero_si256());
        const __m128i two = _mm_add_epi64(_mm256_castsi256_si128(sums), _mm256_extracti128_si256(sums, 1));
        distances[i] = static_cast<std::uint16_t>(_mm_cvtsi128_si64(two) + _mm_extract_epi64(two, 1));
    }
}
#endif

}  // namespace

MD_POPCNT int hamming(const std::uint64_t* a, const std::uint64_t* b, std::size_t words) {
    int sum = 0;
    for (std::size_t i = 0; i < words; ++i) sum += std::popcount(a[i] ^ b[i]);
    return sum;
}

void hamming_scan(const std::uint64_t* probe, const std::uint64_t* codes, std::size_t records, std::size_t words,
                  std::uint16_t* distances) {
#if defined(__x86_64__)
    if (detail::has_avx2()) {
        if (words == 8) return scan_avx2<8>(probe, codes, records, distances);
        if (words == 16) return scan_avx2<16>(probe, codes, records, distances);
        if (words == 32) return scan_avx2<32>(probe, codes, records, distances);
    }
#endif
    if (words == 8) return scan<8>(probe, codes, records, distances);
    if (words == 16) return scan<16>(probe, codes, records, distances);
    for (std::size_t i = 0; i < records; ++i) distances[i] = static_cast<std::uint16_t>(hamming(probe, codes + i * words, words));
}

std::uint64_t sum_words(const std::uint64_t* words, std::size_t count) {
    std::uint64_t sums[8] = {};
    std::size_t i = 0;
    for (; i + 8 <= count; i += 8) {
        __builtin_prefetch(words + i + 512);
        for (int j = 0; j < 8; ++j) sums[j] += words[i + j];
    }
    for (; i < count; ++i) sums[0] += words[i];
    std::uint64_t total = 0;
    for (const auto sum : sums) total += sum;
    return total;
}

float score_norm(const Quantised& probe, int bits) {
    // Each of bits/512 blocks has length 32 * |q|: two transforms of sqrt(512) each, divided by 16.
    return 32.0F * probe.norm * std::sqrt(static_cast<float>(bits) / kBlock) * std::sqrt(static_cast<float>(bits));
}

float asymmetric_score(const Rotated& probe, const std::uint64_t* code, int bits, float norm) {
#if defined(__x86_64__)
    if (detail::has_avx2()) return detail::asymmetric_sum_avx2(probe.y.data(), code, bits) / norm;
#endif
    return detail::asymmetric_sum_scalar(probe.y.data(), code, bits) / norm;
}

namespace {

// Bits of the first block in which a record at the threshold differs, and 4.5 standard deviations more: one record in 300,000 that stands
// exactly at the threshold is lost by it, practically none of those above.
int first_block_distance(float threshold) {
    constexpr float kScorePerCosine = 0.7979F;  // sqrt(2/pi): what a bit keeps of the cosine in the asymmetric score
    const float cosine = std::clamp(threshold / kScorePerCosine, 0.0F, 1.0F);
    const float share = std::acos(cosine) / std::numbers::pi_v<float>;
    return static_cast<int>(std::ceil(kBlock * share + 4.5F * std::sqrt(kBlock * share * (1 - share))));
}

}  // namespace

Prefilter prefilter(float threshold, int bits) {
    if (threshold < kLowestFiltered) return {kBlock, bits};
    const float similarity = std::clamp(0.6F * threshold, 0.10F, 0.25F);
    return {first_block_distance(threshold), static_cast<int>(std::floor(static_cast<float>(bits) * (1 - similarity) / 2))};
}

namespace detail {

float asymmetric_sum_scalar(const std::int16_t* y, const std::uint64_t* code, int bits) {
    std::int32_t sum = 0;  // at most 2048 * 14,663
    for (int i = 0; i < bits; ++i) sum += (code[i / 64] >> (i % 64)) & 1 ? -y[i] : y[i];
    return static_cast<float>(sum);
}

#if defined(__x86_64__)
MD_AVX2 float asymmetric_sum_avx2(const std::int16_t* y, const std::uint64_t* code, int bits) {
    const __m256i to_top = _mm256_setr_epi16(-32768, 16384, 8192, 4096, 2048, 1024, 512, 256, 128, 64, 32, 16, 8, 4, 2, 1);
    const __m256i one = _mm256_set1_epi16(1);
    const auto* words = reinterpret_cast<const std::uint8_t*>(code);
    __m256i sum = _mm256_setzero_si256();
    for (int i = 0; i < bits / 16; ++i) {
        std::uint16_t word;
        __builtin_memcpy(&word, words + 2 * i, sizeof word);
        const __m256i lifted = _mm256_mullo_epi16(_mm256_set1_epi16(static_cast<short>(word)), to_top);
        const __m256i signs = _mm256_or_si256(_mm256_srai_epi16(lifted, 15), one);  // -1 or +1
        sum = _mm256_add_epi32(sum, _mm256_madd_epi16(_mm256_load_si256(reinterpret_cast<const __m256i*>(y) + i), signs));
    }
    __m128i four = _mm_add_epi32(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));
    four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0x4E));
    four = _mm_add_epi32(four, _mm_shuffle_epi32(four, 0xB1));
    return static_cast<float>(_mm_cvtsi128_si32(four));
}
#else
float asymmetric_sum_avx2(const std::int16_t* y, const std::uint64_t* code, int bits) { return asymmetric_sum_scalar(y, code, bits); }
#endif

}  // namespace detail
}  // namespace md::templates
