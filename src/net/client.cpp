#include <openssl/ssl.h>

#include "net/beast.h"
#include "net/errors.h"
#include "net/http.h"

namespace md::net {
namespace {

struct Url {
    bool tls = false;
    std::string host, port, target;
};

Result<Url> parse_url(std::string_view text) {
    Url url;
    if (text.starts_with("https://"))
        url.tls = true;
    else if (!text.starts_with("http://"))
        return fail(errors::kConnectFailed, "not an http or https URL");
    text.remove_prefix(url.tls ? 8 : 7);
    const auto slash = std::min(text.find_first_of("/?"), text.size());
    auto authority = text.substr(0, slash);
    url.target = text.substr(slash);
    if (!url.target.starts_with('/')) url.target.insert(0, "/");
    url.port = url.tls ? "443" : "80";
    const auto colon = authority.rfind(':');
    if (colon != std::string_view::npos && authority.find(']', colon) == std::string_view::npos) {
        url.port = authority.substr(colon + 1);
        authority = authority.substr(0, colon);
    }
    if (authority.starts_with('[') && authority.ends_with(']')) authority = authority.substr(1, authority.size() - 2);
    url.host = authority;
    if (url.host.empty() || url.port.empty()) return fail(errors::kConnectFailed, "no host in URL");
    return url;
}

// One request over one connection, on the calling thread. A tcp_stream's deadline closes the socket, which is all a client wants of it.
class Exchange {
public:
    Exchange(const ClientRequest& request, Url url) : request_(request), url_(std::move(url)), stream_(io_) {}

    Result<ClientResponse> run() {
        std::optional<Result<ClientResponse>> outcome;
        stream_.expires_after(request_.timeout);
        asio::co_spawn(
            io_, [&]() -> asio::awaitable<void> { outcome.emplace(co_await exchange()); }, asio::detached);
        io_.run();
        return std::move(*outcome);
    }

private:
    static auto into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }
    static tl::unexpected<Error> failed(const ErrorKind& kind, const error_code& error) {
        return fail(error == beast::error::timeout ? errors::kTimedOut : kind, error.message());
    }

    asio::awaitable<Result<ClientResponse>> exchange() {
        error_code error;
        tcp::resolver resolver(io_);
        const auto addresses = co_await resolver.async_resolve(url_.host, url_.port, into(error));
        if (!error) co_await stream_.async_connect(addresses, into(error));
        if (error) co_return failed(errors::kConnectFailed, error);
        crypto::TlsFacts facts;  // named: g++ 12 mishandles temporaries that live across co_await
        if (!request_.tls) co_return co_await talk(stream_, facts);
        if (!url_.tls) co_return fail(errors::kTlsFailed, "TLS context given for an http URL");
        SSL_CTX_up_ref(request_.tls->native());
        asio::ssl::context context(request_.tls->native());
        asio::ssl::stream<beast::tcp_stream&> secure(stream_, context);
        if (!name_peer(secure.native_handle())) co_return fail(errors::kTlsFailed, "host name not usable");
        co_await secure.async_handshake(asio::ssl::stream_base::client, into(error));
        if (error) co_return failed(errors::kTlsFailed, error);
        auto inspected = request_.tls->inspect(secure.native_handle());
        if (!inspected) co_return fail(inspected.error());
        facts = std::move(*inspected);
        co_return co_await talk(secure, facts);
    }

    // Asks for the host by name and has its certificate checked against it, when the context verifies at all.
    bool name_peer(SSL* ssl) {
        error_code not_numeric;
        asio::ip::make_address(url_.host, not_numeric);
        if (!not_numeric) return SSL_set1_ipaddr(ssl, url_.host.c_str()) == 1;
        return SSL_set_tlsext_host_name(ssl, url_.host.c_str()) == 1 && SSL_set1_dnsname(ssl, url_.host.c_str()) == 1;
    }

    template <class Stream>
    asio::awaitable<Result<ClientResponse>> talk(Stream& stream, crypto::TlsFacts& facts) {
        http::request<http::span_body<const std::uint8_t>> message;
        message.method_string(request_.method);
        message.target(url_.target);
        message.set(http::field::host, url_.host + ":" + url_.port);
        message.set(http::field::connection, "close");
        for (const auto& [name, value] : request_.headers) message.set(name, value);
        message.body() = {request_.body.data(), request_.body.size()};
        if (!request_.body.empty() || request_.method != "GET") message.content_length(request_.body.size());
        error_code error;
        http::request_serializer<http::span_body<const std::uint8_t>> serializer(message);
        co_await http::async_write(stream, serializer, into(error));
        // A server that refuses answers before it has read everything: what it says is still worth reading.
        if (error == beast::error::timeout) co_return failed(errors::kTimedOut, error);
        http::response_parser<http::vector_body<std::uint8_t>> parser;
        parser.body_limit(request_.max_answer_bytes);
        parser.skip(request_.method == "HEAD");
        beast::flat_buffer buffer;
        // The header apart: Beast 1.74 forgets that a body is too long when it comes in one piece with its header.
        co_await http::async_read_header(stream, buffer, parser, into(error));
        if (!error && !parser.is_done()) co_await http::async_read(stream, buffer, parser, into(error));
        if (error) co_return failed(errors::kConnectFailed, error);
        ClientResponse answer;
        answer.status = static_cast<int>(parser.get().result_int());
        for (const auto& field : parser.get()) {
            std::string name(field.name_string());
            for (auto& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
            auto& value = answer.headers[name];
            value += (value.empty() ? "" : ", ") + std::string(field.value());
        }
        answer.body = std::move(parser.get().body());
        answer.tls = std::move(facts);
        co_return answer;
    }

    const ClientRequest& request_;
    Url url_;
    asio::io_context io_;
    beast::tcp_stream stream_;
};

}  // namespace

Result<ClientResponse> fetch(const ClientRequest& request) {
    MD_ASSIGN(auto url, parse_url(request.url));
    if (url.tls && !request.tls) return fail(errors::kTlsFailed, "https URL without a TLS context");
    return Exchange(request, std::move(url)).run();
}

}  // namespace md::net
