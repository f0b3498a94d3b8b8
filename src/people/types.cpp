#include "people/types.h"

#include <fmt/format.h>
#include <array>
#include <charconv>

namespace md::people {
namespace {

constexpr std::chrono::hours kShanghai{8};  // Asia/Shanghai: no daylight saving since 1991

constexpr std::array<std::string_view, 4> kChannels{"paper", "screen", "app", "mini_program"};
constexpr std::array<std::string_view, 5> kKinds{"resident", "staff", "visitor", "contractor", "other"};

template <class Enum, std::size_t N>
std::optional<Enum> find_name(const std::array<std::string_view, N>& names, std::string_view text) {
    for (std::size_t i = 0; i < N; ++i) {
        if (names[i] == text) return static_cast<Enum>(i);
    }
    return std::nullopt;
}

std::optional<int> number(std::string_view digits) {
    int value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || end != digits.data() + digits.size() || value < 0) return std::nullopt;
    return value;
}

}  // namespace

std::optional<Date> date_from(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
    const auto year = number(text.substr(0, 4)), month = number(text.substr(5, 2)), day = number(text.substr(8, 2));
    if (!year || !month || !day) return std::nullopt;
    const Date date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                    std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok() || *year < 1900) return std::nullopt;
    return date;
}

std::string to_text(Date date) {
    return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                       static_cast<unsigned>(date.day()));
}

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
