#include <atomic>
#include <set>
#include <thread>

#include "access/test_house.h"

namespace md::access::test {
namespace {

using namespace std::chrono_literals;

// D11
TEST(SignIn, FirstAdministratorIsMadeOnceAndMustEnrolAndChangeThePassword) {
    House house;
    auto created = must(house.access->users().create_first_administrator());
    ASSERT_TRUE(created);
    EXPECT_FALSE(must(house.access->users().create_first_administrator()));
    const auto step = must(house.access->sign_in().start(" ADMIN ", created->one_time_password, house.from));
    EXPECT_TRUE(step.must_enrol);
    EXPECT_TRUE(step.must_change_password);
    ASSERT_TRUE(step.totp);
    EXPECT_NE(step.totp->uri.find("otpauth://totp/Miandun:admin?secret="), std::string::npos);
    EXPECT_EQ(step.totp->qr_svg.rfind("<svg", 0), 0u);
    // The password alone leads nowhere: no token exists before the second factor.
    EXPECT_REFUSED(house.access->sign_in().with_totp(step.challenge, house.code(step.totp->secret), house.from),
                   errors::kFactorNotAvailable);
    const auto session = must(house.access->sign_in().enrol_totp(step.challenge, house.code(step.totp->secret), house.from));
    EXPECT_TRUE(session.caller.must_change_password);
    EXPECT_REFUSED(house.access->users().create(session.caller, {"x", Role::guard, "zh"}), errors::kMustChangePassword);
    must(house.access->users().change_password(session.caller, created->one_time_password, secret("a-long-word-77")));
    const auto after = must(house.access->sessions().authenticate(as_text(session.token.view())));
    EXPECT_FALSE(after.caller.must_change_password);
    EXPECT_TRUE(after.caller.may(Permission::manage_users));
}

// D11
TEST(SignIn, NeedsBothFactorsAndEveryCodeWorksOnce) {
    SettledHouse house;
    auto& sign_in = house.access->sign_in();
    EXPECT_REFUSED(sign_in.start("admin", secret("wrong"), house.from), errors::kWrongCredentials);
    EXPECT_REFUSED(sign_in.start("nobody", secret(house.password), house.from), errors::kWrongCredentials);
    const auto step = must(sign_in.start("admin", secret(house.password), house.from));
    EXPECT_EQ(step.methods, std::vector{FactorKind::totp});
    EXPECT_REFUSED(sign_in.enrol_totp(step.challenge, "000000", house.from), errors::kEnrolmentNotAllowed);
    EXPECT_REFUSED(sign_in.with_totp(step.challenge, house.code(house.phone, 90s), house.from), errors::kCodeWrong);
    const auto code = house.code(house.phone);
    must(sign_in.with_totp(step.challenge, code, house.from));
    EXPECT_REFUSED(sign_in.with_totp(step.challenge, house.code(house.phone, 30s), house.from), errors::kChallengeUnknown);
    const auto again = must(sign_in.start("admin", secret(house.password), house.from));
    EXPECT_REFUSED(sign_in.with_totp(again.challenge, code, house.from), errors::kCodeUsed);
    // One step of drift is allowed.
    must(sign_in.with_totp(again.challenge, house.code(house.phone, 30s), house.from));
    // The replay is remembered over a restart.
    house.reopen();
    const auto third = must(house.access->sign_in().start("admin", secret(house.password), house.from));
    EXPECT_REFUSED(house.access->sign_in().with_totp(third.challenge, code, house.from), errors::kCodeUsed);
}

TEST(SignIn, ChallengesEndAfterFiveMinutesFiveTriesAndPasswordReset) {
    SettledHouse house;
    auto& sign_in = house.access->sign_in();
    auto step = must(sign_in.start("admin", secret(house.password), house.from));
    house.clock.advance(5min);
    EXPECT_REFUSED(sign_in.with_totp(step.challenge, house.code(house.phone), house.from), errors::kChallengeUnknown);
    step = must(sign_in.start("admin", secret(house.password), house.from));
    must(house.access->users().reset(Caller::system(), house.administrator));
    EXPECT_REFUSED(sign_in.with_totp(step.challenge, house.code(house.phone), house.from), errors::kChallengeUnknown);
    EXPECT_REFUSED(sign_in.start("admin", secret(house.password), house.from), errors::kWrongCredentials);
}

// D11: parallel use of one code or challenge gives one session.
TEST(SignIn, OneChallengeGivesOneSession) {
    SettledHouse house;
    const auto step = must(house.access->sign_in().start("admin", secret(house.password), house.from));
    const auto code = house.code(house.phone);
    std::atomic<int> signed_in{0};
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] { signed_in += house.access->sign_in().with_totp(step.challenge, code, house.from).has_value(); });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(signed_in, 1);
}

// D11
TEST(SignIn, WrongAnswersLockTheAccountAndNoClockHelps) {
    SettledHouse house;
    auto& sign_in = house.access->sign_in();
    for (int i = 0; i < 5; ++i) EXPECT_REFUSED(sign_in.start("admin", secret("wrong"), house.from), errors::kWrongCredentials);
    EXPECT_EQ(sign_in.retry_after("admin", house.from), 30s);
    const auto try_right = [&] { return house.access->sign_in().start("admin", secret(house.password), house.from); };
    EXPECT_REFUSED(try_right(), errors::kTooManyAttempts);
    house.clock.jump(24h);  // somebody turns the clock forward
    EXPECT_REFUSED(try_right(), errors::kTooManyAttempts);
    house.clock.jump(-48h);  // and back, over a restart
    house.reopen();
    EXPECT_REFUSED(try_right(), errors::kTooManyAttempts);
    EXPECT_EQ(house.access->sign_in().retry_after("admin", house.from), 30s);
    house.clock.advance(30s);
    EXPECT_REFUSED(house.access->sign_in().start("admin", secret("wrong"), house.from), errors::kWrongCredentials);
    EXPECT_EQ(house.access->sign_in().retry_after("admin", house.from), 60s);  // doubled
    house.clock.advance(60s);
    EXPECT_TRUE(try_right());
    EXPECT_EQ(house.entries("user.locked_out").size(), 2u);
}

TEST(SignIn, RightPasswordDoesNotForgiveWrongCodes) {
    SettledHouse house;
    auto& sign_in = house.access->sign_in();
    for (int i = 0; i < 5; ++i) {
        const auto step = must(sign_in.start("admin", secret(house.password), house.from));
        EXPECT_REFUSED(sign_in.with_totp(step.challenge, "0000000", house.from), errors::kCodeWrong);
    }
    EXPECT_REFUSED(sign_in.start("admin", secret(house.password), house.from), errors::kTooManyAttempts);
}

TEST(SignIn, ManyNamesFromOneAddressLockTheAddressAndUnknownNamesLockAlike) {
    SettledHouse house;
    auto& sign_in = house.access->sign_in();
    for (int i = 0; i < 5; ++i) EXPECT_REFUSED(sign_in.start("nobody", secret("wrong"), house.from), errors::kWrongCredentials);
    EXPECT_REFUSED(sign_in.start("nobody", secret("wrong"), house.from), errors::kTooManyAttempts);
    for (int i = 0; i < 15; ++i)
        EXPECT_REFUSED(sign_in.start("n" + std::to_string(i), secret("wrong"), house.from), errors::kWrongCredentials);
    EXPECT_REFUSED(sign_in.start("admin", secret(house.password), house.from), errors::kTooManyAttempts);
    EXPECT_TRUE(sign_in.start("admin", secret(house.password), {"10.1.2.4", ""}));
}

// D19: who, when, from where, with what outcome, and neither names nor secrets.
TEST(SignIn, LedgerTellsEverythingButNames) {
    SettledHouse house;
    const auto session = house.sign_in_administrator();
    ASSERT_FALSE(house.access->sign_in().start("admin", secret("wrong-secret"), house.from));
    must(house.access->sessions().sign_out(session.caller));
    const auto entries = house.entries("user.");
    std::set<std::string> actions;
    for (const auto& entry : entries) {
        actions.insert(entry.action + ":" + entry.outcome);
        const auto all = entry.actor + entry.object + entry.detail_json;
        for (const std::string hidden : {"admin\"", "wrong-secret", house.password.c_str()})
            EXPECT_EQ(all.find(hidden), std::string::npos) << all;
    }
    for (const std::string wanted :
         {"user.created:ok", "user.sign_in:ok", "user.sign_in:refused", "user.password_changed:ok", "user.sign_out:ok"}) {
        EXPECT_TRUE(actions.contains(wanted)) << wanted;
    }
    EXPECT_NE(house.entries("user.sign_in").front().detail_json.find("10.1.2.3"), std::string::npos);
}

}  // namespace
}  // namespace md::access::test
