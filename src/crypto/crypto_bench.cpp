#include <benchmark/benchmark.h>

#include "base/random.h"
#include "crypto/certificate.h"
#include "crypto/keys.h"
#include "crypto/suite.h"
#include "tls_pair.h"

namespace md::crypto {
namespace {

constexpr Profile profile_of(std::int64_t value) { return value ? Profile::cii : Profile::general; }
void both(benchmark::internal::Benchmark* bench) { bench->ArgNames({"cii", "bytes"})->ArgsProduct({{0, 1}, {256, 4096, 65536}}); }

struct Input {
    explicit Input(const benchmark::State& state) : suite(Suite::of(profile_of(state.range(0)))) {
        SeededRandom random(1);
        key = random.bytes(suite.key_bytes());
        nonce = random.bytes(kNonceBytes);
        associated = random.bytes(32);
        plain = random.bytes(static_cast<std::size_t>(state.range(1)));
        sealed = suite.seal(key, nonce, associated, plain);
    }
    const Suite& suite;
    Bytes key, nonce, associated, plain, sealed;
};

void seal(benchmark::State& state) {
    const Input input(state);
    for (auto _ : state) benchmark::DoNotOptimize(input.suite.seal(input.key, input.nonce, input.associated, input.plain));
    state.SetBytesProcessed(state.iterations() * state.range(1));
}
BENCHMARK(seal)->Apply(both);

void open(benchmark::State& state) {
    const Input input(state);
    for (auto _ : state) benchmark::DoNotOptimize(input.suite.open(input.key, input.nonce, input.associated, input.sealed));
    state.SetBytesProcessed(state.iterations() * state.range(1));
}
BENCHMARK(open)->Apply(both);

void digest(benchmark::State& state) {
    const Input input(state);
    for (auto _ : state) benchmark::DoNotOptimize(input.suite.digest(input.plain));
    state.SetBytesProcessed(state.iterations() * state.range(1));
}
BENCHMARK(digest)->Apply(both);

void hkdf(benchmark::State& state) {
    const Suite& suite = Suite::of(profile_of(state.range(0)));
    const Bytes secret(32, 1), salt(16, 2);
    for (auto _ : state) benchmark::DoNotOptimize(suite.hkdf(secret, salt, "store row key", 32));
}
BENCHMARK(hkdf)->ArgName("cii")->Arg(0)->Arg(1);

void keystream(benchmark::State& state) {
    const Profile profile = profile_of(state.range(0));
    const auto stream = Keystream::make(profile, Bytes(Suite::of(profile).key_bytes(), 1));
    std::vector<std::array<std::uint8_t, kNonceBytes>> nonces(1000);
    SeededRandom random(1);
    for (auto& nonce : nonces) random.fill(nonce);
    const auto each = static_cast<std::size_t>(state.range(1));
    Bytes out(nonces.size() * each);
    for (auto _ : state) {
        stream->fill_many(nonces, each, out);
        benchmark::DoNotOptimize(out.data());
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(out.size()));
}
BENCHMARK(keystream)->ArgNames({"cii", "bytes"})->ArgsProduct({{0, 1}, {64, 256, 2048}});

void sign(benchmark::State& state) {
    const PrivateKey key = PrivateKey::generate(profile_of(state.range(0)));
    for (auto _ : state) benchmark::DoNotOptimize(key.sign(as_bytes("a head of the ledger")));
}
BENCHMARK(sign)->ArgName("cii")->Arg(0)->Arg(1);

void verify(benchmark::State& state) {
    const PrivateKey key = PrivateKey::generate(profile_of(state.range(0)));
    const PublicKey shown = key.public_key();
    const Bytes signature = key.sign(as_bytes("a head of the ledger"));
    for (auto _ : state) benchmark::DoNotOptimize(shown.verify(as_bytes("a head of the ledger"), signature));
}
BENCHMARK(verify)->ArgName("cii")->Arg(0)->Arg(1);

class Ends {
public:
    explicit Ends(Profile profile) : root_key_(PrivateKey::generate(profile)) {
        root_ = make("root", root_key_.public_key(), true);
        server = end(profile, true);
        client = end(profile, false);
    }
    std::shared_ptr<TlsContext> server, client;

private:
    Bytes make(const std::string& name, const PublicKey& key, bool authority) {
        const WallTime now = SystemClock().wall();
        CertificateRequest request{.common_name = name,
                                   .serial = Bytes(16, 1),
                                   .not_before = now - std::chrono::hours(1),
                                   .not_after = now + std::chrono::hours(1)};
        request.authority = authority;
        return must(issue_certificate(request, key, root_key_, authority ? Bytes() : root_));
    }
    std::shared_ptr<TlsContext> end(Profile profile, bool server_end) {
        const PrivateKey key = PrivateKey::generate(profile);
        TlsContext::Options options{.server = server_end, .trusted = {root_}, .peer_auth = PeerAuth::required};
        options.identities.push_back({{make("end", key.public_key(), false)}, key.pkcs8()});
        return must(TlsContext::make(TlsPolicy::of(profile), std::move(options)));
    }
    PrivateKey root_key_;
    Bytes root_;
};

void tls_mutual_handshake(benchmark::State& state) {  // both ends on one core
    const Ends ends(profile_of(state.range(0)));
    for (auto _ : state)
        if (!test::TlsPair(*ends.server, *ends.client).shake()) state.SkipWithError("handshake");
}
BENCHMARK(tls_mutual_handshake)->ArgName("cii")->Arg(0)->Arg(1);

void tls_data(benchmark::State& state) {  // 16 KiB writes, both ends on one core
    const Ends ends(profile_of(state.range(0)));
    test::TlsPair pair(*ends.server, *ends.client);
    if (!pair.shake()) state.SkipWithError("handshake");
    Bytes data(16384, 1);
    for (auto _ : state) {
        SSL_write(pair.client(), data.data(), 16384);
        SSL_read(pair.server(), data.data(), 16384);
    }
    state.SetBytesProcessed(state.iterations() * 16384);
}
BENCHMARK(tls_data)->ArgName("cii")->Arg(0)->Arg(1);

}  // namespace
}  // namespace md::crypto
