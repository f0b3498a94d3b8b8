#pragma once
// Which member of a document stands on which line of its text: the settings' reader names lines, people who sent JSON look for members.
#include <string>
#include <vector>

#include "api/json.h"

namespace md::api {

struct JsonLines {
    std::string text;                   // the document, one member a line
    std::vector<std::string> pointers;  // RFC 6901, of every line's member
};
JsonLines lines_of(const Out& document);
// From an error's detail "name:line: member: what is wrong"; the document itself when it names no line.
std::string pointer_in(const JsonLines& lines, std::string_view detail);

}  // namespace md::api
