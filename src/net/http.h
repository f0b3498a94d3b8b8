#pragma once
// HTTP as the doors see it: plain structs, no Asio. Handlers run on a worker thread and return a Response; long event streams return a
// Stream.
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/random.h"
#include "base/result.h"
#include "base/secret.h"
#include "crypto/tls.h"

namespace md::net {

struct Request {
    std::string method;                          // upper case
    std::string path;                            // decoded, without query; "." and ".." segments are refused before
    std::map<std::string, std::string> query;    // decoded; a repeated key is refused
    std::map<std::string, std::string> headers;  // names lower case
    SecretBytes body;                            // wiped when the request goes (pictures travel here, B3, B4)
    std::string peer_address;                    // numeric
    std::string id;                              // X-Request-Id of the client if sane, else a new one; echoed in the answer
    crypto::TlsFacts tls;
    std::map<std::string, std::string> captures;      // {name} parts of the route
    bool let_in = false;                              // the route's gate was asked before the body came
    std::string header(std::string_view name) const;  // empty when absent
    std::string cookie(std::string_view name) const;
};

// Writes server-sent events; thread-safe. send() is false once the client is gone. Slow clients: at most 256 events wait, then the stream
// is closed (the client reconnects with Last-Event-ID).
class EventSink {
public:
    virtual ~EventSink() = default;
    virtual bool send(std::string_view event, std::string_view id, std::string_view data) = 0;
    virtual bool open() const = 0;
    virtual void close() = 0;
};

// One picture of a stream of pictures.
struct Part {
    std::string slot;  // a newer part takes the place of one of the same slot that still waits
    std::vector<std::pair<std::string, std::string>> fields;
    std::string_view type;                    // of the bytes; a literal
    std::shared_ptr<const SecretBytes> body;  // shared with whoever else watches; null: no bytes
};
// Writes multipart/x-mixed-replace; thread-safe. Slow clients get fewer pictures: of each slot only the newest waits, so that a stream
// holds at most one part a slot in memory, and little more than that in the kernel. send() is false once the client is gone.
class PartSink {
public:
    virtual ~PartSink() = default;
    virtual bool send(Part part) = 0;
    virtual bool open() const = 0;
    virtual void close() = 0;
};

struct Response {
    int status = 200;
    std::vector<std::pair<std::string, std::string>> headers;
    SecretBytes body;
    // When set, the answer is text/event-stream: called once with the sink; keeps it as long as it likes.
    std::function<void(std::shared_ptr<EventSink>)> stream;
    // When set, the answer is multipart/x-mixed-replace; the same manner of use.
    std::function<void(std::shared_ptr<PartSink>)> parts;
    static Response json(std::string text, int status = 200);
    static Response text(std::string text, std::string_view type, int status = 200);
    static Response empty(int status = 204);
};

using Handler = std::function<Response(Request&)>;
// Asked before a large body is read: an answer refuses the request, and its body is never taken in.
using Gate = std::function<std::optional<Response>(Request&)>;

// RFC 9457: {type, title, status, code, detail_zh, detail_en, request_id} and what `members_json` (an object) adds. The error's own detail
// stays inside.
Response problem(const Error& error, std::string_view request_id, std::string_view members_json = {});

// Method and pattern ("/api/v1/persons/{person_id}") to handler. Immutable once serving. Unknown path 404, known path with another method
// 405 with Allow.
class Router {
public:
    struct Route {
        std::string method, pattern;
        Handler handler;
        std::size_t max_body_bytes;
        Gate gate;
    };
    void add(std::string method, std::string pattern, Handler handler, std::size_t max_body_bytes = 1u << 20, Gate gate = {});
    void fallback(Handler handler);  // console files: GET and HEAD on every path no route knows
    const std::vector<Route>& routes() const { return routes_; }
    // For tests and the server: finds the route, fills captures; nullptr and a ready Response when there is none.
    // HEAD finds GET's route (the server leaves the body out); OPTIONS on a known path is answered with 204 and Allow. A literal segment
    // wins over {name}.
    const Route* find(Request& request, Response& problem) const;
    const Handler& fallback_handler() const { return fallback_; }

private:
    std::vector<Route> routes_;
    std::vector<std::vector<std::string>> segments_;  // of each route's pattern
    Handler fallback_;
};

struct ServerOptions {
    std::string address = "0.0.0.0";
    std::uint16_t port = 8443;                                             // 0: any free one
    std::shared_ptr<crypto::TlsContext> tls;                               // null: plain HTTP, only for /metrics and health on loopback
    std::size_t io_threads = 1, handler_threads = 4, handler_queue = 256;  // a full queue answers 503 with Retry-After
    std::size_t max_connections = 2048, max_header_bytes = 16u << 10;
    std::size_t max_connections_per_peer = 512;  // of one address (IPv6: one /64); more are closed unanswered
    std::size_t max_streams = 256;               // event streams; more get 503
    std::size_t max_picture_streams = 32;        // the same for streams of parts, which cost more
    // Bodies being received or handled, all together and of one address; more get 503 before they are read.
    std::size_t max_bodies_in_flight_bytes = 512u << 20, max_bodies_per_peer_bytes = 320u << 20;
    std::chrono::milliseconds header_timeout{10'000}, body_timeout{60'000}, idle_timeout{75'000}, write_timeout{60'000}, heartbeat{15'000};
    Random* random = nullptr;  // for request ids; the system's when null
};

class Server {
public:
    static Result<std::unique_ptr<Server>> start(const ServerOptions& options, std::shared_ptr<const Router> router);
    virtual ~Server() = default;  // stop(10 s)
    virtual std::uint16_t port() const = 0;
    virtual void stop(std::chrono::milliseconds drain) = 0;  // no new connections, finishes running requests, closes streams
    struct Counters {
        std::uint64_t connections, requests, tls_failures, refused_busy, open_connections, open_streams, open_picture_streams;
    };
    virtual Counters counters() const = 0;
};

// A blocking client for tests, webhooks and the command line. One request a call.
struct ClientRequest {
    std::string method = "GET", url;  // https://host:port/path?query
    std::vector<std::pair<std::string, std::string>> headers;
    Bytes body;
    std::shared_ptr<crypto::TlsContext> tls;  // null: plain
    std::chrono::milliseconds timeout{10'000};
    std::uint64_t max_answer_bytes = 256u << 20;
};
struct ClientResponse {
    int status = 0;
    std::map<std::string, std::string> headers;  // lower case
    Bytes body;
    crypto::TlsFacts tls;
};
Result<ClientResponse> fetch(const ClientRequest& request);

}  // namespace md::net
