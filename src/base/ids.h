#pragma once
// 128-bit random identifiers that do not mix: a PersonId is not a RecordId. Text form: 32 lower-case hexadecimal digits.
#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/random.h"

namespace md {

template <class Tag>
class Id {
public:
    static constexpr std::size_t kBytes = 16;
    Id() = default;  // the nil id, never issued
    explicit Id(const std::array<std::uint8_t, kBytes>& bytes) : bytes_(bytes) {}
    static Id random(Random& source) { return Id(source.array<kBytes>()); }
    static std::optional<Id> from_bytes(ByteView bytes) {
        if (bytes.size() != kBytes) return std::nullopt;
        Id id;
        std::memcpy(id.bytes_.data(), bytes.data(), kBytes);
        return id;
    }
    static std::optional<Id> from_text(std::string_view text) {
        const auto bytes = from_hex(text);
        return bytes ? from_bytes(*bytes) : std::nullopt;
    }
    std::string text() const { return to_hex(bytes_); }
    ByteView view() const { return bytes_; }
    Bytes bytes() const { return {bytes_.begin(), bytes_.end()}; }
    bool nil() const { return *this == Id(); }
    auto operator<=>(const Id&) const = default;

private:
    std::array<std::uint8_t, kBytes> bytes_{};
};

using PersonId = Id<struct PersonTag>;      // a natural person, in store identities only
using RecordId = Id<struct RecordTag>;      // a protected template, in store features only
using ImageId = Id<struct ImageTag>;        // a kept picture, in store images only
using EventId = Id<struct EventTag>;        // something that happened, in store events only
using NoticeId = Id<struct NoticeTag>;      // one version of a collection notice
using ConsentId = Id<struct ConsentTag>;    // one recorded consent
using UserId = Id<struct UserTag>;          // an operator of the system (not an enrolled person)
using SessionId = Id<struct SessionTag>;    // an operator's signed-in session
using DeviceId = Id<struct DeviceTag>;      // a camera, door terminal or program with an API key
using DoorId = Id<struct DoorTag>;          // a door or gate
using CameraId = Id<struct CameraTag>;      // a video source

}  // namespace md

template <class Tag>
struct std::hash<md::Id<Tag>> {
    std::size_t operator()(const md::Id<Tag>& id) const noexcept {
        std::size_t value;
        std::memcpy(&value, id.view().data(), sizeof value);  // random bytes already: the first eight are a hash
        return value;
    }
};
