#pragma once
// Which of the rule's two kinds of installation this is (文件 1 号, 6.1.4). Chosen once a deployment; it picks the crypto suite and switches duties on.
#include <optional>
#include <string_view>

namespace md {

enum class Profile {
    general,  // 非关基
    cii,      // 关基: commercial cryptography (SM2, SM3, SM4), several independent liveness methods, audit gateway
};
constexpr std::string_view to_string(Profile profile) { return profile == Profile::cii ? "cii" : "general"; }
constexpr std::optional<Profile> profile_from(std::string_view text) {
    if (text == "general") return Profile::general;
    if (text == "cii") return Profile::cii;
    return std::nullopt;
}

}  // namespace md
