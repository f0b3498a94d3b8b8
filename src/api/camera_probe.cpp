#include "api/camera_probe.h"

#include "api/convert.h"
#include "vision/image.h"

namespace md::api {
namespace {

constexpr auto kPatience = std::chrono::seconds(10);
constexpr int kPictureWidth = 640;

Out picture_out(const media::Frame& frame) {
    const int width = std::min(kPictureWidth, frame.width());
    const int height = std::max(1, frame.height() * width / frame.width());
    vision::Image image(width, height);
    if (!frame.to_bgr(width, height, image.data())) return nullptr;
    const auto jpeg = vision::encode_jpeg(image, 80);
    return jpeg ? Out(to_base64(*jpeg)) : Out(nullptr);
}

Out result(bool ok, std::string_view state, Out error, const media::SourceReport& report, Out picture) {
    return {{"ok", ok},
            {"state", state},
            {"error", std::move(error)},
            {"codec", report.codec},
            {"width", report.width},
            {"height", report.height},
            {"fps", report.fps},
            {"picture", std::move(picture)}};
}

bool is_over(media::State state) {
    using media::State;
    return state == State::refused || state == State::backing_off || state == State::stopped || state == State::ended;
}

}  // namespace

Out probe_source(media::SourceOptions options, const Clock& clock) {
    options.live = true;
    const auto source = media::Source::open(options, clock);
    if (!source) {
        const auto& error = source.error();
        return result(false, "refused", sentence(error.code(), error.message("zh"), error.message("en")), {}, nullptr);
    }
    const auto until = clock.steady() + kPatience;
    media::FramePtr frame;
    while (!frame && clock.steady() < until) {
        frame = (*source)->next(std::chrono::milliseconds(100));
        if (!frame && is_over((*source)->report().state)) break;
    }
    const auto report = (*source)->report();
    (*source)->stop();
    const auto error = report.error_code.empty() || frame ? Out(nullptr) : sentence(report.error_code, report.detail_zh, report.detail_en);
    return result(frame != nullptr, media::to_string(frame ? media::State::running : report.state), error, report,
                  frame ? picture_out(*frame) : Out(nullptr));
}

}  // namespace md::api
