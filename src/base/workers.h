#pragma once
// A pool of threads with a bounded queue. A full queue refuses instead of growing: slow consumers are normal days.
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace md {

// Thread-safe. Tasks must not throw. The destructor finishes what is queued, then joins.
class Workers {
public:
    Workers(std::string name, std::size_t threads, std::size_t queue_limit);
    ~Workers();
    Workers(const Workers&) = delete;
    Workers& operator=(const Workers&) = delete;
    // False when the queue is full or the pool is stopping.
    bool submit(std::function<void()> task);
    std::size_t queued() const;
    std::size_t threads() const { return threads_.size(); }
    // Runs body(0..parts-1) on the pool and the calling thread and waits for all. Never refused: what the queue does not take, the caller runs.
    void for_each_part(std::size_t parts, const std::function<void(std::size_t)>& body);

private:
    void work();
    mutable std::mutex mutex_;
    std::condition_variable wake_;
    std::deque<std::function<void()>> queue_;
    std::size_t queue_limit_;
    bool stopping_ = false;
    std::vector<std::thread> threads_;
};

}  // namespace md
