#pragma once
// What all connections of one server share.
#include <atomic>
#include <map>
#include <mutex>
#include <set>

#include "base/workers.h"
#include "net/beast.h"
#include "net/http.h"

namespace md::net {

class Connection;

// Thread-safe. Outlives every connection; workers go before the event loop, so that a finished handler always finds it.
struct ServerCore {
    ServerCore(const ServerOptions& given, std::shared_ptr<const Router> routes)
        : options(given),
          router(std::move(routes)),
          io(static_cast<int>(given.io_threads)),
          workers("http", given.handler_threads, given.handler_queue) {}

    // False: over a limit, the connection must not be served.
    bool enter(Connection& connection, const std::string& peer);
    void leave(Connection& connection, const std::string& peer);
    // Room for a body, as long as it may be in memory. False: there is none, for anybody or for this peer.
    bool take_room(const std::string& peer, std::size_t bytes);
    void give_room_back(const std::string& peer, std::size_t bytes);
    void for_each_connection(const std::function<void(Connection&)>& each);

    const ServerOptions options;
    const std::shared_ptr<const Router> router;
    std::atomic<bool> draining = false;
    std::atomic<std::uint64_t> connections = 0, requests = 0, tls_failures = 0, refused_busy = 0, open_connections = 0, open_streams = 0,
                               open_picture_streams = 0;
    SystemRandom system_random;
    Random& random() { return options.random ? *options.random : system_random; }

private:
    std::mutex mutex_;
    std::set<Connection*> alive_;
    struct Peer {
        std::size_t connections = 0, body_bytes = 0;
    };
    std::map<std::string, Peer> peers_;
    std::size_t body_bytes_ = 0;

public:
    asio::io_context io;  // after all that unfinished connections touch when it goes
    Workers workers;      // last member: joined first
};

}  // namespace md::net
