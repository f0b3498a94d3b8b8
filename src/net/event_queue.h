#pragma once
// The waiting line between whoever sends events and the connection that writes them.
#include <deque>
#include <mutex>

#include "net/http.h"

namespace md::net {

// Thread-safe. The connection attaches a function that wakes its writer, and detaches it before it goes, so that a sink may outlive its
// connection.
class EventQueue final : public EventSink {
public:
    static constexpr std::size_t kWaitingLimit = 256;
    bool send(std::string_view event, std::string_view id, std::string_view data) override;
    bool open() const override;
    void close() override;

    void attach(std::function<void()> wake);
    void detach();       // also closes
    std::string take();  // everything waiting, as text/event-stream

private:
    void end(bool forget_waker);
    mutable std::mutex mutex_;
    std::deque<std::string> waiting_;
    std::function<void()> wake_;
    bool open_ = true;
};

// One event in the format of the HTML standard, section 9.2. Line breaks in the data become several data lines; in the other fields they
// are dropped.
std::string format_event(std::string_view event, std::string_view id, std::string_view data);

}  // namespace md::net
