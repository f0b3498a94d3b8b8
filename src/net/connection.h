#pragma once
// One client connection: TLS, then requests one after the other until either side has enough. Everything runs on the connection's strand.
#include <variant>

#include "net/outgoing.h"
#include "net/server_core.h"

namespace md::net {

// Plain or TLS behind one type, so that the HTTP code is compiled once.
class AnyStream {
public:
    using executor_type = tcp::socket::executor_type;
    explicit AnyStream(tcp::socket socket) : socket_(std::move(socket)) {}
    executor_type get_executor() { return socket_.get_executor(); }
    tcp::socket& socket() { return socket_; }
    using Tls = asio::ssl::stream<tcp::socket&>;
    Tls* tls() { return tls_ ? &*tls_ : nullptr; }
    Tls& use_tls(ssl_ctx_st* context);

    template <class Buffers, class Token>
    auto async_read_some(const Buffers& buffers, Token&& token) {
        return tls_ ? tls_->async_read_some(buffers, std::forward<Token>(token))
                    : socket_.async_read_some(buffers, std::forward<Token>(token));
    }
    template <class Buffers, class Token>
    auto async_write_some(const Buffers& buffers, Token&& token) {
        return tls_ ? tls_->async_write_some(buffers, std::forward<Token>(token))
                    : socket_.async_write_some(buffers, std::forward<Token>(token));
    }

private:
    tcp::socket socket_;
    std::optional<asio::ssl::context> context_;
    std::optional<Tls> tls_;
};

class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(ServerCore& core, tcp::socket socket);
    ~Connection();
    void start();
    // From any thread. The first ends a connection that waits for its next request and every stream; the second ends it whatever it
    // does.
    void close_when_idle();
    void abort();

private:
    using Parser = http::request_parser<SecretBody>;
    enum class Next { more, close, linger };  // linger: take in what the client still sends, so that it gets to read the answer

    void name_peer(asio::ip::address address);
    asio::awaitable<void> serve();
    asio::awaitable<bool> handshake();
    asio::awaitable<bool> wait_for_bytes();
    asio::awaitable<Next> serve_one();
    asio::awaitable<std::optional<Response>> ask_gate(const Gate& gate, Request& request);
    asio::awaitable<std::optional<Error>> read_body(Parser& parser, std::size_t limit_bytes);
    asio::awaitable<Next> answer(Request& request, Response& response, bool keep_alive);
    asio::awaitable<void> refuse(const Request& request, const Error& error);
    asio::awaitable<void> write(const Request& request, const Response& response, bool keep_alive);
    asio::awaitable<std::optional<Response>> handle(const Handler& handler, Request& request);
    asio::awaitable<void> write_stream(Request& request, Response& response);
    asio::awaitable<void> pump(Outgoing& out, asio::steady_timer& waker);
    asio::awaitable<void> watch_for_end(std::shared_ptr<Outgoing> out);
    asio::awaitable<void> refuse_plain_http();
    asio::awaitable<void> shut_down(bool linger);
    std::optional<Error> read_head(const Parser& parser, Request& request) const;
    std::optional<Error> refusal_of(const error_code& error) const;

    void limit(std::chrono::milliseconds time);  // cancels what is pending when the time has passed
    void arm(std::chrono::milliseconds time, std::uint64_t round);
    void no_limit();

    ServerCore& core_;
    AnyStream stream_;
    std::string peer_;
    std::string household_;  // whose connections and bodies count together: the address, of IPv6 the /64, all of which one customer owns
    ReadBuffer buffer_;
    crypto::TlsFacts tls_facts_;
    asio::steady_timer timer_;
    std::uint64_t timer_round_ = 0;
    bool timed_out_ = false, idle_ = false, entered_ = false;
    std::weak_ptr<Outgoing> stream_out_;
};

}  // namespace md::net
