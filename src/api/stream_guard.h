#pragma once
// Ends streams whose callers may no longer have them: signed out, revoked, another role. D11
#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <mutex>
#include <thread>

namespace md::api {

// Thread-safe.
class StreamGuard {
public:
    explicit StreamGuard(std::chrono::milliseconds interval) : interval_(interval) {}
    ~StreamGuard();
    struct Stream {
        std::function<bool()> open;
        std::function<void()> close;
        std::function<bool()> allowed;  // may touch the stores
    };
    void watch(Stream stream);

private:
    void work();
    const std::chrono::milliseconds interval_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::list<Stream> streams_;
    bool stopping_ = false;
    std::thread worker_;  // started with the first stream
};

}  // namespace md::api
