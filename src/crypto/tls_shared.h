#pragma once
// What the callbacks of a TLS context need. OpenSSL calls them as long as a connection lives, which may be longer than our TlsContext, so
// the SSL_CTX itself owns this. For the .cpp files of crypto/ alone.
#include <mutex>

#include "crypto/key_impl.h"
#include "crypto/tls.h"

namespace md::crypto {

struct LoadedIdentity {
    OwnedX509 leaf;
    std::vector<OwnedX509> others;
    PrivateKey key;
};
using Identities = std::vector<LoadedIdentity>;

Result<Identities> load_identities(const TlsPolicy& policy, const std::vector<TlsIdentity>& identities);

struct TlsShared {
    TlsPolicy policy;
    TlsContext::Options options;
    Bytes alpn;  // as it goes over the wire
    std::mutex mutex;
    std::shared_ptr<const Identities> identities;  // under the mutex

    // Hands a share of itself to the context and registers the callbacks.
    static void attach(const std::shared_ptr<TlsShared>& shared, SSL_CTX* context);
};

}  // namespace md::crypto
