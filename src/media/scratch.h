#pragma once
#include <cstdint>
#include <vector>

namespace md::media {

// Memory that is asked for again and again. Grows to what is needed, shrinks after an exceptionally large use. Not thread-safe.
class Scratch {
public:
    // At least so many bytes and a little more, of any content; valid until the next call.
    std::uint8_t* take(std::size_t bytes) {
        constexpr std::size_t kOverrun = 64, kKeep = std::size_t(1) << 25;
        if (room_.size() > kKeep && bytes < kKeep) room_ = {};
        if (room_.size() < bytes + kOverrun) room_.resize(bytes + kOverrun);
        return room_.data();
    }

private:
    std::vector<std::uint8_t> room_;
};

}  // namespace md::media
