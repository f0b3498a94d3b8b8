#pragma once
// Signed-in sessions: an opaque 256-bit token of which only a digest is stored. They survive a restart, end 12 hours after sign-in or after
// 30 idle minutes, and can be ended by hand. D11, D19.
#include <string>
#include <vector>

#include "access/users.h"

namespace md::access {

// Where a request comes from. address: text of the peer's IP; agent: User-Agent, cut to 200 bytes.
struct Origin {
    std::string address;
    std::string agent;
};

struct SessionInfo {
    SessionId id;
    UserId user;
    std::string address, agent;
    WallTime created_at{}, last_seen_at{}, expires_at{};
};
// Answer to a complete sign-in and to "who am I".
struct SignedIn {
    Caller caller;
    User user;
    std::string csrf_token;  // bound to the session's token
    WallTime expires_at{};   // absolute end
    SecretBytes token;       // base64url text for the cookie; only after a sign-in, else empty
};

// Thread-safe.
class Sessions {
public:
    explicit Sessions(Context& context) : context_(context) {}
    // kNotSignedIn for anything but a live session of an enabled user. Slides the idle time (written at most once a minute).
    Result<SignedIn> authenticate(std::string_view token);
    // For unsafe methods, constant time. kCsrf.
    static Status check_csrf(const SignedIn& session, std::string_view csrf_token);
    Status sign_out(const Caller& by);                        // the caller's own session
    Result<std::vector<SessionInfo>> list(const Caller& by);  // all with manage_users, else the caller's own
    Status end(const Caller& by, const SessionId& session);   // forced logout: own ones, or any with manage_users. kSessionUnknown
    Status remove_expired();                                  // housekeeping, every minute or so

private:
    Context& context_;
};

}  // namespace md::access
