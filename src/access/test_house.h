#pragma once
// A whole installation's ground for tests: real stores, ledger and authority in a folder, with a clock that the test turns. Can be closed
// and opened again.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "access/access.h"
#include "access/errors.h"
#include "crypto/password.h"
#include "test_support.h"

namespace md::access::test {

inline Profile profile() { return *profile_from(md::test::profile_name()); }
inline SecretBytes secret(std::string_view text) { return SecretBytes(as_bytes(text)); }

struct House {
    explicit House(Options given = {}) : options(std::move(given)) {
        options.profile = profile();
        options.cheap_passwords = true;
        options.webauthn.rp_id = "console.example";
        options.webauthn.origins = {"https://console.example"};
        open();
    }
    void open() {
        for (const char* part : {"stores", "ledger", "pki"}) std::filesystem::create_directories(folder / part);
        Bytes root(32, 7);
        stores = must(store::Stores::open({profile(), folder / "stores", {}}, SecretBytes(ByteView(root)), clock, random));
        ledger = must(ledger::Ledger::open({profile(), folder / "ledger"}, signing_key, clock));
        access = must(Access::open(options, *stores, *ledger, authority, clock, random));
    }
    void close() {
        access.reset();
        ledger.reset();
        stores.reset();
    }
    void reopen() {
        close();
        open();
    }
    // A code of this moment for a base32 secret.
    std::string code(const std::string& base32, std::chrono::seconds shift = {}) const {
        const auto step = totp_step(clock.wall() + shift, options.totp);
        return fmt::format("{:06}", crypto::hotp(*from_base32(base32), static_cast<std::uint64_t>(step), options.totp.algorithm, 6));
    }
    // Signs in for the first time with a one-time password, enrols a phone, chooses the password. Returns the phone's secret.
    std::string settle(const std::string& name, const SecretBytes& one_time, const std::string& password) {
        const auto step = must(access->sign_in().start(name, one_time, from));
        const auto phone = step.totp->secret;
        const auto session = must(access->sign_in().enrol_totp(step.challenge, code(phone), from));
        must(access->users().change_password(session.caller, one_time, secret(password)));
        must(access->sessions().sign_out(session.caller));
        next_code();
        return phone;
    }
    SignedIn sign_in(const std::string& name, const std::string& password, const std::string& phone) {
        const auto step = must(access->sign_in().start(name, secret(password), from));
        auto session = must(access->sign_in().with_totp(step.challenge, code(phone), from));
        next_code();
        return session;
    }
    void next_code() { clock.advance(std::chrono::seconds(30)); }
    std::vector<ledger::Entry> entries(const std::string& action) {
        return must(ledger->search({.text = {}, .action_prefix = action, .actor = {}}));
    }

    md::test::TempDir folder;
    FakeClock clock;
    SystemRandom random;
    Options options;
    crypto::PrivateKey signing_key = crypto::PrivateKey::generate(profile());
    std::shared_ptr<store::Stores> stores;
    std::unique_ptr<ledger::Ledger> ledger;
    const pki::Authority* authority = nullptr;  // for the certificate factor: set it and reopen()
    std::unique_ptr<Access> access;
    Origin from{"10.1.2.3", "test"};
};

// A house with one settled administrator.
struct SettledHouse : House {
    SettledHouse() { settle_administrator(); }
    explicit SettledHouse(Options given) : House(std::move(given)) { settle_administrator(); }
    void settle_administrator() {
        auto created = must(access->users().create_first_administrator("admin"));
        administrator = created->user.id;
        phone = settle("admin", created->one_time_password, password);
    }
    SignedIn sign_in_administrator() { return sign_in("admin", password, phone); }
    UserId administrator;
    const std::string password = "a-long-word-77";
    std::string phone;
};

template <class T>
std::string_view code_of(const Result<T>& result) {
    return result ? std::string_view("ok") : result.error().code();
}
#define EXPECT_REFUSED(result, kind) EXPECT_EQ(::md::access::test::code_of(result), (kind).code)

}  // namespace md::access::test
