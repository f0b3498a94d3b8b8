#include "net/outgoing.h"

namespace md::net {

void Outgoing::attach(std::function<void()> wake) {
    std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
}

void Outgoing::detach() {
    std::lock_guard lock(mutex_);
    open_ = false;
    forget();
    wake();
    wake_ = nullptr;
}

void Outgoing::finish() {
    std::lock_guard lock(mutex_);
    open_ = false;
    wake();
}

bool Outgoing::is_open() const {
    std::lock_guard lock(mutex_);
    return open_;
}

}  // namespace md::net
