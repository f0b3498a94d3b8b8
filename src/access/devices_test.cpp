#include "access/devices.h"

#include "access/test_house.h"
#include "base/errors.h"
#include "crypto/certificate.h"

namespace md::access::test {
namespace {

using namespace std::chrono_literals;

Bytes certificate(House& house, const std::string& name) {
    const auto key = crypto::PrivateKey::generate(profile());
    crypto::CertificateRequest request;
    request.common_name = name;
    request.serial = house.random.bytes(16);
    request.serial[0] = 1;
    request.not_before = house.clock.wall();
    request.not_after = house.clock.wall() + 24h;
    request.for_client = true;
    return must(crypto::issue_certificate(request, key.public_key(), key, {}));
}

// D10
TEST(Devices, KeyWorksOnlyWhereItIsBound) {
    House house;
    auto& devices = house.access->devices();
    const auto by = Caller::system();
    const auto own = certificate(house, "door"), other = certificate(house, "other");
    const auto fingerprint = must(crypto::read_certificate(own)).sha256_fingerprint;
    const auto by_address =
        must(devices.create(by, {.name = "门口", .kind = DeviceKind::terminal, .bound_to = {"", {"10.1.0.0/16", "2001:db8::/32"}}}));
    const auto by_certificate = must(devices.create(by, {.name = "cam", .kind = DeviceKind::camera, .bound_to = {fingerprint, {}}}));
    const auto by_both =
        must(devices.create(by, {.name = "both", .kind = DeviceKind::program, .bound_to = {fingerprint, {"10.1.0.0/16"}}}));
    const auto use = [&](const CreatedDevice& device, const char* address, ByteView shown) {
        return devices.authenticate(as_text(device.key.view()), address, shown);
    };
    EXPECT_EQ(as_text(by_address.key.view()).substr(0, 3), "md_");
    const auto caller = must(use(by_address, "10.1.2.3", {}));
    EXPECT_EQ(caller.permissions, permissions_of(DeviceKind::terminal));
    EXPECT_EQ(caller.actor(), "device:" + by_address.device.id.text());
    EXPECT_TRUE(use(by_address, "2001:db8:1::1", {}));
    EXPECT_REFUSED(use(by_address, "10.2.0.1", own), errors::kDeviceElsewhere);
    EXPECT_TRUE(use(by_certificate, "192.0.2.1", own));
    EXPECT_REFUSED(use(by_certificate, "192.0.2.1", other), errors::kDeviceElsewhere);
    EXPECT_REFUSED(use(by_certificate, "192.0.2.1", {}), errors::kDeviceElsewhere);
    EXPECT_TRUE(use(by_both, "10.1.0.1", own));
    EXPECT_REFUSED(use(by_both, "10.2.0.1", own), errors::kDeviceElsewhere);
    EXPECT_REFUSED(use(by_both, "10.1.0.1", other), errors::kDeviceElsewhere);
    EXPECT_REFUSED(devices.authenticate("md_" + std::string(43, 'A'), "10.1.0.1", own), errors::kDeviceRefused);
    EXPECT_FALSE(house.entries("device.authenticate").empty());
}

// D9, D10
TEST(Devices, ARevokedCertificateEndsAtOnceOnConnectionsThatAreOpen) {
    House house;
    const Bytes root(32, 7);
    const auto authority =
        must(pki::Authority::open(profile(), house.folder / "pki", SecretBytes(ByteView(root)), house.clock, house.random));
    house.authority = authority.get();
    house.reopen();
    const auto issued = must(authority->issue(pki::Kind::device, "door", {}, {}));
    const auto fingerprint = must(crypto::read_certificate(issued.certificate)).sha256_fingerprint;
    const auto device = must(house.access->devices().create(Caller::system(), {.name = "door", .bound_to = {fingerprint, {}}}));
    const auto use = [&] { return house.access->devices().authenticate(as_text(device.key.view()), "192.0.2.1", issued.certificate); };
    EXPECT_TRUE(use());
    must(authority->revoke(issued.serial, "lost"));
    EXPECT_REFUSED(use(), errors::kDeviceRefused);
}

TEST(Devices, RefusesUnboundKeysAndTooManyRights) {
    House house;
    auto& devices = house.access->devices();
    const auto by = Caller::system();
    const DeviceBinding bound{"", {"10.0.0.0/8"}};
    EXPECT_REFUSED(devices.create(by, {.name = "a"}), errors::kDeviceUnbound);
    EXPECT_REFUSED(devices.create(by, {.name = "a", .bound_to = {"", {"10.0.0.0/40"}}}), errors::kAddressInvalid);
    EXPECT_REFUSED(devices.create(by, {.name = "a", .bound_to = {"abc", {}}}), errors::kBadInput);
    EXPECT_REFUSED(devices.create(by, {.name = "", .bound_to = bound}), errors::kBadInput);
    EXPECT_REFUSED(
        devices.create(by, {.name = "a", .kind = DeviceKind::camera, .bound_to = bound, .permissions = Permissions{Permission::identify}}),
        errors::kBadInput);
    const auto narrow = must(devices.create(by, {.name = "a", .bound_to = bound, .permissions = Permissions{Permission::verify}}));
    const auto caller = must(devices.authenticate(as_text(narrow.key.view()), "10.0.0.1", {}));
    EXPECT_TRUE(caller.may(Permission::verify));
    EXPECT_FALSE(caller.may(Permission::identify));
}

// D10, D19
TEST(Devices, RevocationExpiryAndLastUseSurviveARestart) {
    House house;
    const auto by = Caller::system();
    const DeviceBinding bound{"", {"10.0.0.0/8"}};
    const auto kept = must(house.access->devices().create(by, {.name = "kept", .bound_to = bound, .expires_at = house.clock.wall() + 1h}));
    house.clock.advance(1s);
    const auto gone = must(house.access->devices().create(by, {.name = "gone", .bound_to = bound}));
    const auto use = [&](const CreatedDevice& device) {
        return house.access->devices().authenticate(as_text(device.key.view()), "10.0.0.1", {});
    };
    EXPECT_TRUE(use(kept));
    const auto used_at = house.clock.wall();
    must(house.access->devices().revoke(by, gone.device.id));
    must(house.access->devices().revoke(by, gone.device.id));
    EXPECT_REFUSED(house.access->devices().revoke(by, DeviceId::random(house.random)), errors::kDeviceUnknown);
    house.reopen();
    EXPECT_TRUE(use(kept));
    EXPECT_REFUSED(use(gone), errors::kDeviceRefused);
    const auto listed = must(house.access->devices().list());
    ASSERT_EQ(listed.size(), 2u);
    EXPECT_EQ(listed[0].name, "kept");
    EXPECT_EQ(listed[0].last_used_at, used_at);
    EXPECT_TRUE(listed[1].revoked_at);
    house.clock.advance(1h);
    EXPECT_REFUSED(use(kept), errors::kDeviceRefused);
    // Refusals of one device fill the ledger at most once a minute.
    const auto before = house.entries("device.authenticate").size();
    for (int i = 0; i < 20; ++i) EXPECT_REFUSED(use(kept), errors::kDeviceRefused);
    EXPECT_EQ(house.entries("device.authenticate").size(), before);
}

}  // namespace
}  // namespace md::access::test
