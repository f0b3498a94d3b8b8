#include "access/users.h"

#include <sys/wait.h>
#include <unistd.h>

#include "access/test_house.h"
#include "base/errors.h"
#include "crypto/errors.h"

namespace md::access::test {
namespace {

using namespace std::chrono_literals;

// B9
TEST(Users, LastAdministratorStays) {
    SettledHouse house;
    const auto by = house.sign_in_administrator().caller;
    auto& users = house.access->users();
    EXPECT_REFUSED(users.remove(by, house.administrator), errors::kLastAdministrator);
    EXPECT_REFUSED(users.update(by, house.administrator, {.enabled = false}), errors::kLastAdministrator);
    EXPECT_REFUSED(users.update(by, house.administrator, {.role = Role::auditor}), errors::kLastAdministrator);
    EXPECT_EQ(must(users.get(house.administrator)).role, Role::administrator) << "a refused change leaves nothing behind";
    const auto second = must(users.create(by, {"second", Role::administrator, "en"})).user.id;
    must(users.update(by, second, {.enabled = false}));
    EXPECT_REFUSED(users.remove(by, house.administrator), errors::kLastAdministrator) << "a disabled one does not count";
    must(users.update(by, second, {.enabled = true}));
    house.clock.advance(73h);
    EXPECT_REFUSED(users.remove(by, house.administrator), errors::kLastAdministrator) << "nor does one who can not get in any more";
    must(users.reset(by, second));
    must(users.remove(by, house.administrator));
    EXPECT_REFUSED(users.remove(by, second), errors::kLastAdministrator);
}

// B9: every user has an identity of its own.
TEST(Users, NamesAreUniqueAndChecked) {
    SettledHouse house;
    const auto by = house.sign_in_administrator().caller;
    auto& users = house.access->users();
    const auto guard = must(users.create(by, {"张伟", Role::guard, "zh"})).user;
    EXPECT_REFUSED(users.create(by, {" Admin", Role::guard, "zh"}), errors::kUserNameTaken);
    EXPECT_REFUSED(users.update(by, guard.id, {.name = "ADMIN"}), errors::kUserNameTaken);
    for (const auto& name : std::vector<std::string>{"", "   ", "a\nb", "\xff\xfe", std::string(65, 'a')}) {
        EXPECT_REFUSED(users.create(by, {name, Role::guard, "zh"}), errors::kUserNameInvalid);
    }
    EXPECT_REFUSED(users.create(by, {"li", Role::guard, "fr"}), errors::kBadInput);
    must(users.update(by, guard.id, {.name = "李娜", .language = "en"}));
    EXPECT_EQ(must(users.get(guard.id)).name, "李娜");
    EXPECT_EQ(must(users.list()).size(), 2u);
    EXPECT_REFUSED(users.get(UserId::random(house.random)), errors::kUserUnknown);
}

// D11: only administrators manage accounts, and a change of role ends the sessions.
TEST(Users, RolesAreEnforcedAndRoleChangeEndsSessions) {
    SettledHouse house;
    const auto by = house.sign_in_administrator().caller;
    auto& users = house.access->users();
    auto created = must(users.create(by, {"guard", Role::guard, "zh"}));
    const auto phone = house.settle("guard", created.one_time_password, "another-word-88");
    const auto guard = house.sign_in("guard", "another-word-88", phone);
    EXPECT_REFUSED(users.create(guard.caller, {"x", Role::administrator, "zh"}), errors::kForbidden);
    EXPECT_REFUSED(users.update(guard.caller, guard.user.id, {.role = Role::administrator}), errors::kForbidden);
    EXPECT_REFUSED(users.remove(guard.caller, house.administrator), errors::kForbidden);
    EXPECT_REFUSED(users.reset(guard.caller, house.administrator), errors::kForbidden);
    EXPECT_REFUSED(house.access->devices().create(guard.caller, {}), errors::kForbidden);
    const auto token = std::string(as_text(guard.token.view()));
    EXPECT_TRUE(house.access->sessions().authenticate(token));
    must(users.update(by, guard.user.id, {.role = Role::auditor}));
    EXPECT_REFUSED(house.access->sessions().authenticate(token), errors::kNotSignedIn);
    must(users.update(by, guard.user.id, {.enabled = false}));
    EXPECT_REFUSED(house.access->sign_in().start("guard", secret("another-word-88"), house.from), errors::kWrongCredentials);
}

// D11
TEST(Users, PasswordChangeChecksOldPolicyAndHistory) {
    SettledHouse house;
    const auto session = house.sign_in_administrator();
    const auto elsewhere = house.sign_in_administrator();
    auto& users = house.access->users();
    EXPECT_REFUSED(users.change_password(session.caller, secret("wrong"), secret("word-number-1")), errors::kWrongCredentials);
    EXPECT_REFUSED(users.change_password(session.caller, secret(house.password), secret("short")), errors::kPasswordTooShort);
    EXPECT_REFUSED(users.change_password(session.caller, secret(house.password), secret(house.password)), errors::kPasswordReused);
    std::string current = house.password;
    for (int i = 1; i <= 4; ++i) {
        const auto next = "word-number-" + std::to_string(i);
        must(users.change_password(session.caller, secret(current), secret(next)));
        EXPECT_REFUSED(users.change_password(session.caller, secret(next), secret(house.password)), errors::kPasswordReused) << i;
        current = next;
    }
    must(users.change_password(session.caller, secret(current), secret("word-number-5")));
    EXPECT_TRUE(users.change_password(session.caller, secret("word-number-5"), secret(house.password))) << "the sixth back may return";
    EXPECT_TRUE(house.access->sessions().authenticate(as_text(session.token.view())));
    EXPECT_REFUSED(house.access->sessions().authenticate(as_text(elsewhere.token.view())), errors::kNotSignedIn);
}

TEST(Users, OneTimePasswordsEndAndOldPasswordsMustBeChanged) {
    Options options;
    options.password_lifetime = std::chrono::days(90);
    SettledHouse house(options);
    auto created = must(house.access->users().create(Caller::system(), {"late", Role::guard, "zh"}));
    house.clock.advance(72h);
    EXPECT_REFUSED(house.access->sign_in().start("late", created.one_time_password, house.from), errors::kWrongCredentials);
    house.clock.advance(24h * 90);
    EXPECT_TRUE(house.sign_in_administrator().caller.must_change_password);
}

// D11, D19
TEST(Users, ResetRemovesFactorsAndLiftsTheLock) {
    SettledHouse house;
    const auto session = house.sign_in_administrator();
    for (int i = 0; i < 6; ++i) ASSERT_FALSE(house.access->sign_in().start("admin", secret("wrong"), house.from));
    auto created = must(house.access->users().reset_administrator(std::nullopt));
    EXPECT_REFUSED(house.access->sessions().authenticate(as_text(session.token.view())), errors::kNotSignedIn);
    const auto step = must(house.access->sign_in().start("admin", created.one_time_password, house.from));
    EXPECT_TRUE(step.must_enrol);
    EXPECT_REFUSED(house.access->users().reset_administrator("nobody"), errors::kUserUnknown);
    EXPECT_EQ(house.entries("user.reset").size(), 1u);
}

// B9: who can write to the database can still not give away a role: a value moved to another account does not open.
TEST(Users, SealedAccountsCannotBeSwapped) {
    SettledHouse house;
    must(house.access->users().create(Caller::system(), {"guard", Role::guard, "zh"}));
    auto& database = (*house.stores)[store::Store::identities];
    const auto rows = must(database.query("SELECT id, sealed FROM access_accounts WHERE id = ?", {house.administrator.bytes()}));
    must(database.execute("UPDATE access_accounts SET sealed = ? WHERE id <> ?", {rows[0].blob(1), house.administrator.bytes()}));
    EXPECT_REFUSED(house.access->users().list(), errors::kSealBroken);
    // B10: and reading it tells no names.
    must(database.scan([](std::string_view, std::string_view, ByteView content) {
        EXPECT_EQ(as_text(content).find("admin"), std::string_view::npos);
        return true;
    }));
}

// Killed in the middle of work: what was answered is there afterwards.
TEST(Users, SurviveKill) {
    House house;
    house.close();
    int pipe_ends[2];
    ASSERT_EQ(pipe(pipe_ends), 0);
    const auto child = fork();
    ASSERT_GE(child, 0);
    if (child == 0) {
        house.open();
        for (int i = 0;; ++i) {
            must(house.access->users().create(Caller::system(), {"user" + std::to_string(i), Role::guard, "zh"}));
            if (write(pipe_ends[1], &i, sizeof i) != sizeof i) _exit(1);
        }
    }
    ::close(pipe_ends[1]);
    int last = -1;
    for (int done = 0; done < 20; ++done) ASSERT_EQ(read(pipe_ends[0], &last, sizeof last), static_cast<ssize_t>(sizeof last));
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    while (read(pipe_ends[0], &last, sizeof last) == static_cast<ssize_t>(sizeof last)) {
    }
    ::close(pipe_ends[0]);
    house.open();
    EXPECT_GE(must(house.access->users().list()).size(), static_cast<std::size_t>(last + 1));
    EXPECT_GE(house.entries("user.created").size(), static_cast<std::size_t>(last + 1));
    EXPECT_TRUE(must(house.access->users().create_first_administrator()));
}

}  // namespace
}  // namespace md::access::test
