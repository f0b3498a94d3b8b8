#pragma once
// Text that people typed: UTF-8 checked, taken apart by character, made comparable.
#include <string>
#include <string_view>
#include <vector>

namespace md::people {

// Valid UTF-8 without control characters.
bool is_clean_text(std::string_view text);
// One string a character; the text must be valid UTF-8.
std::vector<std::string> characters(std::string_view text);
// For searching: lower-case ASCII, blanks and name dots left out.
std::string folded(std::string_view text);
// Without blanks at both ends.
std::string trimmed(std::string_view text);

}  // namespace md::people
