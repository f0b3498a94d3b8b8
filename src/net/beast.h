#pragma once
// The one place through which Asio and Beast enter. Costs seconds a translation unit: included by connection.cpp, server.cpp and client.cpp
// only.
#include <algorithm>
#include <utility>  // Boost 1.74's awaitable.hpp uses std::exchange without including this

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/connect.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
// The umbrella asio/ssl.hpp does not compile with OpenSSL 4 (its RFC 2818 helper); these two do.
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http.hpp>

#include "base/secret.h"

namespace md::net {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;
using tcp = asio::ip::tcp;
using boost::system::error_code;

// Pictures and passwords pass through read buffers: they are wiped when given back (B3, B4).
template <class T>
struct WipingAllocator {
    using value_type = T;
    WipingAllocator() = default;
    template <class U>
    WipingAllocator(const WipingAllocator<U>&) {}  // NOLINT: allocators convert
    T* allocate(std::size_t count) { return std::allocator<T>().allocate(count); }
    void deallocate(T* items, std::size_t count) noexcept {
        wipe(items, count * sizeof(T));
        std::allocator<T>().deallocate(items, count);
    }
    bool operator==(const WipingAllocator&) const = default;
};
using ReadBuffer = beast::basic_flat_buffer<WipingAllocator<char>>;

// A Beast body whose bytes wipe themselves. Grows by doubling, so that a length merely claimed costs nothing.
struct SecretBody {
    struct value_type {
        SecretBytes bytes;
        std::size_t used = 0;
        // The bytes alone, without spare room.
        SecretBytes take() && {
            if (used == bytes.size()) return std::move(bytes);
            SecretBytes exact(bytes.view().first(used));
            bytes.clear();
            return exact;
        }
    };
    class reader {
    public:
        template <bool isRequest, class Fields>
        reader(http::header<isRequest, Fields>&, value_type& body) : body_(body) {}
        void init(const boost::optional<std::uint64_t>& length, error_code& error) {
            error = {};
            expected_ = length.value_or(0);
        }
        template <class Buffers>
        std::size_t put(const Buffers& buffers, error_code& error) {
            error = {};
            std::size_t taken = 0;
            for (auto it = asio::buffer_sequence_begin(buffers); it != asio::buffer_sequence_end(buffers); ++it) {
                const asio::const_buffer piece = *it;
                make_room(piece.size());
                const auto* from = static_cast<const std::uint8_t*>(piece.data());
                std::copy_n(from, piece.size(), body_.bytes.span().begin() + static_cast<std::ptrdiff_t>(body_.used));
                body_.used += piece.size();
                taken += piece.size();
            }
            return taken;
        }
        void finish(error_code& error) { error = {}; }

    private:
        void make_room(std::size_t more) {
            if (body_.used + more <= body_.bytes.size()) return;
            std::size_t size = std::max<std::size_t>({4096, body_.bytes.size() * 2, body_.used + more});
            if (expected_ >= body_.used + more) size = std::min<std::size_t>(size, expected_);
            SecretBytes larger(size);
            std::ranges::copy(body_.bytes.view().first(body_.used), larger.span().begin());
            body_.bytes = std::move(larger);
        }
        value_type& body_;
        std::uint64_t expected_ = 0;
    };
};

}  // namespace md::net
