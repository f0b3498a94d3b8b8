#include "base/secret.h"
#include "templates/gallery.h"
#include "templates/hamming.h"

namespace md::templates {

std::string_view code(Band band) {
    switch (band) {
        case Band::none:
            return "none";
        case Band::weak:
            return "weak";
        case Band::clear:
            return "clear";
        case Band::strong:
            return "strong";
    }
    return "none";
}

// B3, B6: the two faces meet only under a key that dies with the call.
float compare_once(std::span<const float> a, std::span<const float> b, int bits, Profile profile, Random& random) {
    const auto first = quantise(a), second = quantise(b);
    if (!first || !second) return -1;
    const SecretBytes key = random.secret(crypto::Suite::of(profile).key_bytes());
    SecretBytes signs(sign_bytes(bits));
    crypto::Keystream::make(profile, key.view())->fill({}, signs.span());
    Rotated probe, reference;
    rotate(*first, signs.view(), bits, probe);
    rotate(*second, signs.view(), bits, reference);
    const float score = asymmetric_score(probe, reference.code.data(), bits, score_norm(*first, bits));
    wipe(&probe, sizeof probe);
    wipe(&reference, sizeof reference);
    return score;
}

}  // namespace md::templates
