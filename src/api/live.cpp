// What the cameras see now: single pictures, streams of pictures and boxes. Nothing of it is stored (C9).
#include "analysis/errors.h"
#include "api/analysis_out.h"
#include "api/errors.h"
#include "api/live_feed.h"

namespace md::api {
namespace {

using namespace std::chrono_literals;

constexpr auto kPatience = 1s;  // for the next picture of a camera that runs
constexpr int kDefaultWidth = 960, kDefaultRate = 10;

int number_query(const Call& call, const char* name, int fallback) {
    const auto text = call.query(name);
    return text ? std::stoi(*text) : fallback;  // the schema has checked form and range
}

// Ids with commas between, each once.
std::vector<CameraId> ids_in(const std::string& list) {
    std::vector<CameraId> ids;
    for (std::size_t at = 0; at < list.size(); at += 33) {
        const auto id = id_of<CameraId>(std::string_view(list).substr(at, 32));
        if (std::find(ids.begin(), ids.end(), id) == ids.end()) ids.push_back(id);
    }
    return ids;
}

Answer watch(const Call& call, const AnalysisParts& analysis, const std::shared_ptr<LiveFeed>& feed, std::vector<CameraId> cameras,
             bool tell_state) {
    for (const auto& id : cameras) MD_API_TRY(analysis.cameras->get(id));
    LiveWish wish{std::move(cameras), number_query(call, "width", kDefaultWidth), number_query(call, "fps", kDefaultRate), tell_state};
    net::Response response;
    response.parts = [feed, wish = std::move(wish)](std::shared_ptr<net::PartSink> sink) { feed->add(wish, std::move(sink)); };
    return response;
}

}  // namespace

void add_live(Operations& operations, const PlatformParts& parts) {
    const auto analysis = *parts.analysis;
    operations.on("get_camera_frame", [analysis](Call& call) -> Answer {
        MD_API_ASSIGN(const auto camera, analysis.cameras->get(call.id<CameraId>("camera_id")));
        const auto report = analysis.live->report(camera.id);
        if (!report || report->source.state != media::State::running) return refuse(errors::kNoPictureYet);
        const auto picture = analysis.live->picture(camera.id, number_query(call, "width", kDefaultWidth), 0, kPatience);
        if (!picture) return refuse(errors::kNoPictureYet);
        auto response = jpeg(SecretBytes(picture->jpeg.view()));
        response.headers.emplace_back("X-Time", to_rfc3339(picture->time));
        return response;
    });
    operations.on("get_camera_boxes", [analysis](Call& call) -> Answer {
        MD_API_ASSIGN(const auto camera, analysis.cameras->get(call.id<CameraId>("camera_id")));
        return answer(to_out(analysis.live->overlay(camera.id).value_or(analysis::LiveOverlay{})));
    });
    const auto feed = std::make_shared<LiveFeed>(*analysis.live, *parts.clock);
    operations.on("watch_camera",
                  [analysis, feed](Call& call) { return watch(call, analysis, feed, {call.id<CameraId>("camera_id")}, false); });
    operations.on("watch_cameras",
                  [analysis, feed](Call& call) { return watch(call, analysis, feed, ids_in(call.query("cameras").value()), true); });
}

}  // namespace md::api
