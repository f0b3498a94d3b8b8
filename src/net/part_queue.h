#pragma once
// Pictures on their way to one client, as multipart/x-mixed-replace (the "MJPEG" of cameras). Every part is followed at once by the next
// boundary, since browsers show a picture only when they see it.
#include <vector>

#include "net/http.h"
#include "net/outgoing.h"

namespace md::net {

// Thread-safe.
class PartQueue final : public PartSink, public Outgoing {
public:
    bool send(Part part) override;
    bool open() const override { return is_open(); }
    void close() override { finish(); }

    std::string_view content_type() const override { return "multipart/x-mixed-replace; boundary=miandun-frame"; }
    std::string_view opening() const override { return "--miandun-frame\r\n"; }
    Piece take() override;  // the one that waits longest
    // A field of the part to come.
    std::string_view heartbeat() const override { return "X-Heartbeat: 1\r\n"; }

private:
    void forget() override { waiting_.clear(); }
    std::vector<Part> waiting_;  // at most one a slot
};

}  // namespace md::net
