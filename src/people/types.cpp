#include "people/types.h"

#include <array>

#include "base/calendar.h"

namespace md::people {
namespace {

constexpr std::array<std::string_view, 4> kChannels{"paper", "screen", "app", "mini_program"};
constexpr std::array<std::string_view, 5> kKinds{"resident", "staff", "visitor", "contractor", "other"};

template <class Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names, std::string_view text) {
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == text) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

}  // namespace

std::optional<Date> date_from(std::string_view text) {
    const auto day = day_from(text);
    if (!day || Date(*day).year() < std::chrono::year(1900)) return std::nullopt;
    return Date(*day);
}

std::string to_text(Date date) { return md::to_text(std::chrono::sys_days(date)); }

int age_on(Date birth, WallTime now) {
    const Date today{std::chrono::floor<std::chrono::days>(now + kShanghai)};
    const int years = static_cast<int>(today.year()) - static_cast<int>(birth.year());
    const bool birthday_passed = std::pair(today.month(), today.day()) >= std::pair(birth.month(), birth.day());
    return birthday_passed ? years : years - 1;
}

std::string_view to_string(Channel channel) { return kChannels[static_cast<std::size_t>(channel)]; }
std::optional<Channel> channel_from(std::string_view text) { return find_name<Channel>(kChannels, text); }
std::string_view to_string(Kind kind) { return kKinds[static_cast<std::size_t>(kind)]; }
std::optional<Kind> kind_from(std::string_view text) { return find_name<Kind>(kKinds, text); }

std::string_view code(PictureNote note) {
    return note == PictureNote::same_picture_other_format ? "same_picture_other_format" : "nearly_same_picture";
}

std::string_view message(PictureNote note, std::string_view language) {
    const bool en = language == "en";
    if (note == PictureNote::same_picture_other_format) {
        return en ? "This is a picture already given, in another format. It counts as another picture."
                  : "与已有图像是同一画面的另一种格式，按规定计为另一张图像。";
    }
    return en ? "This picture is nearly the same as one already given; a different one would help more."
              : "与已有图像几乎相同，换一张不同的图像效果更好。";
}

}  // namespace md::people
