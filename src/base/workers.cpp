#include "base/workers.h"

#include <pthread.h>

#include <atomic>
#include <memory>

namespace md {

Workers::Workers(std::string name, std::size_t threads, std::size_t queue_limit) : queue_limit_(queue_limit) {
    name.resize(std::min<std::size_t>(name.size(), 15));  // the kernel's limit for a thread's name
    for (std::size_t i = 0; i < threads; ++i) {
        threads_.emplace_back([this] { work(); });
        ::pthread_setname_np(threads_.back().native_handle(), name.c_str());
    }
}

Workers::~Workers() {
    {
        const std::lock_guard lock(mutex_);
        stopping_ = true;
    }
    wake_.notify_all();
    for (auto& thread : threads_) thread.join();
}

bool Workers::submit(std::function<void()> task) {
    {
        const std::lock_guard lock(mutex_);
        if (stopping_ || queue_.size() >= queue_limit_) return false;
        queue_.push_back(std::move(task));
    }
    wake_.notify_one();
    return true;
}

std::size_t Workers::queued() const {
    const std::lock_guard lock(mutex_);
    return queue_.size();
}

void Workers::work() {
    for (;;) {
        std::function<void()> task;
        {
            std::unique_lock lock(mutex_);
            wake_.wait(lock, [this] { return stopping_ || !queue_.empty(); });
            if (queue_.empty()) return;
            task = std::move(queue_.front());
            queue_.pop_front();
        }
        task();
    }
}

void Workers::for_each_part(std::size_t parts, const std::function<void(std::size_t)>& body) {
    // Shared with helpers that may start after this call has returned; they then find no part left and touch nothing else.
    struct Progress {
        std::atomic<std::size_t> next{0}, finished{0};
        std::mutex mutex;
        std::condition_variable all_done;
    };
    auto progress = std::make_shared<Progress>();
    const auto run = [progress, parts, body_address = &body] {
        for (std::size_t part; (part = progress->next.fetch_add(1)) < parts;) {
            (*body_address)(part);
            if (progress->finished.fetch_add(1) + 1 == parts) {
                const std::lock_guard lock(progress->mutex);
                progress->all_done.notify_all();
            }
        }
    };
    for (std::size_t i = 1; i < parts && i <= threads_.size(); ++i) submit(run);
    run();
    std::unique_lock lock(progress->mutex);
    progress->all_done.wait(lock, [&] { return progress->finished.load() >= parts; });
}

}  // namespace md
