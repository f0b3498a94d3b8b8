#include "net/connection.h"

#include <openssl/ssl.h>

#include "base/errors.h"
#include "base/log.h"
#include "net/errors.h"
#include "net/event_queue.h"
#include "net/part_queue.h"
#include "net/response_fields.h"
#include "net/target.h"

namespace md::net {
namespace {

constexpr auto kGoodbye = std::chrono::seconds(2);  // for TLS close and for a client to read a refusal
constexpr std::size_t kLingerBytes = 1u << 20;
constexpr std::size_t kUngatedBytes = 64u << 10;  // so much that as many connections as there may be leave most of the room free
constexpr std::uint8_t kTlsHandshakeRecord = 0x16;
constexpr int kPictureSendBuffer = 256 << 10;

// g++ 12 mishandles temporaries that live across a co_await (aggregates and closures above all): arguments of coroutines are named and
// passed by reference.

// How every operation here reports: no exception, `error` is set.
auto into(error_code& error) { return asio::redirect_error(asio::use_awaitable, error); }

// Runs a function on the pool; false when the pool is full.
asio::awaitable<bool> run_on(Workers& workers, asio::any_io_executor executor, const std::function<void()>& work) {
    auto start = [&workers, executor, &work](auto handler) {
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        const bool taken = workers.submit([shared, executor, work] {
            work();
            asio::post(executor, [shared] { (*shared)(true); });
        });
        if (!taken) asio::post(executor, [shared] { (*shared)(false); });
    };
    co_return co_await asio::async_initiate<const asio::use_awaitable_t<>, void(bool)>(start, asio::use_awaitable);
}

// The waiting line of a long answer, and what fills it.
std::shared_ptr<Outgoing> open_stream(Response& response, std::function<void()>& deliver) {
    if (response.parts) {
        auto queue = std::make_shared<PartQueue>();
        deliver = [fill = std::move(response.parts), queue] { fill(queue); };
        return queue;
    }
    auto queue = std::make_shared<EventQueue>();
    deliver = [fill = std::move(response.stream), queue] { fill(queue); };
    return queue;
}

bool acceptable_id(std::string_view id) {
    return !id.empty() && id.size() <= 64 &&
           id.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-") == std::string_view::npos;
}

bool wants_continue(const http::request_header<>& head) {
    return head.version() == 11 && beast::iequals(head[http::field::expect], "100-continue");
}

}  // namespace

AnyStream::Tls& AnyStream::use_tls(ssl_ctx_st* context) {
    SSL_CTX_up_ref(context);  // Asio's context gives one reference back
    context_.emplace(context);
    tls_.emplace(socket_, *context_);
    SSL_set_options(tls_->native_handle(), SSL_OP_CLEANSE_PLAINTEXT);  // B3, B4: no picture stays in a record buffer
    return *tls_;
}

Connection::Connection(ServerCore& core, tcp::socket socket)
    : core_(core), stream_(std::move(socket)), buffer_(core.options.max_header_bytes + (64u << 10)), timer_(stream_.get_executor()) {
    error_code error;
    const auto remote = stream_.socket().remote_endpoint(error);
    if (!error) name_peer(remote.address());
    stream_.socket().set_option(tcp::no_delay(true), error);
}

Connection::~Connection() {
    if (entered_) core_.leave(*this, household_);
}

void Connection::name_peer(asio::ip::address address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped()) address = asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    if (address.is_v6()) address = asio::ip::address_v6(address.to_v6().to_bytes());  // without the interface of a link-local one
    peer_ = household_ = address.to_string();
    if (!address.is_v6()) return;
    auto bytes = address.to_v6().to_bytes();
    std::fill(bytes.begin() + 8, bytes.end(), std::uint8_t{0});
    household_ = asio::ip::address_v6(bytes).to_string();
}

void Connection::start() {
    entered_ = core_.enter(*this, household_);
    if (!entered_) {
        ++core_.refused_busy;
        return;
    }
    asio::co_spawn(
        stream_.get_executor(), [self = shared_from_this()]() { return self->serve(); }, asio::detached);
}

void Connection::close_when_idle() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
        if (const auto out = self->stream_out_.lock()) out->finish();
        error_code ignored;
        if (self->idle_) self->stream_.socket().cancel(ignored);
    });
}

void Connection::abort() {
    asio::post(stream_.get_executor(), [self = shared_from_this()] {
        if (const auto out = self->stream_out_.lock()) out->finish();
        error_code ignored;
        self->stream_.socket().close(ignored);
    });
}

// A deadline that keeps cancelling: an operation that had just finished when the time ran out may be followed by another one.
void Connection::limit(std::chrono::milliseconds time) {
    timed_out_ = false;
    arm(time, ++timer_round_);
}

void Connection::arm(std::chrono::milliseconds time, std::uint64_t round) {
    timer_.expires_after(time);
    timer_.async_wait([weak = weak_from_this(), round](const error_code& error) {
        const auto self = weak.lock();
        if (error || !self || round != self->timer_round_) return;
        self->timed_out_ = true;
        error_code ignored;
        self->stream_.socket().cancel(ignored);
        self->arm(std::chrono::milliseconds(200), round);
    });
}

void Connection::no_limit() {
    ++timer_round_;
    timer_.cancel();
}

asio::awaitable<void> Connection::serve() {
    const auto self = shared_from_this();
    auto next = Next::close;
    if (!core_.options.tls || co_await handshake()) {
        do {
            next = co_await serve_one();
        } while (next == Next::more && !core_.draining);
    }
    co_await shut_down(next == Next::linger);
}

asio::awaitable<bool> Connection::handshake() {
    limit(core_.options.header_timeout);
    error_code error;
    std::array<std::uint8_t, 1024> first{};
    const auto count = co_await stream_.socket().async_read_some(asio::buffer(first), into(error));
    if (error || count == 0) co_return false;
    if (first[0] != kTlsHandshakeRecord) {
        ++core_.tls_failures;
        co_await refuse_plain_http();
        co_return false;
    }
    auto& tls = stream_.use_tls(core_.options.tls->native());
    co_await tls.async_handshake(asio::ssl::stream_base::server, asio::buffer(first.data(), count), into(error));
    if (error) {
        ++core_.tls_failures;
        log::info("net", "TLS handshake with {} failed: {}", peer_, error.message());
        co_return false;
    }
    auto facts = core_.options.tls->inspect(tls.native_handle());
    if (!facts) {
        ++core_.tls_failures;
        log::warning("net", "TLS with {} is outside the policy: {}", peer_, facts.error().text());
        co_return false;
    }
    tls_facts_ = std::move(*facts);
    co_return true;
}

asio::awaitable<void> Connection::refuse_plain_http() {
    Request nobody;
    nobody.id = to_hex(core_.random().bytes(16));
    co_await refuse(nobody, errors::kPlainHttp);
    co_await shut_down(true);
}

asio::awaitable<bool> Connection::wait_for_bytes() {
    idle_ = true;
    limit(core_.options.idle_timeout);
    error_code error;
    const auto count = co_await stream_.async_read_some(buffer_.prepare(4096), into(error));
    idle_ = false;
    buffer_.commit(count);
    co_return !error && count > 0;
}

// What a failed read is answered with; nothing when the client is simply gone.
std::optional<Error> Connection::refusal_of(const error_code& error) const {
    if (timed_out_) return errors::kRequestTooSlow;
    if (error == http::error::header_limit || error == http::error::buffer_overflow) return errors::kHeadersTooLarge;
    if (error == http::error::body_limit) return errors::kBodyTooLarge;
    if (error == http::error::end_of_stream || error == http::error::partial_message) return std::nullopt;
    if (error.category() == http::make_error_code(http::error::bad_method).category())
        return Error(errors::kMalformedRequest, error.message());
    return std::nullopt;
}

asio::awaitable<Connection::Next> Connection::serve_one() {
    if (buffer_.size() == 0 && !co_await wait_for_bytes()) co_return Next::close;
    limit(core_.options.header_timeout);
    Request request;
    request.id = to_hex(core_.random().bytes(16));
    request.peer_address = peer_;
    request.tls = tls_facts_;
    Parser parser;
    parser.header_limit(static_cast<std::uint32_t>(core_.options.max_header_bytes));
    parser.body_limit(std::numeric_limits<std::uint64_t>::max());  // until the route is known (boost::none reads as zero in 1.74)
    error_code error;
    co_await http::async_read_header(stream_, buffer_, parser, into(error));
    auto refusal = error ? refusal_of(error) : read_head(parser, request);
    if (error && !refusal) co_return Next::close;
    ++core_.requests;
    if (refusal) {
        co_await refuse(request, *refusal);
        co_return Next::linger;
    }
    Response response;
    const auto* route = core_.router->find(request, response);
    const bool to_fallback =
        !route && response.status == 404 && core_.router->fallback_handler() && (request.method == "GET" || request.method == "HEAD");
    if (!route && !to_fallback) {
        co_await write(request, response, parser.is_done() && parser.keep_alive());
        co_return parser.is_done() && parser.keep_alive() ? Next::more : Next::linger;
    }
    const auto limit_bytes = route ? route->max_body_bytes : 0;
    const auto claimed = std::min<std::size_t>(parser.content_length_remaining().value_or(parser.is_done() ? 0 : limit_bytes), limit_bytes);
    if (claimed > kUngatedBytes && route->gate) {
        const auto refused = co_await ask_gate(route->gate, request);
        if (refused) {
            co_await write(request, *refused, false);
            co_return Next::linger;
        }
    }
    if (!core_.take_room(household_, claimed)) {
        co_await refuse(request, errors::kOverloaded);
        co_return Next::linger;
    }
    // Until the answer is written, as long as the body may be in memory.
    struct Room {
        ServerCore& core;
        const std::string& peer;
        std::size_t bytes;
        ~Room() { core.give_room_back(peer, bytes); }
    } room{core_, household_, claimed};
    if (!parser.is_done()) {
        if ((refusal = co_await read_body(parser, limit_bytes))) {
            if (refusal->is(errors::kConnectFailed)) co_return Next::close;
            co_await refuse(request, *refusal);
            co_return Next::linger;
        }
    }
    const bool keep_alive = parser.keep_alive();
    request.body = std::move(parser.release().body()).take();
    no_limit();
    auto answered = co_await handle(route ? route->handler : core_.router->fallback_handler(), request);
    if (!answered) {
        co_await refuse(request, errors::kOverloaded);
        co_return Next::close;
    }
    co_return co_await answer(request, *answered, keep_alive && !core_.draining);
}

// The head into plain structs. Refuses what proxies and servers are known to read differently (request smuggling): Beast refuses a length
// beside a transfer coding and two different lengths; lists of lengths, other codings, several hosts and none are refused here.
std::optional<Error> Connection::read_head(const Parser& parser, Request& request) const {
    const auto& head = parser.get().base();
    request.method = std::string(head.method_string());
    std::size_t hosts = 0;
    for (const auto& field : head) {
        std::string name(field.name_string());
        for (auto& c : name) c = static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c);
        if (name == "host") ++hosts;
        auto& value = request.headers[name];
        if (!value.empty()) value += name == "cookie" ? "; " : ", ";
        value += std::string(field.value());
    }
    if (const auto id = request.header("x-request-id"); acceptable_id(id)) request.id = id;
    if (hosts > 1 || (hosts == 0 && head.version() >= 11)) return Error(errors::kMalformedRequest, "not exactly one Host");
    if (request.header("content-length").find_first_not_of("0123456789") != std::string::npos)
        return Error(errors::kMalformedRequest, "length is not one number");
    if (head.find(http::field::transfer_encoding) != head.end()) {
        if (head.version() < 11) return Error(errors::kMalformedRequest, "transfer coding in HTTP/1.0");
        if (!beast::iequals(head[http::field::transfer_encoding], "chunked")) return Error(errors::kCodingUnknown);
    }
    auto target = parse_target(std::string_view(head.target().data(), head.target().size()));
    if (!target) return target.error();
    request.path = std::move(target->path);
    request.query = std::move(target->query);
    return std::nullopt;
}

// Strangers must not take up the room for bodies: who may not come in is told before his large body is read.
asio::awaitable<std::optional<Response>> Connection::ask_gate(const Gate& gate, Request& request) {
    no_limit();
    std::optional<Response> refused;
    const Handler ask = [&gate, &refused](Request& asking) {
        refused = gate(asking);
        return Response();
    };
    const auto answered = co_await handle(ask, request);
    if (!answered)
        refused = problem(errors::kOverloaded, request.id);
    else if (answered->status >= 500)
        refused = problem(errors::kInternal, request.id);
    else if (!refused)
        request.let_in = true;
    co_return std::move(refused);
}

// kConnectFailed stands for a client that is gone.
asio::awaitable<std::optional<Error>> Connection::read_body(Parser& parser, std::size_t limit_bytes) {
    if (parser.content_length_remaining().value_or(0) > limit_bytes) co_return Error(errors::kBodyTooLarge);
    parser.body_limit(limit_bytes);
    limit(core_.options.body_timeout);
    error_code error;
    if (wants_continue(parser.get().base())) {
        static constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
        co_await asio::async_write(stream_, asio::buffer(kContinue.data(), kContinue.size()), into(error));
    }
    if (!error) co_await http::async_read(stream_, buffer_, parser, into(error));
    if (!error) co_return std::nullopt;
    const auto refusal = refusal_of(error);
    co_return refusal ? *refusal : Error(errors::kConnectFailed);
}

// Nothing when the handlers' queue is full.
asio::awaitable<std::optional<Response>> Connection::handle(const Handler& handler, Request& request) {
    Response response;
    const std::function<void()> work = [&handler, &request, &response] {
        try {
            response = handler(request);
        } catch (const std::exception& broken) {
            log::error("net", "{} {} [{}]: {}", request.method, request.path, request.id, broken.what());
            response = problem(errors::kInternal, request.id);
        }
    };
    if (!co_await run_on(core_.workers, stream_.get_executor(), work)) co_return std::nullopt;
    co_return std::move(response);
}

asio::awaitable<Connection::Next> Connection::answer(Request& request, Response& response, bool keep_alive) {
    request.body.clear();
    if (buffer_.size() == 0) buffer_.shrink_to_fit();  // gives the memory back, which wipes it
    if ((response.stream || response.parts) && request.method != "HEAD") {
        co_await write_stream(request, response);
        co_return Next::close;
    }
    co_await write(request, response, keep_alive);
    co_return keep_alive && !timed_out_ ? Next::more : Next::close;
}

// Says no and that the connection ends.
asio::awaitable<void> Connection::refuse(const Request& request, const Error& error) {
    auto response = problem(error, request.id);
    if (error.is(errors::kOverloaded)) {
        ++core_.refused_busy;
        response.headers.emplace_back("Retry-After", "1");
    }
    co_await write(request, response, false);
}

asio::awaitable<void> Connection::write(const Request& request, const Response& response, bool keep_alive) {
    limit(core_.options.write_timeout);
    error_code error;
    const auto body = response.body.view();
    http::response<http::span_body<const std::uint8_t>> message;
    fill_fields(message.base(), request, response, core_.options.tls != nullptr);
    message.keep_alive(keep_alive);
    // 1xx, 204 and 304 have no body and no length (RFC 9110, 8.6).
    if (response.status >= 200 && response.status != 204 && response.status != 304) message.content_length(body.size());
    if (request.method != "HEAD") message.body() = {body.data(), body.size()};
    http::response_serializer<http::span_body<const std::uint8_t>> serializer(message);
    if (request.method == "HEAD")
        co_await http::async_write_header(stream_, serializer, into(error));
    else
        co_await http::async_write(stream_, serializer, into(error));
    if (error) timed_out_ = true;  // nothing more can be said on this connection
}

asio::awaitable<void> Connection::write_stream(Request& request, Response& response) {
    const bool pictures = static_cast<bool>(response.parts);
    auto& count = pictures ? core_.open_picture_streams : core_.open_streams;
    if (count.fetch_add(1) >= (pictures ? core_.options.max_picture_streams : core_.options.max_streams)) {
        --count;
        co_await refuse(request, errors::kOverloaded);
        co_return;
    }
    std::function<void()> deliver;
    const auto out = open_stream(response, deliver);
    stream_out_ = out;
    asio::steady_timer waker(stream_.get_executor());
    out->attach([weak = weak_from_this(), &waker] {
        if (const auto self = weak.lock())
            asio::post(self->stream_.get_executor(), [self, &waker] {
                if (!self->stream_out_.expired()) waker.cancel();
            });
    });
    struct Ending {
        Outgoing& out;
        std::weak_ptr<Outgoing>& slot;
        std::atomic<std::uint64_t>& count;
        ~Ending() {
            out.detach();
            slot.reset();
            --count;
        }
    } ending{*out, stream_out_, count};

    error_code error;
    // What lies in the kernel is old when it arrives: little may.
    if (pictures) stream_.socket().set_option(asio::socket_base::send_buffer_size(kPictureSendBuffer), error);
    http::response<http::empty_body> head;
    response.headers.emplace_back("Content-Type", out->content_type());
    fill_fields(head.base(), request, response, core_.options.tls != nullptr);
    head.keep_alive(false);
    http::response_serializer<http::empty_body> serializer(head);
    limit(core_.options.write_timeout);
    co_await http::async_write_header(stream_, serializer, into(error));
    const auto opening = out->opening();
    if (!error && !opening.empty()) co_await asio::async_write(stream_, asio::buffer(opening.data(), opening.size()), into(error));
    if (error) co_return;
    if (!co_await run_on(core_.workers, stream_.get_executor(), deliver)) co_return;
    asio::co_spawn(
        stream_.get_executor(), [self = shared_from_this(), out]() { return self->watch_for_end(out); }, asio::detached);
    co_await pump(*out, waker);
}

// Writes what waits; now and then something without meaning, which keeps middleboxes from cutting a quiet stream and finds clients that
// went without a word.
asio::awaitable<void> Connection::pump(Outgoing& out, asio::steady_timer& waker) {
    error_code error;
    while (!error) {
        const bool open = out.is_open();
        auto piece = out.take();
        if (piece.empty() && !open) co_return;
        if (piece.empty()) {
            no_limit();
            error_code woken;
            waker.expires_after(core_.options.heartbeat);
            if (out.is_open()) co_await waker.async_wait(into(woken));
            if (woken) continue;
            piece.text = out.heartbeat();
        }
        const auto bytes = piece.bytes ? piece.bytes->view() : ByteView();
        const std::array<asio::const_buffer, 3> buffers{asio::buffer(piece.text), asio::buffer(bytes.data(), bytes.size()),
                                                        asio::buffer(piece.end.data(), piece.end.size())};
        limit(core_.options.write_timeout);
        co_await asio::async_write(stream_, buffers, into(error));
    }
}

// A client of a stream sends nothing more; its end is seen by reading.
asio::awaitable<void> Connection::watch_for_end(std::shared_ptr<Outgoing> out) {
    std::array<char, 64> ignored{};
    error_code error;
    while (!error && out->is_open()) co_await stream_.async_read_some(asio::buffer(ignored), into(error));
    out->finish();
}

asio::awaitable<void> Connection::shut_down(bool linger) {
    error_code error;
    limit(kGoodbye);
    if (linger) {
        stream_.socket().shutdown(tcp::socket::shutdown_send, error);
        std::array<char, 4096> ignored;
        for (std::size_t taken = 0; !error && taken < kLingerBytes;)
            taken += co_await stream_.socket().async_read_some(asio::buffer(ignored), into(error));
    } else if (stream_.tls() && stream_.socket().is_open()) {
        co_await stream_.tls()->async_shutdown(into(error));
    }
    no_limit();
    stream_.socket().close(error);
}

}  // namespace md::net
