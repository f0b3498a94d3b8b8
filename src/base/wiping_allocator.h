#pragma once
// For containers that hold secrets for a while: memory is wiped when it is given back.
#include <memory>

#include "base/secret.h"

namespace md {

template <class T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <class U>
    WipingAllocator(const WipingAllocator<U>&) {}  // NOLINT: allocators convert
    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* items, std::size_t count) noexcept {
        wipe(items, count * sizeof(T));
        std::allocator<T>().deallocate(items, count);
    }
    bool operator==(const WipingAllocator&) const = default;
};

}  // namespace md
