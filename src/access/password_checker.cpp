#include "access/password_checker.h"

#include <chrono>

#include "base/errors.h"
#include "crypto/password.h"

namespace md::access {
namespace {

constexpr std::chrono::seconds kPatience{5};

}  // namespace

class PasswordChecker::Slot {
public:
    explicit Slot(PasswordChecker& owner) : owner_(owner) {
        std::unique_lock lock(owner_.mutex_);
        held_ = owner_.freed_.wait_for(lock, kPatience, [&] { return owner_.free_ > 0; });
        if (held_) --owner_.free_;
    }
    ~Slot() {
        if (!held_) return;
        const std::lock_guard lock(owner_.mutex_);
        ++owner_.free_;
        owner_.freed_.notify_one();
    }
    Slot(const Slot&) = delete;
    Slot& operator=(const Slot&) = delete;
    bool held() const { return held_; }

private:
    PasswordChecker& owner_;
    bool held_;
};

PasswordChecker::PasswordChecker(std::size_t at_once, bool cheap, Random& random)
    : free_(at_once), cheap_(cheap), nobody_(crypto::hash_password(random.secret(32).view(), cheap)) {}

Result<std::string> PasswordChecker::hash(ByteView password) {
    const Slot slot(*this);
    if (!slot.held()) return fail(errors::kOverloaded);
    return crypto::hash_password(password, cheap_);
}

Result<bool> PasswordChecker::verify(ByteView password, const std::string& hash) {
    const Slot slot(*this);
    if (!slot.held()) return fail(errors::kOverloaded);
    const bool right = crypto::verify_password(password, hash.empty() ? nobody_ : hash);
    return right && !hash.empty();
}

}  // namespace md::access
