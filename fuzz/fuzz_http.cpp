// Whatever bytes a connection brings, the server answers HTTP or closes, and is there for the next one. B9
#include <cstdlib>

#include "base/errors.h"
#include "net/http.h"
#include "net/raw_client.h"

using namespace md;

namespace {

net::Response answer(net::Request& request) {
    if (!request.path.starts_with('/') || request.path.find("/../") != std::string::npos || request.body.size() > 1000) std::abort();
    auto response = net::Response::text(request.query["a"] + request.cookie("c"), "text/plain");
    response.headers.emplace_back("X-Echo", request.header("x-echo"));
    return response;
}

std::uint16_t serve() {
    static const auto server = [] {
        auto router = std::make_shared<net::Router>();
        for (const char* method : {"GET", "POST"}) router->add(method, "/a/{b}", answer, 1000);
        net::ServerOptions options;
        options.address = "127.0.0.1";
        options.port = 0;
        options.handler_threads = 1;
        return must(net::Server::start(options, router));
    }();
    return server->port();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    net::test::RawClient client(serve());
    if (!client.connected()) std::abort();
    client.send(as_text({data, size}));
    client.end_sending();
    const auto said = client.read_all();
    if (!said.empty() && !said.starts_with("HTTP/1.1 ")) std::abort();
    return 0;
}
