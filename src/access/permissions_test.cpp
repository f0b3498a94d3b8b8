#include "access/permissions.h"

#include <cstdio>

#include "access/access.h"
#include "access/addresses.h"
#include "access/errors.h"
#include "access/password_policy.h"
#include "access/rate_limit.h"
#include "access/test_house.h"

namespace md::access::test {
namespace {

using namespace std::chrono_literals;

// B9, D11: the table as it stands is printed; what must hold of it is asserted.
TEST(Permissions, Table) {
    std::puts(permission_table_json().c_str());
    for (const auto role : kRoles) EXPECT_TRUE(permissions_of(role).has(Permission::own_account)) << to_string(role);
    for (const auto permission : {Permission::manage_users, Permission::manage_devices, Permission::manage_certificates,
                                  Permission::manage_settings, Permission::manage_webhooks}) {
        for (const auto role : kRoles)
            EXPECT_EQ(permissions_of(role).has(permission), role == Role::administrator) << to_string(permission);
    }
    // A guard sees no persons; an auditor changes nothing and sees no face; only devices deliver.
    EXPECT_FALSE(permissions_of(Role::administrator).has(Permission::intake));
    EXPECT_FALSE(permissions_of(Role::guard).has(Permission::read_persons));
    EXPECT_TRUE(permissions_of(Role::auditor)
                    .within({Permission::own_account, Permission::read_settings, Permission::read_ledger, Permission::read_notices,
                             Permission::read_events, Permission::read_deletions, Permission::read_alerts, Permission::read_statistics}));
    EXPECT_EQ(permissions_of(DeviceKind::camera), Permissions{Permission::intake});
    for (const auto kind : kDeviceKinds) EXPECT_FALSE(permissions_of(kind).has(Permission::own_account));
    for (const auto& name : Caller::system().permissions.names()) EXPECT_EQ(to_string(*permission_from(name)), name);
    EXPECT_EQ(Caller::system().permissions.names().size(), kPermissionCount);
    for (const auto role : kRoles) EXPECT_EQ(role_from(to_string(role)), role);
    for (const auto kind : kDeviceKinds) EXPECT_EQ(device_kind_from(to_string(kind)), kind);
    EXPECT_FALSE(role_from("root"));
}

TEST(Addresses, RangesOfBothFamilies) {
    const auto inside = [](const char* range, const char* address) {
        return must(AddressRange::parse(range)).contains(must(Address::parse(address)));
    };
    EXPECT_TRUE(inside("10.0.0.0/8", "10.255.1.2"));
    EXPECT_FALSE(inside("10.0.0.0/8", "11.0.0.1"));
    EXPECT_TRUE(inside("192.168.1.128/25", "192.168.1.200"));
    EXPECT_FALSE(inside("192.168.1.128/25", "192.168.1.127"));
    EXPECT_TRUE(inside("10.1.2.3", "::ffff:10.1.2.3"));
    EXPECT_TRUE(inside("2001:db8::/33", "2001:db8:7fff::1"));
    EXPECT_FALSE(inside("2001:db8::/33", "2001:db8:8000::1"));
    EXPECT_TRUE(inside("::/0", "fe80::1"));
}

TEST(Addresses, RefusesWhatIsNotOne) {
    for (const char* text : {"", "10.0.0", "10.0.0.0/33", "10.0.0.0/", "10.0.0.0/8x", "10.0.0.1/8", "2001:db8::/129", "2001:db8::1/64",
                             "host", "10.0.0.0/-1"}) {
        EXPECT_REFUSED(AddressRange::parse(text), errors::kAddressInvalid) << text;
    }
    EXPECT_REFUSED(AddressRange::parse(std::string_view("10.0.0.1\0x", 10)), errors::kAddressInvalid);
    EXPECT_EQ(must(Address::parse("2001:db8:1:2::1")).bucket(), must(Address::parse("2001:db8:1:2:ffff::9")).bucket());
    EXPECT_NE(must(Address::parse("10.0.0.1")).bucket(), must(Address::parse("10.0.0.2")).bucket());
}

TEST(RateLimiter, RefillsBySteadyTimeAndStaysBounded) {
    FakeClock clock;
    RateLimiter limiter({2.0, 4}, 100, clock);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(limiter.take("a"), 0ms);
    EXPECT_GT(limiter.take("a"), 400ms);
    EXPECT_EQ(limiter.take("b"), 0ms);
    clock.jump(24h);
    EXPECT_GT(limiter.take("a"), 0ms);
    clock.advance(1s);
    EXPECT_EQ(limiter.take("a", 2), 0ms);
    EXPECT_GT(limiter.take("a"), 0ms);
    for (int i = 0; i < 1000; ++i) limiter.take("k" + std::to_string(i));
    EXPECT_LE(limiter.keys(), 100u);
    EXPECT_GT(limiter.take("a"), 0ms) << "an empty bucket must not be the one that is dropped";
}

// D11
TEST(PasswordPolicy, RefusesWeakOnes) {
    const auto check = [](std::string_view password, std::string_view name = "zhang.wei") {
        return check_password(as_bytes(password), name);
    };
    EXPECT_REFUSED(check("short-1"), errors::kPasswordTooShort);
    EXPECT_REFUSED(check("密码密码密码1"), errors::kPasswordTooShort);
    EXPECT_REFUSED(check(std::string(300, 'a')), errors::kPasswordTooLong);
    EXPECT_REFUSED(check("onlyletters"), errors::kPasswordTooSimple);
    EXPECT_REFUSED(check("1029384756"), errors::kPasswordTooSimple);
    EXPECT_REFUSED(check("aaaaaaaaaa1!"), errors::kPasswordTooSimple);
    EXPECT_REFUSED(check("Password123"), errors::kPasswordTooCommon);
    EXPECT_REFUSED(check("x-Zhang.Wei-2026"), errors::kPasswordContainsName);
    EXPECT_TRUE(check("a-long-word-77"));
    EXPECT_TRUE(check("春眠不觉晓处处闻啼鸟1"));
    EXPECT_TRUE(check("a-long-word-77", "a"));
    SystemRandom random;
    const auto once = make_one_time_password(random);
    EXPECT_EQ(once.size(), 23u);
    EXPECT_TRUE(check(as_text(once.view())));
}

}  // namespace
}  // namespace md::access::test
