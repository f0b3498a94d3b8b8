#include "vision/flush_denormals.h"

#include <gtest/gtest.h>

namespace md::vision {
namespace {

float half_of_the_smallest_normal() {
    volatile float smallest = 1.17549435e-38F, half = 0.5F;
    return smallest * half;
}

TEST(FlushDenormals, HoldsForItsScopeAlone) {
    ASSERT_GT(half_of_the_smallest_normal(), 0);
    {
        const FlushDenormals flush;
#if defined(__x86_64__)
        EXPECT_EQ(half_of_the_smallest_normal(), 0);
#endif
    }
    EXPECT_GT(half_of_the_smallest_normal(), 0);
}

}  // namespace
}  // namespace md::vision
