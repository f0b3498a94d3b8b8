#include "access/sessions.h"

#include "access/test_house.h"

namespace md::access::test {
namespace {

using namespace std::chrono_literals;

struct SessionHouse : SettledHouse {
    explicit SessionHouse() : session(sign_in_administrator()), token(as_text(session.token.view())) {}
    bool alive() { return access->sessions().authenticate(token).has_value(); }
    SignedIn session;
    std::string token;
};

// D11
TEST(Sessions, EndWhenIdleAndSlideWhenUsed) {
    SessionHouse house;
    for (int i = 0; i < 4; ++i) {
        house.clock.advance(29min);
        EXPECT_TRUE(house.alive()) << i;
    }
    house.clock.advance(30min);
    EXPECT_FALSE(house.alive());
}

TEST(Sessions, EndTwelveHoursAfterSignInAndTurningTheClockBackGivesNoTime) {
    SessionHouse house;
    for (int i = 0; i < 35; ++i) {
        house.clock.advance(20min);
        house.clock.jump(-20min);
        EXPECT_TRUE(house.alive()) << i;
    }
    house.clock.advance(20min);
    house.clock.jump(-20min);
    EXPECT_FALSE(house.alive());
}

TEST(Sessions, SurviveARestartButNotAClockTurnedBackOverIt) {
    SessionHouse house;
    house.clock.advance(10min);
    EXPECT_TRUE(house.alive());
    house.reopen();
    EXPECT_TRUE(house.alive());
    house.clock.jump(-10min);
    house.reopen();
    EXPECT_FALSE(house.alive());
}

TEST(Sessions, TokenIsOpaqueAndOnlyItsDigestIsStored) {
    SessionHouse house;
    EXPECT_EQ(from_base64url(house.token)->size(), 32u);
    must((*house.stores)[store::Store::identities].scan([&](std::string_view, std::string_view, ByteView content) {
        EXPECT_EQ(as_text(content).find(house.token), std::string_view::npos);
        EXPECT_EQ(as_text(content).find("10.1.2.3"), std::string_view::npos);
        return true;
    }));
    auto wrong = house.token;
    wrong[5] = wrong[5] == 'A' ? 'B' : 'A';
    EXPECT_REFUSED(house.access->sessions().authenticate(wrong), errors::kNotSignedIn);
    EXPECT_REFUSED(house.access->sessions().authenticate(""), errors::kNotSignedIn);
}

TEST(Sessions, CsrfTokenBelongsToTheSession) {
    SessionHouse house;
    const auto other = house.sign_in_administrator();
    const auto again = must(house.access->sessions().authenticate(house.token));
    EXPECT_EQ(again.csrf_token, house.session.csrf_token);
    EXPECT_TRUE(Sessions::check_csrf(again, house.session.csrf_token));
    EXPECT_REFUSED(Sessions::check_csrf(again, other.csrf_token), errors::kCsrf);
    EXPECT_REFUSED(Sessions::check_csrf(again, ""), errors::kCsrf);
}

// D11, D19
TEST(Sessions, AreListedAndEndedByHand) {
    SessionHouse house;
    auto& sessions = house.access->sessions();
    auto created = must(house.access->users().create(house.session.caller, {"guard", Role::guard, "zh"}));
    const auto phone = house.settle("guard", created.one_time_password, "another-word-88");
    const auto guard = house.sign_in("guard", "another-word-88", phone);
    const auto all = must(sessions.list(house.session.caller));
    ASSERT_EQ(all.size(), 2u);
    EXPECT_EQ(all[0].user, guard.user.id);
    EXPECT_EQ(all[0].address, "10.1.2.3");
    EXPECT_EQ(all[0].agent, "test");
    EXPECT_EQ(must(sessions.list(guard.caller)).size(), 1u);
    EXPECT_REFUSED(sessions.end(guard.caller, *house.session.caller.session), errors::kSessionUnknown);
    must(sessions.end(house.session.caller, *guard.caller.session));
    EXPECT_REFUSED(sessions.authenticate(as_text(guard.token.view())), errors::kNotSignedIn);
    must(sessions.sign_out(house.session.caller));
    EXPECT_FALSE(house.alive());
    EXPECT_EQ(house.entries("user.session_ended").size(), 1u);
}

TEST(Sessions, TheOldestGivesWayAndExpiredOnesAreRemoved) {
    SessionHouse house;
    for (int i = 0; i < 10; ++i) {
        house.sign_in_administrator();
    }
    EXPECT_FALSE(house.alive());
    EXPECT_EQ(must(house.access->sessions().list(Caller::system())).size(), 10u);
    house.clock.advance(31min);
    must(house.access->sessions().remove_expired());
    EXPECT_EQ(must((*house.stores)[store::Store::identities].query("SELECT count(*) FROM access_sessions"))[0].integer(0), 0);
}

}  // namespace
}  // namespace md::access::test
