#pragma once
// Two TLS ends in one thread, joined by a pair of memory buffers. For tests and benchmarks that link OpenSSL.
#include <openssl/ssl.h>

#include <memory>

#include "crypto/tls.h"

namespace md::test {

class TlsPair {
public:
    TlsPair(const crypto::TlsContext& server, const crypto::TlsContext& client)
        : server_(SSL_new(server.native())), client_(SSL_new(client.native())) {
        BIO *at_server = nullptr, *at_client = nullptr;
        BIO_new_bio_pair(&at_server, 1 << 18, &at_client, 1 << 18);
        SSL_set_bio(server_.get(), at_server, at_server);
        SSL_set_bio(client_.get(), at_client, at_client);
        SSL_set_accept_state(server_.get());
        SSL_set_connect_state(client_.get());
    }
    // True when both ends finished. A TLS 1.3 client finishes before the server judged its certificate, so the server is asked last.
    bool shake() {
        int server = 0, client = 0;
        for (int round = 0; round < 10 && (server != 1 || client != 1); ++round) {
            client = SSL_do_handshake(client_.get());
            server = SSL_do_handshake(server_.get());
            if (dead(server_.get(), server) || dead(client_.get(), client)) return false;
        }
        return server == 1 && client == 1;
    }
    SSL* server() const { return server_.get(); }
    SSL* client() const { return client_.get(); }

private:
    static bool dead(const SSL* end, int result) {
        return result != 1 && SSL_get_error(end, result) != SSL_ERROR_WANT_READ && SSL_get_error(end, result) != SSL_ERROR_WANT_WRITE;
    }
    struct Free {
        void operator()(SSL* end) const { SSL_free(end); }
    };
    std::unique_ptr<SSL, Free> server_, client_;
};

}  // namespace md::test
