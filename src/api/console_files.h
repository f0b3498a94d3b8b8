#pragma once
// The web console from the executable: entity tags by content, precompressed files, a strict content security policy, index.html for its
// own paths.
#include "api/embedded.h"
#include "base/profile.h"
#include "net/http.h"

namespace md::api {

// Immutable once made; thread-safe.
class ConsoleFiles {
public:
    ConsoleFiles(const std::vector<EmbeddedFile>& files, Profile profile);
    net::Response serve(const net::Request& request) const;

private:
    struct File {
        ByteView plain, gzip, brotli;
        std::string tag;
        std::string_view type;
    };
    std::map<std::string, File, std::less<>> files_;
};

}  // namespace md::api
