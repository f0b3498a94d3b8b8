// De-duplication, regions, schedules and rules of the cameras' groups, as one document a group. C3, C4, C5, C6, C7, C8.
#include <fmt/format.h>

#include "analysis/config.h"
#include "analysis/errors.h"
#include "analysis/records/watch_lists.h"
#include "api/analysis_out.h"
#include "api/json_lines.h"
#include "base/errors.h"

namespace md::api {
namespace {

using analysis::Camera;
using analysis::ScopeConfig;

// Whose settings there are, with their cameras.
std::map<std::string, std::vector<Camera>> scopes_of(const analysis::Cameras& cameras) {
    std::map<std::string, std::vector<Camera>> scopes;
    for (const auto& camera : cameras.list()) scopes[camera.scope()].push_back(camera);
    return scopes;
}

// What the file of `miandun analyse` writes as `output: off` is null here.
void to_rest(Out& deduplication) {
    for (auto& one : deduplication) {
        if (one.value("output", "") == "off") one = nullptr;
    }
}
void from_rest(Out& deduplication) {
    for (auto& one : deduplication) {
        if (one.is_null()) one = {{"output", "off"}};
    }
}

Out to_out(const analysis::Remark& remark) { return {{"code", remark.code}, {"path", remark.path}, {"zh", remark.zh}, {"en", remark.en}}; }

// The platform's lists lie in the stores; in the document rules name them, and nothing else of them is there.
Answer settings_answer(const ScopeConfig& stored, const Clock& clock) {
    const auto text = stored.version == 0 ? analysis::to_json(analysis::AnalysisConfig{}) : stored.json;
    MD_API_ASSIGN(const auto config, analysis::config_from_json(text));
    auto out = Out::parse(text);
    to_rest(out["deduplication"]);
    out.erase("watch_lists");
    out.erase("start");
    out["remarks"] = items(analysis::remarks(config, clock.wall()), [](const analysis::Remark& remark) { return to_out(remark); });
    return with_version(answer(out), stored.version);
}

// What the settings' reader reads; remarks that came with an answer and go back with the next change are the platform's own words.
Out to_read(Out document, const analysis::WatchLists& lists) {
    document.erase("remarks");
    if (document.contains("deduplication")) from_rest(document["deduplication"]);
    auto& named = document["watch_lists"] = Out::array();
    for (const auto& list : lists.list()) named.push_back({{"name", list.name}, {"folder", "-"}, {"basis", list.basis.document_number}});
    return document;
}

// Says which member is wrong.
Refusal refusal_of(const Error& error, const JsonLines& lines) {
    const auto pointer = pointer_in(lines, error.detail());
    const auto why = error.detail().substr(std::min(error.detail().size(), error.detail().find(": ") + 2));
    return {error,
            {{"fields", {{{"path", pointer}, {"zh", error.message("zh")}, {"en", fmt::format("{} ({})", error.message("en"), why)}}}}}};
}

// A region of a camera that is not of this group would never hold.
std::optional<Refusal> stray_region(const analysis::AnalysisConfig& config, const std::vector<Camera>& cameras) {
    for (std::size_t i = 0; i < config.regions.size(); ++i) {
        const auto& wanted = config.regions[i].camera;
        if (wanted.empty() || std::any_of(cameras.begin(), cameras.end(), [&](const Camera& one) { return one.id.text() == wanted; }))
            continue;
        return Refusal(errors::kCameraNotFound, {{"fields",
                                                  {{{"path", "/regions/" + std::to_string(i) + "/camera"},
                                                    {"zh", "该分组没有这台摄像机"},
                                                    {"en", "is no camera of this group"}}}}});
    }
    return std::nullopt;
}

Answer set_settings(Call& call, const AnalysisParts& analysis, const Clock& clock) {
    const auto scope = call.path("group");
    const auto scopes = scopes_of(*analysis.cameras);
    const auto cameras = scopes.find(scope);
    if (cameras == scopes.end()) return refuse(errors::kNotFound);
    MD_API_ASSIGN(const auto version, wanted_version(call));
    const auto lines = lines_of(to_read(Out::parse(call.body.dump()), *analysis.watch_lists));
    const auto config = analysis::config_from_yaml(lines.text, "settings");
    if (!config) return tl::unexpected(refusal_of(config.error(), lines));
    if (auto stray = stray_region(*config, cameras->second)) return tl::unexpected(std::move(*stray));
    MD_API_ASSIGN(const auto stored, analysis.cameras->set_config(scope, lines.text, version, call.actor()));
    return settings_answer(stored, clock);
}

}  // namespace

void add_analysis_settings(Operations& operations, const PlatformParts& parts) {
    const auto analysis = *parts.analysis;
    operations.on("list_camera_groups", [analysis](Call&) -> Answer {
        Out list = Out::array();
        for (const auto& [scope, cameras] : scopes_of(*analysis.cameras)) {
            MD_API_ASSIGN(const auto config, analysis.cameras->config(scope));
            const auto rules = config.version == 0 ? 0 : Out::parse(config.json).value("rules", Out::array()).size();
            list.push_back({{"name", scope},
                            {"cameras", items(cameras, [](const Camera& camera) { return Out(camera.id.text()); })},
                            {"rules", rules}});
        }
        return answer({{"items", std::move(list)}});
    });
    const auto& clock = *parts.clock;
    operations.on("get_analysis_settings", [analysis, &clock](Call& call) -> Answer {
        const auto scope = call.path("group");
        if (!scopes_of(*analysis.cameras).contains(scope)) return refuse(errors::kNotFound);
        MD_API_ASSIGN(const auto config, analysis.cameras->config(scope));
        return settings_answer(config, clock);
    });
    operations.on("set_analysis_settings", [analysis, &clock](Call& call) { return set_settings(call, analysis, clock); });
}

}  // namespace md::api
