#include "api/console_files.h"

#include "api/errors.h"
#include "crypto/suite.h"
#include "net/errors.h"

namespace md::api {
namespace {

// Scripts and styles from here alone, nothing inline but style attributes (charts and dialogs place themselves with them); pictures also
// from the camera.
constexpr std::string_view kPolicy =
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' "
    "blob:; font-src 'self'; connect-src 'self'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
constexpr std::string_view kPermissions =
    "camera=(self), microphone=(), geolocation=(), publickey-credentials-get=(self), publickey-credentials-create=(self)";
constexpr std::string_view kNotBuilt =
    "<!doctype html><html lang=\"zh-CN\"><meta charset=\"utf-8\"><title>面盾 Miandun</title><h1>面盾 Miandun</h1>"
    "<p>此程序构建时未包含管理控制台；接口可正常使用。</p><p lang=\"en\">This program was built without the console; the interface under "
    "/api/v1 works.</p></html>";

constexpr std::pair<std::string_view, std::string_view> kTypes[] = {{".html", "text/html; charset=utf-8"},
                                                                    {".js", "text/javascript; charset=utf-8"},
                                                                    {".css", "text/css; charset=utf-8"},
                                                                    {".svg", "image/svg+xml"},
                                                                    {".png", "image/png"},
                                                                    {".webp", "image/webp"},
                                                                    {".ico", "image/x-icon"},
                                                                    {".woff2", "font/woff2"},
                                                                    {".json", "application/json"},
                                                                    {".webmanifest", "application/manifest+json"},
                                                                    {".wasm", "application/wasm"},
                                                                    {".txt", "text/plain; charset=utf-8"}};

std::string_view type_of(std::string_view path) {
    for (const auto& [ending, type] : kTypes) {
        if (path.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

// A path with a dot in its last part means a file; anything else is a page of the console, which finds its own way from index.html.
bool is_page(std::string_view path) { return path.substr(path.rfind('/') + 1).find('.') == std::string_view::npos; }

void add_fields(net::Response& response) {
    response.headers.emplace_back("Content-Security-Policy", kPolicy);
    response.headers.emplace_back("Permissions-Policy", kPermissions);
    response.headers.emplace_back("Cross-Origin-Opener-Policy", "same-origin");
}

}  // namespace

ConsoleFiles::ConsoleFiles(const std::vector<EmbeddedFile>& files, Profile profile) {
    const auto& suite = crypto::Suite::of(profile);
    for (const auto& file : files) {
        const auto packed = file.path.ends_with(".gz") || file.path.ends_with(".br");
        auto& slot = files_["/" + std::string(packed ? file.path.substr(0, file.path.size() - 3) : file.path)];
        if (file.path.ends_with(".gz"))
            slot.gzip = file.content;
        else if (file.path.ends_with(".br"))
            slot.brotli = file.content;
        else {
            slot.plain = file.content;
            slot.type = type_of(file.path);
            slot.tag = '"' + to_hex(suite.digest(file.content)).substr(0, 32) + '"';
        }
    }
}

net::Response ConsoleFiles::serve(const net::Request& request) const {
    if (request.path.starts_with("/api/")) return net::problem(errors::kNoSuchPath, request.id);
    auto found = files_.find(request.path);
    if (found == files_.end() && is_page(request.path)) found = files_.find("/index.html");
    if (found == files_.end() || found->second.type.empty()) {
        if (!files_.empty()) return net::problem(errors::kNoSuchPath, request.id);
        if (!is_page(request.path)) return net::problem(errors::kConsoleMissing, request.id);
        auto page = net::Response::text(std::string(kNotBuilt), "text/html; charset=utf-8");
        add_fields(page);
        return page;
    }
    const auto& file = found->second;
    net::Response response;
    add_fields(response);
    response.headers.emplace_back("ETag", file.tag);
    response.headers.emplace_back("Vary", "Accept-Encoding");
    // Names under assets/ carry a hash of their content, so they never change; everything else is asked for again.
    response.headers.emplace_back("Cache-Control",
                                  request.path.starts_with("/assets/") ? "public, max-age=31536000, immutable" : "no-cache");
    if (request.header("if-none-match") == file.tag) {
        response.status = 304;
        return response;
    }
    response.headers.emplace_back("Content-Type", file.type);
    const auto accepted = request.header("accept-encoding");
    const bool brotli = !file.brotli.empty() && accepted.find("br") != std::string::npos,
               gzip = !brotli && !file.gzip.empty() && accepted.find("gzip") != std::string::npos;
    if (brotli || gzip) response.headers.emplace_back("Content-Encoding", brotli ? "br" : "gzip");
    response.body = SecretBytes(brotli ? file.brotli : gzip ? file.gzip : file.plain);
    return response;
}

}  // namespace md::api
