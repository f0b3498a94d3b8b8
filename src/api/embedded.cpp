#include "api/embedded.h"

extern "C" {
struct MdEmbedded {
    const char* path;
    const unsigned char* begin;
    const unsigned char* end;
};
extern const MdEmbedded md_embedded_openapi[];
extern const MdEmbedded md_embedded_console[];
}

namespace md::api {

ByteView embedded_openapi() { return {md_embedded_openapi[0].begin, md_embedded_openapi[0].end}; }

std::vector<EmbeddedFile> embedded_console() {
    std::vector<EmbeddedFile> files;
    for (const auto* file = md_embedded_console; file->path; ++file) files.push_back({file->path, {file->begin, file->end}});
    return files;
}

}  // namespace md::api
