#include "people/pictures.h"

#include <algorithm>
#include <bit>

#include "people/errors.h"
#include "vision/errors.h"

namespace md::people {
namespace {

constexpr int kSide = 16;      // the fingerprint has one bit for each neighbouring pair of a 17 x 16 picture
constexpr int kSameBits = 10;  // of 256: what another format or a mild recompression changes
constexpr std::string_view kFormats[] = {"jpeg", "png", "webp", "bmp", "pnm"};

// Difference hash: which of two neighbours is darker. Survives recompression, scaling and changes of brightness.
Bytes fingerprint_of(const vision::Image& image) {
    const auto small = vision::resize(image, kSide + 1, kSide);
    const auto grey = [&](int x, int y) {
        const auto* pixel = small.data() + y * small.stride() + static_cast<std::size_t>(x) * 3;
        return 29 * pixel[0] + 150 * pixel[1] + 77 * pixel[2];  // BT.601 in 1/256
    };
    Bytes out(kSide * kSide / 8);
    for (int i = 0; i < kSide * kSide; ++i) {
        const int x = i % kSide, y = i / kSide;
        if (grey(x, y) < grey(x + 1, y)) out[static_cast<std::size_t>(i / 8)] |= static_cast<std::uint8_t>(1 << (i % 8));
    }
    return out;
}

int differing_bits(ByteView a, ByteView b) {
    int bits = 0;
    for (std::size_t i = 0; i < std::min(a.size(), b.size()); ++i) bits += std::popcount(static_cast<unsigned>(a[i] ^ b[i]));
    return bits;
}

}  // namespace

Result<Examined> PictureDesk::examine(ByteView file, vision::Use use, bool embed) const {
    MD_ASSIGN(const auto image, vision::decode_image(file));
    MD_ASSIGN(auto single, vision::find_single_face(*engine_, image, use));
    Examined out;
    out.report.usable = single.reasons.empty() && single.face.has_value();
    out.report.reasons = std::move(single.reasons);
    out.report.quality = std::move(single.quality);
    out.report.width = image.width();
    out.report.height = image.height();
    if (single.face) out.report.face = single.face->box;
    if (const auto format = vision::sniff_format(file)) out.format = kFormats[static_cast<std::size_t>(*format)];
    if (!embed) return out;
    const auto digest = suite_.hmac(key_.view(), file);
    out.file_digest.assign(digest.begin(), digest.end());
    out.fingerprint = fingerprint_of(image);
    if (out.report.usable) {
        MD_ASSIGN(out.embedding, engine_->embed_thoroughly(image, *single.face));
    }
    return out;
}

// B2: the same picture in another format counts as another picture; the user is told.
Status PictureDesk::compare_files(Examined& picture, ByteView old_digest, ByteView old_fingerprint, std::string_view old_format) const {
    if (equal_constant_time(picture.file_digest, old_digest)) return fail(errors::kPictureDuplicate);
    if (differing_bits(picture.fingerprint, old_fingerprint) > kSameBits) return {};
    picture.report.notes.push_back(picture.format == old_format ? PictureNote::nearly_same_picture
                                                                : PictureNote::same_picture_other_format);
    return {};
}

}  // namespace md::people
