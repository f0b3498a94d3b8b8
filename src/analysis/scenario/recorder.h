#pragma once
// Writes down what comes out, and checks what must hold of any sequence whatever: lives of captures and alerts well formed, never more than
// two pictures of a subject at a time, no negative duration. C2
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "analysis/presence.h"
#include "analysis/types.h"

namespace md::analysis::scenario {

class Recorder final : public Sink {
public:
    using Time = std::chrono::microseconds;
    struct CaptureLife {
        Capture now;  // as last told
        Time shown{0}, ended{0};
        bool open = true;
        int stages = 0;
    };
    struct AlertLife {
        Alert now;
        Time raised{0}, ended{0};
        bool open = true;
        int stages = 0;
    };

    // per_camera: two captures may be open for a subject on each camera (continuous de-duplication alone), else for a subject.
    Recorder(std::function<Time()> clock, bool per_camera) : clock_(std::move(clock)), per_camera_(per_camera) {}

    void capture(const Capture& capture) override;
    void alert(const Alert& alert) override;
    // At the end everything must be closed.
    void finish();

    const std::map<CaptureId, CaptureLife>& captures() const { return captures_; }
    const std::map<AlertId, AlertLife>& alerts() const { return alerts_; }
    int withdrawn() const { return withdrawn_; }
    const std::vector<std::string>& broken() const { return broken_; }

private:
    void want(bool holds, std::string_view what) {
        if (!holds) broken_.emplace_back(what);
    }
    void count_open(const Capture& capture);

    std::function<Time()> clock_;
    bool per_camera_;
    std::map<CaptureId, CaptureLife> captures_;
    std::map<AlertId, AlertLife> alerts_;
    int withdrawn_ = 0;
    std::vector<std::string> broken_;
};

}  // namespace md::analysis::scenario
