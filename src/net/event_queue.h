#pragma once
// Events on their way to one client, as text/event-stream.
#include <deque>

#include "net/http.h"
#include "net/outgoing.h"

namespace md::net {

// Thread-safe.
class EventQueue final : public EventSink, public Outgoing {
public:
    static constexpr std::size_t kWaitingLimit = 256;
    bool send(std::string_view event, std::string_view id, std::string_view data) override;
    bool open() const override { return is_open(); }
    void close() override { finish(); }

    std::string_view content_type() const override { return "text/event-stream"; }
    Piece take() override;  // everything waiting
    std::string_view heartbeat() const override { return ": heartbeat\n\n"; }

private:
    void forget() override { waiting_.clear(); }
    std::deque<std::string> waiting_;
};

// One event in the format of the HTML standard, section 9.2. Line breaks in the data become several data lines; in the other fields they
// are dropped.
std::string format_event(std::string_view event, std::string_view id, std::string_view data);

}  // namespace md::net
