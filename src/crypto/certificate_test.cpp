#include "crypto/certificate.h"

#include <gtest/gtest.h>

#include "base/random.h"
#include "crypto/errors.h"
#include "profile.h"

namespace md::crypto {
namespace {

using std::chrono::hours;
const WallTime kNow{std::chrono::seconds(1'790'000'000)};

struct Chain {
    PrivateKey root_key = PrivateKey::generate(test::profile()), leaf_key = PrivateKey::generate(test::profile());
    Bytes root, leaf;
    Chain() {
        CertificateRequest request{.common_name = "测试根 CA",
                                   .organisation = "Miandun",
                                   .serial = Bytes(16, 1),
                                   .not_before = kNow - hours(1),
                                   .not_after = kNow + hours(1000),
                                   .authority = true};
        root = must(issue_certificate(request, root_key.public_key(), root_key, {}));
        request = {.common_name = "gateway-1",
                   .dns_names = {"gw.example"},
                   .ip_addresses = {"192.0.2.7", "2001:db8::1"},
                   .uris = {"urn:miandun:kind:gateway"},
                   .serial = Bytes{0x7f, 2, 3, 4, 5, 6, 7, 0},
                   .not_before = kNow,
                   .not_after = kNow + hours(24),
                   .for_server = true};
        leaf = must(issue_certificate(request, leaf_key.public_key(), root_key, root));
    }
};

TEST(Certificate, SaysBackWhatWasAskedFor) {
    const Chain chain;
    const auto leaf = must(read_certificate(chain.leaf)), root = must(read_certificate(chain.root));
    EXPECT_EQ(leaf.common_name, "gateway-1");
    EXPECT_EQ(root.common_name, "测试根 CA");
    EXPECT_EQ(root.subject, "CN=测试根 CA,O=Miandun");
    EXPECT_EQ(leaf.issuer, root.subject);
    EXPECT_EQ(leaf.dns_names, std::vector<std::string>{"gw.example"});
    EXPECT_EQ(leaf.ip_addresses, (std::vector<std::string>{"192.0.2.7", "2001:db8::1"}));
    EXPECT_EQ(leaf.uris, std::vector<std::string>{"urn:miandun:kind:gateway"});
    EXPECT_EQ(to_hex(leaf.serial), "7f02030405060700");
    EXPECT_EQ(leaf.not_before, kNow);
    EXPECT_EQ(leaf.not_after, kNow + hours(24));
    EXPECT_TRUE(root.authority);
    EXPECT_FALSE(leaf.authority);
    EXPECT_TRUE(leaf.for_server);
    EXPECT_FALSE(leaf.for_client);
    EXPECT_EQ(leaf.spki, chain.leaf_key.public_key().spki());
    const bool cii = test::profile() == Profile::cii;
    EXPECT_EQ(leaf.key_algorithm, cii ? "SM2" : "EC P-256");
    EXPECT_EQ(leaf.signature_algorithm, cii ? "SM2-SM3" : "ecdsa-with-SHA256");
}

TEST(Certificate, ChainsVerifyInTheirTimeAlone) {  // D9
    const Chain chain;
    EXPECT_TRUE(verify_issued_by(chain.leaf, chain.root, kNow));
    EXPECT_TRUE(verify_issued_by(chain.leaf, chain.root, kNow + hours(24)));
    EXPECT_FALSE(verify_issued_by(chain.leaf, chain.root, kNow - hours(1)));
    EXPECT_FALSE(verify_issued_by(chain.leaf, chain.root, kNow + hours(25)));
    EXPECT_FALSE(verify_issued_by(chain.leaf, Chain().root,
                                  kNow));  // same names, other key
    EXPECT_FALSE(verify_issued_by(chain.leaf, chain.leaf, kNow));
    for (std::size_t at = 0; at < chain.leaf.size(); at += 7) {
        Bytes changed = chain.leaf;
        changed[at] ^= 4;
        EXPECT_FALSE(verify_issued_by(changed, chain.root, kNow)) << at;
    }
}

TEST(Certificate, MalformedInputIsRefusedNotCrashedOn) {
    const Chain chain;
    for (std::size_t length = 0; length < chain.leaf.size(); ++length) EXPECT_FALSE(read_certificate(ByteView(chain.leaf).first(length)));
    Bytes longer = chain.leaf;
    longer.push_back(0);
    EXPECT_FALSE(read_certificate(longer));
    SeededRandom random(7);
    for (int round = 0; round < 2000; ++round) {  // reads or refuses, no crash
        Bytes changed = chain.leaf;
        changed[random.bytes(1)[0] % changed.size()] = random.bytes(1)[0];
        (void)read_certificate(changed);
    }
    CertificateRequest request{.common_name = "x", .serial = Bytes(16, 1), .not_before = kNow, .not_after = kNow + hours(1)};
    const auto issues = [&](const CertificateRequest& asked) {
        return issue_certificate(asked, chain.leaf_key.public_key(), chain.root_key, chain.root).has_value();
    };
    EXPECT_TRUE(issues(request));
    for (const auto& spoil : std::vector<std::function<void(CertificateRequest&)>>{
             [](auto& r) { r.common_name.clear(); }, [](auto& r) { r.common_name = std::string(65, 'a'); },
             [](auto& r) { r.common_name = "a\nb"; }, [](auto& r) { r.common_name = "\xff\xfe"; }, [](auto& r) { r.serial = Bytes(7, 1); },
             [](auto& r) { r.serial[0] = 0x80; }, [](auto& r) { r.not_after = r.not_before; },
             [](auto& r) { r.ip_addresses = {"300.1.1.1"}; }, [](auto& r) { r.ip_addresses = {std::string("192.0.2.7\0x", 11)}; },
             [](auto& r) { r.dns_names = {"a b"}; }}) {
        CertificateRequest spoiled = request;
        spoil(spoiled);
        EXPECT_FALSE(issues(spoiled));
    }
    EXPECT_FALSE(issue_certificate(request, chain.leaf_key.public_key(), chain.leaf_key, chain.root))
        << "issuer key and certificate differ";
}

TEST(Certificate, RevocationListsReadBackAndBelongToTheirIssuer) {  // D9
    const Chain chain;
    const Bytes serial{0x7f, 2, 3, 4, 5, 6, 7, 0};
    const Bytes crl = must(issue_crl({{serial, kNow}}, 41, kNow, kNow + hours(24), chain.root_key, chain.root));
    const auto list = must(read_crl(crl, chain.root));
    EXPECT_EQ(list.number, 41u);
    EXPECT_EQ(list.next_update, kNow + hours(24));
    ASSERT_EQ(list.revoked.size(), 1u);
    EXPECT_EQ(list.revoked[0].serial, serial);
    EXPECT_EQ(list.revoked[0].when, kNow);
    EXPECT_TRUE(must(read_crl(must(issue_crl({}, 1, kNow, kNow + hours(1), chain.root_key, chain.root)), chain.root)).revoked.empty());
    EXPECT_EQ(read_crl(crl, Chain().root).error().code(), errors::kSignatureInvalid.code);
    Bytes changed = crl;
    changed.back() ^= 1;
    EXPECT_FALSE(read_crl(changed, chain.root));
}

TEST(Certificate, SigningRequestsProveTheirKey) {
    const PrivateKey key = PrivateKey::generate(test::profile());
    Bytes der = must(make_signing_request(key, "camera 7", {"cam7.example"}, {"192.0.2.9"}));
    const auto request = must(read_signing_request(der));
    EXPECT_EQ(request.common_name, "camera 7");
    EXPECT_EQ(request.dns_names, std::vector<std::string>{"cam7.example"});
    EXPECT_EQ(request.ip_addresses, std::vector<std::string>{"192.0.2.9"});
    EXPECT_EQ(request.key.spki(), key.public_key().spki());
    der.back() ^= 1;
    EXPECT_FALSE(read_signing_request(der));
    der.resize(der.size() / 2);
    EXPECT_FALSE(read_signing_request(der));
}

TEST(Certificate, PemRoundTripsAndRefusesDamage) {
    const Chain chain;
    const std::string pem = to_pem("CERTIFICATE", chain.leaf);
    EXPECT_EQ(must(from_pem("CERTIFICATE", "text before\n" + pem + to_pem("CERTIFICATE", chain.root))), chain.leaf);
    EXPECT_FALSE(from_pem("PRIVATE KEY", pem));
    EXPECT_FALSE(from_pem("CERTIFICATE", pem.substr(0, pem.size() / 2)));
    EXPECT_FALSE(from_pem("CERTIFICATE", "-----BEGIN CERTIFICATE-----\n!!\n-----END CERTIFICATE-----\n"));
}

}  // namespace
}  // namespace md::crypto
