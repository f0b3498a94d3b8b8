#include "crypto/suite.h"

#include <algorithm>
#include <climits>
#include <cstring>
#include <utility>

#include "base/errors.h"
#include "base/random.h"
#include "crypto/errors.h"
#include "crypto/openssl.h"

namespace md::crypto {

namespace {

// Algorithms are fetched once; contexts live one a thread, because setting one up costs more than sealing a template row. A thread's
// context holds the key schedule of its last call until the next one overwrites it.
struct ThreadContexts {
    OwnedDigestContext digest;
    OwnedMacContext mac;
    OwnedCipherContext seal, open;
};

struct Algorithms {
    Profile profile;
    std::string_view digest_name, aead_name;
    std::size_t key_bytes;
    EVP_MD* digest;
    EVP_CIPHER* aead;
};

// What has static life may still hash as the process ends (a ledger signs its last head), when the owners of a thread are gone already: it
// then gets contexts that nobody frees.
ThreadContexts& contexts(Profile profile) {
    using OfProfiles = std::array<ThreadContexts, 2>;
    struct Owner {
        OfProfiles** owned;
        ~Owner() { delete std::exchange(*owned, nullptr); }
    };
    thread_local OfProfiles* of_profile = nullptr;
    if (!of_profile) {
        of_profile = new OfProfiles;
        thread_local const Owner owner{&of_profile};
    }
    return (*of_profile)[profile == Profile::cii ? 1 : 0];
}

Algorithms fetch(Profile profile) {
    const bool cii = profile == Profile::cii;
    Algorithms out{profile, cii ? "SM3" : "SHA-256", cii ? "SM4-GCM" : "AES-256-GCM", cii ? 16u : 32u, nullptr, nullptr};
    out.digest = EVP_MD_fetch(library(), cii ? "SM3" : "SHA2-256", kProperties);
    out.aead = EVP_CIPHER_fetch(library(), out.aead_name.data(), kProperties);
    if (!out.digest || !out.aead) throw Fatal(Error(errors::kSuiteUnavailable, openssl_error()));
    return out;
}

// EVP takes int lengths; longer inputs go in pieces.
constexpr std::size_t kMaxPiece = std::size_t{1} << 30;

template <class Update>
void in_pieces(ByteView data, Update update) {
    do {
        const std::size_t piece = std::min(data.size(), kMaxPiece);
        update(data.first(piece));
        data = data.subspan(piece);
    } while (!data.empty());
}

class EvpHasher final : public Hasher {
public:
    explicit EvpHasher(const EVP_MD* digest) : context_(EVP_MD_CTX_new()) {
        require(context_ && EVP_DigestInit_ex2(context_.get(), digest, nullptr), "EVP_DigestInit_ex2");
    }
    void update(ByteView data) override { require(EVP_DigestUpdate(context_.get(), data.data(), data.size()), "EVP_DigestUpdate"); }
    Digest finish() override {
        Digest out;
        require(EVP_DigestFinal_ex(context_.get(), out.data(), nullptr), "EVP_DigestFinal_ex");
        return out;
    }

private:
    OwnedDigestContext context_;
};

class EvpSuite final : public Suite {
public:
    explicit EvpSuite(Profile profile) : algorithms_(fetch(profile)) {}

    Profile profile() const override { return algorithms_.profile; }
    std::string_view digest_name() const override { return algorithms_.digest_name; }
    std::string_view aead_name() const override { return algorithms_.aead_name; }
    std::size_t key_bytes() const override { return algorithms_.key_bytes; }

    Digest digest(ByteView data) const override {
        auto& context = contexts(algorithms_.profile).digest;
        if (!context) context.reset(EVP_MD_CTX_new());
        Digest out;
        require(context && EVP_DigestInit_ex2(context.get(), algorithms_.digest, nullptr) &&
                    EVP_DigestUpdate(context.get(), data.data(), data.size()) && EVP_DigestFinal_ex(context.get(), out.data(), nullptr),
                "digest");
        return out;
    }

    std::unique_ptr<Hasher> hasher() const override { return std::make_unique<EvpHasher>(algorithms_.digest); }

    Digest hmac(ByteView key, ByteView data) const override {
        auto& context = contexts(algorithms_.profile).mac;
        if (!context) context = make_mac();
        static constexpr std::uint8_t kNoKey = 0;  // a null key would mean "as before" to EVP_MAC_init
        Digest out;
        std::size_t written = 0;
        require(EVP_MAC_init(context.get(), key.empty() ? &kNoKey : key.data(), key.size(), nullptr) &&
                    EVP_MAC_update(context.get(), data.data(), data.size()) &&
                    EVP_MAC_final(context.get(), out.data(), &written, out.size()) && written == out.size(),
                "hmac");
        return out;
    }

    SecretBytes hkdf(ByteView secret, ByteView salt, std::string_view info, std::size_t length) const override {
        if (length > 255 * sizeof(Digest)) throw Fatal(Error(errors::kInternal, "hkdf: too long"));
        Digest extracted = hmac(salt, secret);
        SecretBytes out(length), block;
        Bytes input;
        for (std::size_t at = 0, counter = 1; at < length; at += sizeof(Digest), ++counter) {
            input.assign(block.view().begin(), block.view().end());
            input.insert(input.end(), info.begin(), info.end());
            input.push_back(static_cast<std::uint8_t>(counter));
            Digest next = hmac(extracted, input);
            block = SecretBytes(ByteView(next));
            std::copy_n(next.begin(), std::min(sizeof(Digest), length - at), out.span().begin() + static_cast<std::ptrdiff_t>(at));
            wipe(next.data(), next.size());
        }
        wipe(input.data(), input.size());
        wipe(extracted.data(), extracted.size());
        return out;
    }

    Bytes seal(ByteView key, ByteView nonce, ByteView associated, ByteView plaintext) const override {
        check_key(key);
        if (nonce.size() != kNonceBytes) throw Fatal(Error(errors::kInternal, "seal: a nonce has 12 bytes"));
        EVP_CIPHER_CTX* context = start(contexts(algorithms_.profile).seal, key, nonce, true);
        Bytes out(plaintext.size() + kTagBytes);
        authenticate(context, associated);
        int last = 0;
        require(crypt(context, plaintext, out.data()), "seal");
        require(EVP_CipherFinal_ex(context, out.data() + plaintext.size(), &last) &&
                    EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_GET_TAG, kTagBytes, out.data() + plaintext.size()),
                "seal tag");
        return out;
    }

    Result<SecretBytes> open(ByteView key, ByteView nonce, ByteView associated, ByteView sealed) const override {
        check_key(key);
        if (nonce.size() != kNonceBytes || sealed.size() < kTagBytes) return fail(errors::kSealBroken, "too short");
        EVP_CIPHER_CTX* context = start(contexts(algorithms_.profile).open, key, nonce, false);
        const ByteView body = sealed.first(sealed.size() - kTagBytes);
        std::array<std::uint8_t, kTagBytes> tag;
        std::copy_n(sealed.end() - kTagBytes, kTagBytes, tag.begin());
        require(EVP_CIPHER_CTX_ctrl(context, EVP_CTRL_AEAD_SET_TAG, kTagBytes, tag.data()), "open tag");
        authenticate(context, associated);
        SecretBytes out(body.size());
        std::uint8_t none;
        int last = 0;
        if (!crypt(context, body, out.span().data()) || EVP_CipherFinal_ex(context, &none, &last) != 1) {
            openssl_error();  // empties the queue
            return fail(errors::kSealBroken);
        }
        return out;
    }

private:
    OwnedMacContext make_mac() const {
        Owned<EVP_MAC, EVP_MAC_free> mac(EVP_MAC_fetch(library(), "HMAC", kProperties));
        require(mac != nullptr, "EVP_MAC_fetch");
        OwnedMacContext context(EVP_MAC_CTX_new(mac.get()));
        char name[16] = {};
        std::strncpy(name, EVP_MD_get0_name(algorithms_.digest), sizeof name - 1);
        const OSSL_PARAM parameters[] = {OSSL_PARAM_construct_utf8_string("digest", name, 0), OSSL_PARAM_construct_end()};
        require(context && EVP_MAC_CTX_set_params(context.get(), parameters), "EVP_MAC_CTX_set_params");
        return context;
    }

    void check_key(ByteView key) const {
        if (key.size() != algorithms_.key_bytes) throw Fatal(Error(errors::kInternal, "AEAD key of the wrong length"));
    }

    EVP_CIPHER_CTX* start(OwnedCipherContext& context, ByteView key, ByteView nonce, bool encrypt) const {
        const bool fresh = !context;
        if (fresh) context.reset(EVP_CIPHER_CTX_new());
        // Naming the cipher again makes EVP rebuild the context: only the first time.
        require(
            context && EVP_CipherInit_ex2(context.get(), fresh ? algorithms_.aead : nullptr, key.data(), nonce.data(), encrypt, nullptr),
            "EVP_CipherInit_ex2");
        return context.get();
    }

    static void authenticate(EVP_CIPHER_CTX* context, ByteView associated) {
        if (associated.empty()) return;
        in_pieces(associated, [&](ByteView piece) {
            int written = 0;
            require(EVP_CipherUpdate(context, nullptr, &written, piece.data(), static_cast<int>(piece.size())), "associated data");
        });
    }

    static bool crypt(EVP_CIPHER_CTX* context, ByteView in, std::uint8_t* out) {
        if (in.empty()) return true;
        bool ok = true;
        in_pieces(in, [&](ByteView piece) {
            int written = 0;
            ok = ok && EVP_CipherUpdate(context, out, &written, piece.data(), static_cast<int>(piece.size())) == 1;
            out += piece.size();
        });
        return ok;
    }

    Algorithms algorithms_;
};

}  // namespace

const Suite& Suite::of(Profile profile) {
    // Leaked on purpose: other threads may still use them while the process ends.
    if (profile == Profile::cii) {
        static const auto* const cii = new EvpSuite(Profile::cii);
        return *cii;
    }
    static const auto* const general = new EvpSuite(Profile::general);
    return *general;
}

Bytes seal_with_random_nonce(const Suite& suite, ByteView key, ByteView associated, ByteView plaintext) {
    SystemRandom random;
    Bytes out = random.bytes(kNonceBytes);
    const Bytes sealed = suite.seal(key, out, associated, plaintext);
    out.insert(out.end(), sealed.begin(), sealed.end());
    return out;
}

Result<SecretBytes> open_with_leading_nonce(const Suite& suite, ByteView key, ByteView associated, ByteView sealed) {
    if (sealed.size() < kNonceBytes) return fail(errors::kSealBroken, "too short");
    return suite.open(key, sealed.first(kNonceBytes), associated, sealed.subspan(kNonceBytes));
}

}  // namespace md::crypto
