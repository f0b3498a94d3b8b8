#include "net/event_queue.h"

namespace md::net {
namespace {

void add_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    for (const char c : value) {
        if (c != '\r' && c != '\n' && c != '\0') out += c;
    }
    out += '\n';
}

}  // namespace

std::string format_event(std::string_view event, std::string_view id, std::string_view data) {
    std::string out;
    if (!event.empty()) add_field(out, "event", event);
    if (!id.empty()) add_field(out, "id", id);
    while (true) {
        const auto end = std::min(data.find('\n'), data.size());
        add_field(out, "data", data.substr(0, end));
        if (end == data.size()) break;
        data.remove_prefix(end + 1);
    }
    out += '\n';
    return out;
}

bool EventQueue::send(std::string_view event, std::string_view id, std::string_view data) {
    auto text = format_event(event, id, data);
    std::lock_guard lock(mutex_);
    if (!open_) return false;
    if (waiting_.size() >= kWaitingLimit)
        open_ = false;  // too slow: the client comes back with Last-Event-ID
    else
        waiting_.push_back(std::move(text));
    wake();
    return open_;
}

Outgoing::Piece EventQueue::take() {
    std::lock_guard lock(mutex_);
    Piece all;
    for (auto& text : waiting_) all.text += text;
    waiting_.clear();
    return all;
}

}  // namespace md::net
