#pragma once
// The whole of access control behind one object: accounts, factors, signing in, sessions, devices.
#include <memory>

#include "access/devices.h"
#include "access/factors.h"
#include "access/sessions.h"
#include "access/sign_in.h"
#include "access/users.h"
#include "access/webauthn.h"
#include "base/profile.h"
#include "base/random.h"
#include "ledger/ledger.h"
#include "pki/authority.h"
#include "store/stores.h"

namespace md::access {

struct Options {
    Profile profile = Profile::general;
    WebauthnPolicy webauthn;
    TotpParameters totp;  // for new enrolments; enrolled factors keep theirs
    std::string totp_issuer = "Miandun";
    std::chrono::seconds session_lifetime = std::chrono::hours(12);
    std::chrono::seconds session_idle = std::chrono::minutes(30);
    std::optional<std::chrono::days> password_lifetime;  // unset: passwords do not expire
    std::size_t password_checks_at_once = 4;             // each takes 64 MiB
    bool cheap_passwords = false;                        // tests only
};

// Thread-safe. The referenced parts must outlive it. `authority` may be null: then there is no certificate factor.
class Access {
public:
    static Result<std::unique_ptr<Access>> open(Options options, store::Stores& stores, ledger::Ledger& ledger,
                                                const pki::Authority* authority, const Clock& clock, Random& random);
    ~Access();
    Users& users() { return users_; }
    Factors& factors() { return factors_; }
    SignIn& sign_in() { return sign_in_; }
    Sessions& sessions() { return sessions_; }
    Devices& devices() { return devices_; }

private:
    explicit Access(std::unique_ptr<Context> context);
    std::unique_ptr<Context> context_;
    Users users_;
    Factors factors_;
    SignIn sign_in_;
    Sessions sessions_;
    Devices devices_;
};

}  // namespace md::access
