#include "vision/exif.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const md::ByteView bytes(data, size);
    if (md::vision::orientation_of_tiff(bytes) > 8) __builtin_trap();
    for (const auto format : {md::vision::ImageFormat::jpeg, md::vision::ImageFormat::png, md::vision::ImageFormat::webp})
        md::vision::orientation_of_file(bytes, format);
    return 0;
}
