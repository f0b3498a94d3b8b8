#include "access/password_policy.h"

#include <algorithm>
#include <array>
#include <set>

#include "access/errors.h"

namespace md::access {
namespace {

// The most common passwords of public leak lists that are ten characters or longer and mix two kinds of characters, and what Chinese
// operators add.
constexpr auto kCommon = std::to_array<std::string_view>({
    "1q2w3e4r5t",   "1q2w3e4r5t6y", "1qaz2wsx3edc", "qwerty12345",  "qwerty123456",  "qwertyuiop1",    "qwertyuiop123",    "q1w2e3r4t5",
    "q1w2e3r4t5y6", "password12",   "password123",  "password1234", "password12345", "password123456", "p@ssw0rd123",      "p@ssword123",
    "passw0rd123",  "p@ssw0rd2023", "admin12345",   "admin123456",  "admin@12345",   "admin@123456",   "administrator1",   "root123456",
    "abc1234567",   "abcd123456",   "abcde12345",   "a123456789",   "a1234567890",   "aa12345678",     "aa123456789",      "123456789a",
    "1234567890a",  "123456789q",   "1234567890q",  "123qweasdzxc", "qwe123asd456",  "qaz123wsx456",   "qazwsx12345",      "qazwsxedc123",
    "zxcvbnm123",   "zxcvbnm12345", "asdfghjkl1",   "asdfghjkl123", "asdf123456",    "iloveyou123",    "iloveyou12",       "welcome123",
    "welcome1234",  "letmein123",   "letmein1234",  "woaini1314",   "woaini1314520", "woaini520",      "5201314woaini",    "1314520woaini",
    "wo123456789",  "qq123456789",  "qq1234567890", "huawei@123",   "huawei12#$",    "admin@huawei",   "admin@huawei.com", "changeme_123",
    "changeme123",  "changeme1234", "test123456",   "test1234567",  "user123456",    "hikvision123",   "hik12345+",        "dahua12345",
    "admin888888",  "admin666666",  "admin_1234",   "abc123!@#$",   "abc@123456",    "abcd@1234",      "abcd@12345",       "aa123456..",
    "!@#123qweasd", "1qaz@wsx3edc", "1qaz!qaz1qaz", "!qaz2wsx#edc", "!qaz@wsx3edc",  "zaq12wsxcde3",   "zaq1xsw2cde3",     "1234qwerasdf",
    "1234qwer!@#$", "qwer1234!@#$", "qwer1234asdf", "qwer@12345",   "qwe@123456",    "shanghai123",    "shanghai2023",     "beijing2008",
    "china123456",  "miandun123",   "miandun@123",
});

constexpr std::size_t kMinDistinct = 5;

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool common(std::string_view password) {
    return std::ranges::any_of(kCommon, [&](std::string_view entry) { return std::ranges::equal(entry, password, {}, {}, lower); });
}

bool contains_name(std::string_view password, std::string_view name) {
    constexpr std::size_t kMeaningful = 3;  // "a" is in most passwords
    return name.size() >= kMeaningful && !std::ranges::search(password, name, {}, lower, lower).empty();
}

bool letter(std::uint8_t byte) { return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || byte >= 0x80; }
bool digit(std::uint8_t byte) { return byte >= '0' && byte <= '9'; }

bool simple(ByteView password) {
    const bool letters = std::ranges::any_of(password, letter);
    const bool digits = std::ranges::any_of(password, digit);
    const bool symbols = std::ranges::any_of(password, [](std::uint8_t byte) { return !letter(byte) && !digit(byte); });
    std::set<std::uint8_t> distinct(password.begin(), password.end());
    return letters + digits + symbols < 2 || distinct.size() < kMinDistinct;
}

}  // namespace

Status check_password(ByteView password, std::string_view user_name) {
    if (password.size() > kPasswordMaxBytes) return fail(errors::kPasswordTooLong);
    const auto characters = std::ranges::count_if(password, [](std::uint8_t byte) { return (byte & 0xc0) != 0x80; });
    if (static_cast<std::size_t>(characters) < kPasswordMinCharacters) return fail(errors::kPasswordTooShort);
    if (common(as_text(password))) return fail(errors::kPasswordTooCommon);
    if (contains_name(as_text(password), user_name)) return fail(errors::kPasswordContainsName);
    if (simple(password)) return fail(errors::kPasswordTooSimple);
    return {};
}

SecretBytes make_one_time_password(Random& random) {
    constexpr std::string_view kAlphabet = "abcdefghjkmnpqrstuvwxyz23456789";
    constexpr std::size_t kCharacters = 20, kGroup = 5;
    constexpr std::size_t kFair = 256 / kAlphabet.size() * kAlphabet.size();  // bytes above would favour some letters
    SecretBytes password(kCharacters + kCharacters / kGroup - 1);
    for (std::size_t i = 0; i < password.size();) {
        if (i % (kGroup + 1) == kGroup) {
            password.span()[i++] = '-';
            continue;
        }
        const auto byte = random.array<1>()[0];
        if (byte < kFair) password.span()[i++] = static_cast<std::uint8_t>(kAlphabet[byte % kAlphabet.size()]);
    }
    return password;
}

}  // namespace md::access
