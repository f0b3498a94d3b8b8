#include "net/connection.h"
//
#include <boost/asio/ip/v6_only.hpp>

#include "base/log.h"
#include "net/errors.h"

namespace md::net {

bool ServerCore::enter(Connection& connection, const std::string& peer) {
    std::lock_guard lock(mutex_);
    const auto known = peers_.find(peer);
    const auto of_peer = known == peers_.end() ? 0 : known->second.connections;
    if (draining || alive_.size() >= options.max_connections || of_peer >= options.max_connections_per_peer) return false;
    alive_.insert(&connection);
    ++peers_[peer].connections;
    ++connections;
    ++open_connections;
    return true;
}

void ServerCore::leave(Connection& connection, const std::string& peer) {
    std::lock_guard lock(mutex_);
    alive_.erase(&connection);
    if (--peers_[peer].connections == 0) peers_.erase(peer);
    --open_connections;
}

bool ServerCore::take_room(const std::string& peer, std::size_t bytes) {
    std::lock_guard lock(mutex_);
    auto& of_peer = peers_[peer].body_bytes;  // its connection lives, so the entry is there
    if (body_bytes_ + bytes > options.max_bodies_in_flight_bytes || of_peer + bytes > options.max_bodies_per_peer_bytes) return false;
    body_bytes_ += bytes;
    of_peer += bytes;
    return true;
}

void ServerCore::give_room_back(const std::string& peer, std::size_t bytes) {
    std::lock_guard lock(mutex_);
    body_bytes_ -= bytes;
    if (const auto known = peers_.find(peer); known != peers_.end()) known->second.body_bytes -= bytes;
}

void ServerCore::for_each_connection(const std::function<void(Connection&)>& each) {
    std::vector<std::shared_ptr<Connection>> alive;  // called outside the lock; one that is just ending has no owner any more
    {
        std::lock_guard lock(mutex_);
        for (auto* connection : alive_) {
            if (auto shared = connection->weak_from_this().lock()) alive.push_back(std::move(shared));
        }
    }
    for (const auto& connection : alive) each(*connection);
}

namespace {

constexpr auto kDefaultDrain = std::chrono::seconds(10);

class BeastServer final : public Server {
public:
    BeastServer(const ServerOptions& options, std::shared_ptr<const Router> router)
        : core_(options, std::move(router)), acceptor_(core_.io), pause_(core_.io) {}
    ~BeastServer() override { stop(kDefaultDrain); }

    Status listen() {
        error_code error;
        const auto& options = core_.options;
        const auto address = asio::ip::make_address(options.address, error);
        if (error) return fail(errors::kListenFailed, options.address + ": " + error.message());
        const tcp::endpoint endpoint(address, options.port);
        acceptor_.open(endpoint.protocol(), error);
        if (!error) acceptor_.set_option(asio::socket_base::reuse_address(true), error);
        if (!error && address.is_v6()) acceptor_.set_option(asio::ip::v6_only(false), error);
        if (!error) acceptor_.bind(endpoint, error);
        if (!error) acceptor_.listen(asio::socket_base::max_listen_connections, error);
        if (error == asio::error::address_in_use) return fail(errors::kAddressInUse, fmt::format("{}:{}", options.address, options.port));
        if (error) return fail(errors::kListenFailed, fmt::format("{}:{}: {}", options.address, options.port, error.message()));
        port_ = acceptor_.local_endpoint().port();
        asio::co_spawn(core_.io, accept(), asio::detached);
        for (std::size_t i = 0; i < options.io_threads; ++i) threads_.emplace_back([this] { core_.io.run(); });
        return {};
    }

    std::uint16_t port() const override { return port_; }

    void stop(std::chrono::milliseconds drain) override {
        std::lock_guard lock(stopping_);
        if (threads_.empty()) return;
        core_.draining = true;
        asio::post(core_.io, [this] {
            error_code ignored;
            acceptor_.close(ignored);
        });
        core_.for_each_connection([](Connection& connection) { connection.close_when_idle(); });
        if (!wait_until_empty(drain)) {
            core_.for_each_connection([](Connection& connection) { connection.abort(); });
            wait_until_empty(std::chrono::seconds(1));
        }
        core_.io.stop();
        for (auto& thread : threads_) thread.join();
        threads_.clear();
    }

    Counters counters() const override {
        return {core_.connections,      core_.requests,     core_.tls_failures,        core_.refused_busy,
                core_.open_connections, core_.open_streams, core_.open_picture_streams};
    }

private:
    asio::awaitable<void> accept() {
        while (!core_.draining) {
            error_code error;
            tcp::socket socket(asio::make_strand(core_.io));
            co_await acceptor_.async_accept(socket, asio::redirect_error(asio::use_awaitable, error));
            if (!error) {
                std::make_shared<Connection>(core_, std::move(socket))->start();
            } else if (acceptor_.is_open()) {  // out of descriptors, or the client went while it waited
                pause_.expires_after(std::chrono::milliseconds(50));
                co_await pause_.async_wait(asio::redirect_error(asio::use_awaitable, error));
            }
        }
    }

    bool wait_until_empty(std::chrono::milliseconds time) const {
        const auto until = std::chrono::steady_clock::now() + time;
        while (core_.open_connections > 0 && std::chrono::steady_clock::now() < until)
            std::this_thread::sleep_for(std::chrono::milliseconds(2));
        return core_.open_connections == 0;
    }

    mutable ServerCore core_;
    tcp::acceptor acceptor_;
    asio::steady_timer pause_;
    std::vector<std::thread> threads_;
    std::mutex stopping_;
    std::uint16_t port_ = 0;
};

}  // namespace

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, std::shared_ptr<const Router> router) {
    auto server = std::make_unique<BeastServer>(options, std::move(router));
    MD_TRY(server->listen());
    return server;
}

}  // namespace md::net
