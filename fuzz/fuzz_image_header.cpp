#include "vision/image_header.h"

// Header checks first, then the whole decoder on small pictures: whatever passes the checks must not bring it down.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const md::ByteView bytes(data, size);
    const auto header = md::vision::read_image_header(bytes);
    if (header && (header->width < 0 || header->height < 0)) __builtin_trap();
    if (md::vision::decode_image(bytes, {.max_bytes = 1u << 20, .max_pixels = 1 << 16, .max_side_px = 1024})) return 0;
    return 0;
}
