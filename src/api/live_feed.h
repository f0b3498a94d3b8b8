#pragma once
// Live pictures on their way to those who watch: one thread for all viewers. A picture is encoded once for everybody who watches the camera
// at that width (analysis/pipeline/live_analysis.h); a viewer who does not keep up gets fewer.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "analysis/pipeline/live_analysis.h"
#include "net/http.h"

namespace md::api {

struct LiveWish {
    std::vector<CameraId> cameras;
    int width = 960, fps = 10;  // at most so many pictures a second and camera
    bool tell_state = false;    // a part without body while a camera has no picture
};

// Thread-safe. Viewers whose connections end are dropped; destruction closes all.
class LiveFeed {
public:
    LiveFeed(analysis::LiveAnalysis& live, const Clock& clock);
    ~LiveFeed();
    void add(LiveWish wish, std::shared_ptr<net::PartSink> sink);

private:
    struct Eye;
    struct Viewer;
    void work();
    void look(const Viewer& viewer, Eye& eye, SteadyTime now);

    analysis::LiveAnalysis& live_;
    const Clock& clock_;
    std::mutex mutex_;
    std::condition_variable wake_;
    std::vector<std::shared_ptr<Viewer>> viewers_;
    bool stopping_ = false;
    std::thread worker_;
};

}  // namespace md::api
