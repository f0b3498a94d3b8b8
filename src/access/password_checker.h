#pragma once
// Argon2id takes 64 MiB a call: only so many run at once, the others wait a moment and are then refused.
#include <condition_variable>
#include <mutex>
#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"

namespace md::access {

// Thread-safe.
class PasswordChecker {
public:
    PasswordChecker(std::size_t at_once, bool cheap, Random& random);
    // kOverloaded.
    Result<std::string> hash(ByteView password);
    // An empty hash stands for an account that does not exist: takes as long and is false. kOverloaded.
    Result<bool> verify(ByteView password, const std::string& hash);

private:
    class Slot;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::size_t free_;
    bool cheap_;
    std::string nobody_;  // the hash of a password that no one knows
};

}  // namespace md::access
