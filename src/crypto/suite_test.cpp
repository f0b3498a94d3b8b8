#include "crypto/suite.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <thread>

#include "base/random.h"
#include "crypto/errors.h"
#include "profile.h"

namespace md::crypto {
namespace {

const Suite& suite() { return Suite::of(test::profile()); }

TEST(Suite, SealedDataOpensAndEveryChangedBitIsFound) {  // B10
    SeededRandom random(1);
    const Bytes key = random.bytes(suite().key_bytes()), nonce = random.bytes(kNonceBytes), associated = random.bytes(7),
                plain = random.bytes(37);
    const Bytes sealed = suite().seal(key, nonce, associated, plain);
    ASSERT_EQ(sealed.size(), plain.size() + kTagBytes);
    EXPECT_EQ(to_bytes(must(suite().open(key, nonce, associated, sealed)).view()), plain);
    const auto refused = [&](const Bytes& k, const Bytes& n, const Bytes& a, const Bytes& s) {
        const auto opened = suite().open(k, n, a, s);
        return !opened && opened.error().is(errors::kSealBroken);
    };
    const auto each_bit = [](Bytes bytes, const auto& probe) {
        for (std::size_t bit = 0; bit < bytes.size() * 8; ++bit) {
            bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
            EXPECT_TRUE(probe(bytes)) << "bit " << bit;
            bytes[bit / 8] ^= static_cast<std::uint8_t>(1u << (bit % 8));
        }
    };
    each_bit(key, [&](const Bytes& k) { return refused(k, nonce, associated, sealed); });
    each_bit(nonce, [&](const Bytes& n) { return refused(key, n, associated, sealed); });
    each_bit(associated, [&](const Bytes& a) { return refused(key, nonce, a, sealed); });
    each_bit(sealed, [&](const Bytes& s) { return refused(key, nonce, associated, s); });
    for (std::size_t length = 0; length < sealed.size(); ++length)
        EXPECT_TRUE(refused(key, nonce, associated, Bytes(sealed.begin(), sealed.begin() + static_cast<std::ptrdiff_t>(length))));
    // A refusal leaves nothing behind in the thread's context.
    EXPECT_TRUE(suite().open(key, nonce, associated, sealed));
}

TEST(Suite, EmptyPlaintextAndEmptyAssociatedDataAreSealedToo) {
    SeededRandom random(2);
    const Bytes key = random.bytes(suite().key_bytes()), nonce = random.bytes(kNonceBytes);
    const Bytes sealed = suite().seal(key, nonce, {}, {});
    EXPECT_EQ(sealed.size(), kTagBytes);
    EXPECT_TRUE(must(suite().open(key, nonce, {}, sealed)).empty());
    EXPECT_FALSE(suite().open(key, nonce, as_bytes("x"), sealed));
}

TEST(Suite, LeadingNonceFormRoundTripsAndNeverRepeatsANonce) {
    SeededRandom random(3);
    const Bytes key = random.bytes(suite().key_bytes());
    const Bytes a = seal_with_random_nonce(suite(), key, as_bytes("row"), as_bytes("text")),
                b = seal_with_random_nonce(suite(), key, as_bytes("row"), as_bytes("text"));
    EXPECT_NE(a, b);
    EXPECT_EQ(as_text(must(open_with_leading_nonce(suite(), key, as_bytes("row"), a)).view()), "text");
    EXPECT_FALSE(open_with_leading_nonce(suite(), key, as_bytes("other row"), a));
    EXPECT_FALSE(open_with_leading_nonce(suite(), key, as_bytes("row"), ByteView(a).first(11)));
}

TEST(Suite, WrongKeyLengthIsABrokenInvariant) {
    EXPECT_THROW(suite().seal(Bytes(5), Bytes(12), {}, {}), Fatal);
    EXPECT_THROW((void)suite().open(Bytes(33), Bytes(12), {}, Bytes(16)), Fatal);
    EXPECT_THROW(Keystream::make(test::profile(), Bytes(5)), Fatal);
}

TEST(Suite, HasherEqualsDigestAndHkdfIsPrefixStable) {
    SeededRandom random(4);
    const Bytes data = random.bytes(1000);
    auto hasher = suite().hasher();
    hasher->update(ByteView(data).first(1));
    hasher->update(ByteView(data).subspan(1, 0));
    hasher->update(ByteView(data).subspan(1));
    EXPECT_EQ(hasher->finish(), suite().digest(data));
    const auto whole = suite().hkdf(data, {}, "info", 100), part = suite().hkdf(data, {}, "info", 33);
    EXPECT_TRUE(std::equal(part.view().begin(), part.view().end(), whole.view().begin()));
    EXPECT_NE(to_bytes(suite().hkdf(data, {}, "other", 33).view()), to_bytes(part.view()));
    EXPECT_THROW(suite().hkdf(data, {}, "info", 255 * 32 + 1), Fatal);
}

TEST(Suite, HmacWithAnEmptyKeyDoesNotReuseTheKeyBefore) {
    const auto expected = suite().hmac({}, as_bytes("message"));
    suite().hmac(as_bytes("some key"), as_bytes("message"));
    EXPECT_EQ(suite().hmac({}, as_bytes("message")), expected);
    EXPECT_NE(suite().hmac(as_bytes("some key"), as_bytes("message")), expected);
}

// Things of static life go after those of the thread: a ledger signs its last head then.
TEST(Suite, HashesWhileTheProcessEnds) {
    struct Late {
        crypto::Digest expected;
        ~Late() {
            for (int i = 0; i < 100; ++i)
                if (suite().digest(as_bytes("the last head")) != expected) std::_Exit(1);
        }
    };
    const auto end = [] {
        static const Late late{suite().digest(as_bytes("the last head"))};
        std::exit(0);
    };
    EXPECT_EXIT(end(), ::testing::ExitedWithCode(0), "");
}

TEST(Suite, ManyThreadsAtOnceDoNotDisturbEachOther) {
    std::vector<std::thread> threads;
    std::atomic<int> wrong = 0;
    for (unsigned seed = 0; seed < 4; ++seed)
        threads.emplace_back([&wrong, seed] {
            SeededRandom random(seed);
            for (int round = 0; round < 500; ++round) {
                const Bytes key = random.bytes(suite().key_bytes()), nonce = random.bytes(kNonceBytes), plain = random.bytes(round % 90);
                const auto opened = suite().open(key, nonce, key, suite().seal(key, nonce, key, plain));
                if (!opened || to_bytes(opened->view()) != plain) ++wrong;
            }
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(wrong, 0);
}

TEST(Keystream, BatchesEqualSingleFillsAndPrefixesAgree) {
    SeededRandom random(5);
    const auto stream = Keystream::make(test::profile(), random.bytes(suite().key_bytes()));
    for (const std::size_t bytes_each : {0u, 1u, 15u, 16u, 17u, 64u, 100u, 256u, 4096u, 10'001u}) {
        std::vector<std::array<std::uint8_t, kNonceBytes>> nonces(600 / (1 + bytes_each / 100) + 2);
        for (auto& nonce : nonces) random.fill(nonce);
        Bytes many(nonces.size() * bytes_each), one(bytes_each);
        stream->fill_many(nonces, bytes_each, many);
        for (std::size_t i = 0; i < nonces.size(); ++i) {
            stream->fill(nonces[i], one);
            ASSERT_TRUE(std::equal(one.begin(), one.end(), many.begin() + static_cast<std::ptrdiff_t>(i * bytes_each)))
                << bytes_each << " " << i;
        }
    }
    std::vector<std::array<std::uint8_t, kNonceBytes>> two(2);
    Bytes too_small(31);
    EXPECT_THROW(stream->fill_many(two, 16, too_small), Fatal);
}

TEST(Keystream, IsCounterModeWithTheNonceInFront) {  // SP 800-38A counter blocks: encrypting GCM's counter blocks gives GCM's keystream
    SeededRandom random(6);
    const Bytes key = random.bytes(suite().key_bytes());
    const auto nonce = random.array<kNonceBytes>();
    // GCM with a 96-bit nonce encrypts with counters from 2 on (SP 800-38D): sealing zeros shows the keystream from the third block.
    const Bytes zeros(160), sealed = suite().seal(key, nonce, {}, zeros);
    Bytes stream(32 + zeros.size());
    Keystream::make(test::profile(), key)->fill(nonce, stream);
    EXPECT_TRUE(std::equal(stream.begin() + 32, stream.end(), sealed.begin()));
}

}  // namespace
}  // namespace md::crypto
