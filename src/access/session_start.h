#pragma once
// The one place where a session begins: after both factors, inside the transaction that records the sign-in.
#include "access/context.h"

namespace md::access {

Result<SignedIn> start_session(Context& context, store::Queries& queries, const Account& account, const Origin& from);
// Asked for at the first sign-in, after a reset, or when the password is older than the installation allows.
bool must_change_password(const Context& context, const Account& account);

}  // namespace md::access
