#pragma once
// For tests: a plain socket that says exactly what it is told, also when that is no HTTP.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <string>
#include <string_view>

namespace md::net::test {

class RawClient {
public:
    explicit RawClient(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_port = htons(port);
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        const timeval patience{20, 0};  // a server that hangs fails the test instead of stopping it
        ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
        connected_ = ::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0;
    }
    ~RawClient() { ::close(socket_); }
    RawClient(const RawClient&) = delete;
    RawClient& operator=(const RawClient&) = delete;

    bool connected() const { return connected_; }
    bool send(std::string_view text) {
        while (!text.empty()) {
            const auto count = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
            if (count <= 0) return false;
            text.remove_prefix(static_cast<std::size_t>(count));
        }
        return true;
    }
    void end_sending() { ::shutdown(socket_, SHUT_WR); }
    // Everything until the server closes.
    std::string read_all() {
        std::string all;
        while (read_some(all)) {
        }
        return all;
    }
    // Until `mark` has come `count` times (or the connection ended).
    std::string read_until(std::string_view mark, int count = 1) {
        std::string all;
        std::size_t from = 0;
        while (count > 0) {
            const auto at = all.find(mark, from);
            if (at != std::string::npos) {
                from = at + mark.size();
                --count;
            } else if (!read_some(all)) {
                break;
            }
        }
        return all;
    }

private:
    bool read_some(std::string& all) {
        char buffer[4096];
        const auto count = ::recv(socket_, buffer, sizeof buffer, 0);
        if (count > 0) all.append(buffer, static_cast<std::size_t>(count));
        return count > 0;
    }
    int socket_;
    bool connected_ = false;
};

}  // namespace md::net::test
