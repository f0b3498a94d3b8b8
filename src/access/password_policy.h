#pragma once
// What a new password must be: GB/T 20271 asks for length and kinds of characters; the list of common ones and the distinct-character floor
// stop what satisfies both and is guessed first.
#include <string_view>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace md::access {

inline constexpr std::size_t kPasswordMinCharacters = 10;
inline constexpr std::size_t kPasswordMaxBytes = 256;

// kPasswordTooShort, kPasswordTooLong, kPasswordTooSimple, kPasswordTooCommon, kPasswordContainsName.
Status check_password(ByteView password, std::string_view user_name);
// 20 characters of an alphabet without look-alikes in groups of five: 99 bits.
SecretBytes make_one_time_password(Random& random);

}  // namespace md::access
