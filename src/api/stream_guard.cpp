#include "api/stream_guard.h"

namespace md::api {

StreamGuard::~StreamGuard() {
    {
        std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    if (worker_.joinable()) worker_.join();
}

void StreamGuard::watch(Stream stream) {
    std::lock_guard lock(mutex_);
    streams_.push_back(std::move(stream));
    if (!worker_.joinable()) worker_ = std::thread([this] { work(); });
}

void StreamGuard::work() {
    std::unique_lock lock(mutex_);
    while (!wake_.wait_for(lock, interval_, [this] { return stopping_; })) {
        std::list<Stream> checked;
        checked.swap(streams_);
        lock.unlock();
        checked.remove_if([](const Stream& stream) {
            if (!stream.open()) return true;
            if (stream.allowed()) return false;
            stream.close();
            return true;
        });
        lock.lock();
        streams_.splice(streams_.end(), checked);
    }
}

}  // namespace md::api
