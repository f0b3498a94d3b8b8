#include <fmt/format.h>

#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "analysis/config.h"
#include "analysis/pipeline/recording.h"
#include "analysis/pipeline/watch_gallery.h"
#include "base/errors.h"
#include "base/files.h"
#include "base/progress.h"
#include "roles/cli/analyse_events.h"
#include "roles/cli/analyse_remarks.h"
#include "roles/cli/analyse_report.h"
#include "roles/cli/command.h"

// `miandun analyse VIDEO`: the captures and alerts of a recorded video, as the platform would have given them live. C3-C8
namespace md::cli {
namespace {

using Json = nlohmann::ordered_json;
namespace fs = std::filesystem;

struct AnalyseCall {
    fs::path video, config, report;
    std::string camera;
    bool json = false;
};

// Without `start` in the configuration: when the file was written, the only hint there is.
WallTime start_of(const analysis::AnalysisConfig& config, const fs::path& video) {
    if (config.start) return *config.start;
    std::error_code problem;
    const auto written = fs::last_write_time(video, problem);
    if (problem) return WallTime();
    return std::chrono::floor<std::chrono::seconds>(std::chrono::file_clock::to_sys(written));
}

void print_notes(const analysis::AnalysisConfig& config, WallTime start, bool english) {
    print_remarks(config, start, english);
    if (!config.start && !config.schedules.empty())
        std::fputs(english ? "note: the configuration gives no `start`; schedules go by the time the file was written\n"
                           : "注意：配置中没有 start，时段按文件的写入时间计算\n",
                   stderr);
}

void print_summary(const AnalyseReportFacts& facts, AnalyseEvents& events, bool json, bool english) {
    const auto& s = facts.summary;
    const double length = std::chrono::duration<double>(s.length).count();
    if (json) {
        const Json line{{"summary",
                         {{"subjects", events.subjects()},
                          {"captures", events.captures()},
                          {"alerts", events.alerts()},
                          {"codec", s.codec},
                          {"width", s.width},
                          {"height", s.height},
                          {"frames", s.frames},
                          {"seconds", length},
                          {"took", facts.took_s},
                          {"searches", s.counters.searches},
                          {"faces", s.counters.faces},
                          {"embeddings", s.counters.embeddings},
                          {"cuts", s.counters.cuts}}}};
        std::fprintf(stderr, "%s\n", line.dump().c_str());
        return;
    }
    const double ratio = facts.took_s > 0 ? length / facts.took_s : 0;
    if (english)
        std::printf("%zu people, %zu captures, %zu alerts in %s of video (%dx%d %s); took %.1f s, %.1f x real time\n", events.subjects(),
                    events.captures(), events.alerts(), clock_text(length).c_str(), s.width, s.height, s.codec.c_str(), facts.took_s,
                    ratio);
    else
        std::printf("%zu 人，抓拍 %zu 张，预警 %zu 条；视频 %s（%dx%d %s），用时 %.1f 秒，%.1f 倍速\n", events.subjects(),
                    events.captures(), events.alerts(), clock_text(length).c_str(), s.width, s.height, s.codec.c_str(), facts.took_s,
                    ratio);
}

Status analyse(const AnalyseCall& call, const Context& context) {
    const bool english = context.language == "en";
    if (std::error_code problem; !fs::exists(call.video, problem)) return fail(errors::kFileUnreadable, call.video.string());
    analysis::RecordingTask task;
    if (!call.config.empty()) {
        MD_ASSIGN(task.config, analysis::config_from_file(call.config));
    }
    MD_ASSIGN(const auto engine, vision::Engine::load(context.manifest, context.models_folder));
    SystemRandom random;
    const SystemClock clock;
    MD_ASSIGN(const auto lists, analysis::read_watch_lists(task.config.watch_lists, call.config.parent_path(), *engine, random));
    task.watch = lists.gallery;
    task.video = call.video;
    task.camera = call.camera.empty() ? call.video.stem().string() : call.camera;
    task.start = start_of(task.config, call.video);
    print_notes(task.config, task.start, english);

    AnalyseEvents events({call.json, english, !call.report.empty(), task.start, task.config.intermittent.has_value()});
    AnalyseReportFacts facts{.video = call.video.filename().string(), .camera = task.camera, .start = task.start, .config = task.config};
    const auto began = clock.steady();
    {
        constexpr std::uint64_t kSteps = 1000;
        Progress bar(english ? "analysing" : "分析中", kSteps);
        std::uint64_t shown = 0;
        const auto progress = [&](double share) {
            const auto now = static_cast<std::uint64_t>(share * kSteps);
            if (now > shown) bar.advance(now - shown), shown = now;
        };
        MD_ASSIGN(facts.summary, analysis::analyse_recording(task, engine, events, clock, random, progress));
    }
    facts.took_s = std::chrono::duration<double>(clock.steady() - began).count();
    if (!call.report.empty()) MD_TRY(write_analyse_report(call.report, facts, events, english));
    print_summary(facts, events, call.json, english);
    return {};
}

}  // namespace

void add_analyse(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand("analyse", "分析录像：去重抓拍与四类预警 / captures and alerts of a recorded video");
    auto call = std::make_shared<AnalyseCall>();
    command->add_option("video", call->video, "视频文件或图片文件夹 / a video file or a folder of pictures")->required();
    command->add_option("--config", call->config, "去重、区域、时段、规则（YAML） / de-duplication, regions, schedules, rules")
        ->check(CLI::ExistingFile);
    command->add_option("--report", call->report, "写出带图的报告（HTML） / write a report with pictures");
    command->add_option("--camera", call->camera, "摄像机名称，默认文件名 / the camera's name; default: the file's");
    command->add_flag("--json", call->json, "每条抓拍或预警一行 JSON / one line of JSON a capture or alert");
    command->callback([=, &context] {
        if (const auto done = analyse(*call, context); !done) context.exit_code = report(done.error(), context, call->json);
    });
}

}  // namespace md::cli
