#include "net/part_queue.h"

#include <algorithm>

namespace md::net {
namespace {

void add_field(std::string& out, std::string_view name, std::string_view value) {
    out.append(name).append(": ");
    for (const char c : value) {
        if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) out += c;
    }
    out += "\r\n";
}

std::string head_of(const Part& part) {
    std::string head;
    if (part.body) add_field(head, "Content-Type", part.type);
    add_field(head, "Content-Length", std::to_string(part.body ? part.body->size() : 0));
    for (const auto& [name, value] : part.fields) add_field(head, name, value);
    return head += "\r\n";
}

}  // namespace

bool PartQueue::send(Part part) {
    std::lock_guard lock(mutex_);
    if (!open_) return false;
    const auto same = std::ranges::find(waiting_, part.slot, &Part::slot);
    if (same != waiting_.end())
        *same = std::move(part);
    else
        waiting_.push_back(std::move(part));
    wake();
    return true;
}

Outgoing::Piece PartQueue::take() {
    std::lock_guard lock(mutex_);
    if (waiting_.empty()) return {};
    const Part part = std::move(waiting_.front());
    waiting_.erase(waiting_.begin());
    return {head_of(part), part.body, "\r\n--miandun-frame\r\n"};
}

}  // namespace md::net
