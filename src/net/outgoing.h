#pragma once
// What the connection of a long answer writes next, whoever fills it: the waiting line between the two.
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "base/secret.h"

namespace md::net {

// Thread-safe. The connection attaches a function that wakes its writer, and detaches it before it goes, so that whoever fills the line may
// outlive the connection.
class Outgoing {
public:
    // Written in this order. The bytes may be shared with other connections.
    struct Piece {
        std::string text;
        std::shared_ptr<const SecretBytes> bytes;
        std::string_view end;
        bool empty() const { return text.empty(); }
    };
    virtual ~Outgoing() = default;
    virtual std::string_view content_type() const = 0;
    virtual std::string_view opening() const { return {}; }  // written once, before everything
    virtual Piece take() = 0;                                // empty when nothing waits
    virtual std::string_view heartbeat() const = 0;          // says nothing, but finds out whether the client is still there

    void attach(std::function<void()> wake);
    void detach();  // also finishes, and lets go of what waits
    void finish();  // nothing more is taken in; what waits is still written
    bool is_open() const;

protected:
    // Both under the lock.
    void wake() {
        if (wake_) wake_();
    }
    virtual void forget() = 0;  // what waits
    mutable std::mutex mutex_;
    bool open_ = true;

private:
    std::function<void()> wake_;
};

}  // namespace md::net
