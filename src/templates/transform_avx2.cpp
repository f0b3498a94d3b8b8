// The rotation for AVX2. 512 coefficients are 32 registers; three passes over them in blocks of eight do all 18 butterfly stages. Stages
// between neighbours inside a register become stages between registers by an 8x8 transposition, which is never undone: see kAfterFirst,
// kAfterSecond.
#include "templates/transform.h"

#if defined(__x86_64__)
#include <immintrin.h>

namespace md::templates::detail {
namespace {

#define MD_AVX2 __attribute__((target("avx2"), always_inline)) inline

struct Eight {
    __m256i r0, r1, r2, r3, r4, r5, r6, r7;
};

MD_AVX2 void butterfly(__m256i& a, __m256i& b) {
    const __m256i difference = _mm256_sub_epi16(a, b);
    a = _mm256_add_epi16(a, b);
    b = difference;
}

MD_AVX2 void three_stages(Eight& v) {
    butterfly(v.r0, v.r4), butterfly(v.r1, v.r5), butterfly(v.r2, v.r6), butterfly(v.r3, v.r7);
    butterfly(v.r0, v.r2), butterfly(v.r1, v.r3), butterfly(v.r4, v.r6), butterfly(v.r5, v.r7);
    butterfly(v.r0, v.r1), butterfly(v.r2, v.r3), butterfly(v.r4, v.r5), butterfly(v.r6, v.r7);
}

// Exchanges the register's number with the place inside each 128-bit half.
MD_AVX2 void transpose(Eight& v) {
    const __m256i a0 = _mm256_unpacklo_epi16(v.r0, v.r1), a1 = _mm256_unpackhi_epi16(v.r0, v.r1);
    const __m256i a2 = _mm256_unpacklo_epi16(v.r2, v.r3), a3 = _mm256_unpackhi_epi16(v.r2, v.r3);
    const __m256i a4 = _mm256_unpacklo_epi16(v.r4, v.r5), a5 = _mm256_unpackhi_epi16(v.r4, v.r5);
    const __m256i a6 = _mm256_unpacklo_epi16(v.r6, v.r7), a7 = _mm256_unpackhi_epi16(v.r6, v.r7);
    const __m256i b0 = _mm256_unpacklo_epi32(a0, a2), b1 = _mm256_unpackhi_epi32(a0, a2);
    const __m256i b2 = _mm256_unpacklo_epi32(a1, a3), b3 = _mm256_unpackhi_epi32(a1, a3);
    const __m256i b4 = _mm256_unpacklo_epi32(a4, a6), b5 = _mm256_unpackhi_epi32(a4, a6);
    const __m256i b6 = _mm256_unpacklo_epi32(a5, a7), b7 = _mm256_unpackhi_epi32(a5, a7);
    v.r0 = _mm256_unpacklo_epi64(b0, b4), v.r1 = _mm256_unpackhi_epi64(b0, b4);
    v.r2 = _mm256_unpacklo_epi64(b1, b5), v.r3 = _mm256_unpackhi_epi64(b1, b5);
    v.r4 = _mm256_unpacklo_epi64(b2, b6), v.r5 = _mm256_unpackhi_epi64(b2, b6);
    v.r6 = _mm256_unpacklo_epi64(b3, b7), v.r7 = _mm256_unpackhi_epi64(b3, b7);
}

// Negates where the 16 bits at `bits` are set: each bit is multiplied up into the sign of its 16-bit lane, which vpsignw then applies.
MD_AVX2 __m256i apply_signs(__m256i v, const std::uint8_t* bits) {
    const __m256i to_top = _mm256_setr_epi16(-32768, 16384, 8192, 4096, 2048, 1024, 512, 256, 128, 64, 32, 16, 8, 4, 2, 1);
    std::uint16_t word;
    __builtin_memcpy(&word, bits, sizeof word);
    const __m256i lifted = _mm256_mullo_epi16(_mm256_set1_epi16(static_cast<short>(word)), to_top);
    return _mm256_sign_epi16(v, _mm256_or_si256(lifted, _mm256_set1_epi16(1)));
}

MD_AVX2 void apply_signs(Eight& v, const std::uint8_t* bits, std::size_t stride) {
    v.r0 = apply_signs(v.r0, bits), v.r1 = apply_signs(v.r1, bits + stride), v.r2 = apply_signs(v.r2, bits + 2 * stride);
    v.r3 = apply_signs(v.r3, bits + 3 * stride), v.r4 = apply_signs(v.r4, bits + 4 * stride), v.r5 = apply_signs(v.r5, bits + 5 * stride);
    v.r6 = apply_signs(v.r6, bits + 6 * stride), v.r7 = apply_signs(v.r7, bits + 7 * stride);
}

MD_AVX2 __m256i halve_four_times(__m256i v) { return _mm256_srai_epi16(_mm256_add_epi16(v, _mm256_set1_epi16(8)), 4); }

MD_AVX2 void halve_four_times(Eight& v) {
    v.r0 = halve_four_times(v.r0), v.r1 = halve_four_times(v.r1), v.r2 = halve_four_times(v.r2), v.r3 = halve_four_times(v.r3);
    v.r4 = halve_four_times(v.r4), v.r5 = halve_four_times(v.r5), v.r6 = halve_four_times(v.r6), v.r7 = halve_four_times(v.r7);
}

MD_AVX2 __m256i load(const __m256i* at) { return _mm256_load_si256(at); }

// The same half of two registers side by side: exchanges the half with one bit of the register's number.
MD_AVX2 __m256i halves(const __m256i* a, const __m256i* b, int half) {
    const auto* low = reinterpret_cast<const __m128i*>(a) + half;
    const auto* high = reinterpret_cast<const __m128i*>(b) + half;
    return _mm256_inserti128_si256(_mm256_castsi128_si256(_mm_load_si128(low)), _mm_load_si128(high), 1);
}

MD_AVX2 void store(__m256i* at, const Eight& v, int stride = 1) {
    _mm256_store_si256(at, v.r0), _mm256_store_si256(at + stride, v.r1), _mm256_store_si256(at + 2 * stride, v.r2);
    _mm256_store_si256(at + 3 * stride, v.r3), _mm256_store_si256(at + 4 * stride, v.r4), _mm256_store_si256(at + 5 * stride, v.r5);
    _mm256_store_si256(at + 6 * stride, v.r6), _mm256_store_si256(at + 7 * stride, v.r7);
}

// The signs of 32 coefficients.
MD_AVX2 std::uint32_t negative(__m256i a, __m256i b) {
    return static_cast<std::uint32_t>(_mm256_movemask_epi8(_mm256_permute4x64_epi64(_mm256_packs_epi16(a, b), 0xD8)));
}
MD_AVX2 std::uint64_t negative(__m256i a, __m256i b, __m256i c, __m256i d) {
    return negative(a, b) | static_cast<std::uint64_t>(negative(c, d)) << 32;
}

__attribute__((target("avx2"))) void rotate_block(const __m256i* q, const std::uint8_t* signs, __m256i* y, std::uint64_t* code) {
    __m256i first[32], second[32];
    for (int group = 0; group < 4; ++group) {
        const __m256i* in = q + group;
        Eight v{load(in), load(in + 4), load(in + 8), load(in + 12), load(in + 16), load(in + 20), load(in + 24), load(in + 28)};
        apply_signs(v, signs + 2 * group, 8);
        three_stages(v);
        store(first + group, v, 4);
    }
    for (int group = 0; group < 4; ++group) {
        const __m256i* in = first + 8 * group;
        Eight v{halves(in, in + 4, 0), halves(in + 1, in + 5, 0), halves(in + 2, in + 6, 0), halves(in + 3, in + 7, 0),
                halves(in, in + 4, 1), halves(in + 1, in + 5, 1), halves(in + 2, in + 6, 1), halves(in + 3, in + 7, 1)};
        three_stages(v);
        transpose(v);
        three_stages(v);
        halve_four_times(v);
        apply_signs(v, signs + kSignBytes / 2 + 16 * group, 2);
        three_stages(v);
        store(second + 8 * group, v);
    }
    for (int group = 0; group < 4; ++group) {
        const __m256i* in = second + 2 * group;
        Eight v{halves(in, in + 1, 0), halves(in + 8, in + 9, 0), halves(in + 16, in + 17, 0), halves(in + 24, in + 25, 0),
                halves(in, in + 1, 1), halves(in + 8, in + 9, 1), halves(in + 16, in + 17, 1), halves(in + 24, in + 25, 1)};
        three_stages(v);
        transpose(v);
        three_stages(v);
        store(y + 8 * group, v);
        code[2 * group] = negative(v.r0, v.r1, v.r2, v.r3);
        code[2 * group + 1] = negative(v.r4, v.r5, v.r6, v.r7);
    }
}

}  // namespace

void rotate_avx2(const Quantised& x, std::span<const std::uint8_t> signs, int bits, Rotated& out) {
    for (int block = 0; block < bits / kBlock; ++block)
        rotate_block(reinterpret_cast<const __m256i*>(x.q.data()), signs.data() + block * kSignBytes,
                     reinterpret_cast<__m256i*>(out.y.data() + block * kBlock), out.code.data() + block * (kBlock / 64));
}

bool has_avx2() {
    static const bool has = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("popcnt");
    return has;
}

}  // namespace md::templates::detail
#else
namespace md::templates::detail {
void rotate_avx2(const Quantised& x, std::span<const std::uint8_t> signs, int bits, Rotated& out) { rotate_scalar(x, signs, bits, out); }
bool has_avx2() { return false; }
}  // namespace md::templates::detail
#endif
