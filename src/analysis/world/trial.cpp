#include "analysis/world/trial.h"

#include <memory>

#include "analysis/deduplication/deduplicator.h"
#include "analysis/rules/rule_engine.h"
#include "analysis/subjects/observer.h"
#include "analysis/world/simulation.h"

namespace md::analysis::world {
namespace {

std::string camera_name(int camera) { return "camera " + std::to_string(camera + 1); }

// Pictures that say who is on them instead of showing it.
class NamedPictures final : public Pictures {
public:
    NamedPictures(const WorldFrame& frame, WallTime time) : frame_(frame), time_(time) {}
    EvidencePtr take(std::size_t face) override {
        auto out = std::make_shared<Evidence>();
        out->jpeg = SecretBytes(Writer().u32(static_cast<std::uint32_t>(frame_.faces[face].person)).bytes());
        out->taken = time_;
        out->quality = frame_.faces[face].quality;
        return out;
    }
    static int person_on(const EvidencePtr& picture) {
        if (!picture) return -1;
        Reader in(picture->jpeg.view());
        return static_cast<int>(in.u32());
    }

private:
    const WorldFrame& frame_;
    const WallTime time_;
};

class Judgement final : public Sink {
public:
    void capture(const Capture& capture) override { captures.capture(capture, NamedPictures::person_on(capture.picture)); }
    void alert(const Alert& alert) override { alerts.alert(alert); }
    CaptureJudge captures;
    AlertJudge alerts;
};

class Embedder final : public FaceEmbedder {
public:
    explicit Embedder(Simulation& world) : world_(world) {}
    vision::Embedding embed(std::size_t face) override {
        const auto began = std::chrono::steady_clock::now();
        const auto values = world_.embed(face);
        vision::Embedding out{std::span<const float>(values)};
        spent += std::chrono::steady_clock::now() - began;
        return out;
    }
    std::chrono::steady_clock::duration spent{};

private:
    Simulation& world_;
};

FrameInput input_of(const WorldFrame& frame, WallTime start) {
    FrameInput input;
    input.time = start + frame.at;
    input.at = SteadyTime(frame.at);
    input.width = kWidth;
    input.height = kHeight;
    for (const auto& face : frame.faces) input.faces.push_back({face.box, face.score, face.quality, face.usable});
    return input;
}

class Trial {
public:
    Trial(const WorldOptions& options, std::uint64_t seed, BookOptions book)
        : options_(options),
          config_(trial_config(options.cameras)),
          truth_(config_),
          random_(seed),
          world_(options, seed),
          embedder_(world_),
          deduplicator_(config_, sink_, random_),
          rules_(config_, sink_, random_) {
        book.window = config_.intermittent->window;
        book_ = std::make_shared<SubjectBook>(book, random_);
        for (int camera = 0; camera < options.cameras; ++camera) observers_.emplace_back(camera_name(camera), book_);
    }

    TrialReport run() {
        WorldFrame frame;
        while (world_.next(frame)) look(frame);
        for (auto& observer : observers_) {
            const SteadyTime end{std::chrono::microseconds(static_cast<std::int64_t>(options_.seconds * 1e6))};
            judge(observer.finish(*config_.start + end.time_since_epoch(), end), {});
        }
        deduplicator_.finish();
        rules_.finish();
        return report();
    }

private:
    void look(const WorldFrame& frame) {
        ++report_.frames;
        report_.faces += static_cast<int>(frame.faces.size());
        truth_.watch(frame, camera_name(frame.camera));
        visibility_.watch(frame);
        const auto began = std::chrono::steady_clock::now();
        embedder_.spent = {};
        const auto seen = observers_[static_cast<std::size_t>(frame.camera)].step(input_of(frame, *config_.start), embedder_);
        report_.seconds_of_work += std::chrono::duration<double>(std::chrono::steady_clock::now() - began - embedder_.spent).count();
        judge(seen, frame);
    }
    void judge(const Observation& seen, const WorldFrame& frame) {
        for (const auto& merge : seen.merged) lineage_.merged(merge);
        for (const auto& presence : seen.present)
            if (presence.quality > 0) attribution_.face(presence.subject, presence.confirmed, frame.faces[presence.face].person);
        tracks_.watch(seen, frame);
        NamedPictures pictures(frame, seen.time);
        deduplicator_.step(seen, pictures);
        rules_.step(seen, pictures);
    }
    TrialReport report() {
        attribution_.settle(lineage_);
        TrialReport& out = report_;
        out.trials = 1;
        out.people = options_.people;
        out.seconds_of_world = options_.seconds;
        for (auto& observer : observers_) out.embeddings += static_cast<int>(observer.embeddings_made());
        const auto score = attribution_.score();
        out.subjects = score.subjects;
        out.people_known = score.people_known;
        out.mixed_subjects = score.mixed;
        out.false_subjects = score.false_subjects;
        const auto clear = visibility_.clearly_seen(), known = attribution_.known();
        out.people_clear = static_cast<int>(clear.size());
        for (const int person : clear) out.people_missed += !known.contains(person);
        out.tracks = tracks_.score();
        out.captures = sink_.captures.score(lineage_, visibility_);
        out.alerts = sink_.alerts.score(config_, truth_, attribution_, lineage_);
        return out;
    }

    const WorldOptions options_;
    const AnalysisConfig config_;
    Judgement sink_;
    AlertTruth truth_;
    Visibility visibility_;
    Lineage lineage_;
    Attribution attribution_;
    TrackJudge tracks_;
    TrialReport report_;
    SeededRandom random_;
    Simulation world_;
    Embedder embedder_;
    Deduplicator deduplicator_;
    RuleEngine rules_;
    std::shared_ptr<SubjectBook> book_;
    std::vector<Observer> observers_;
};

}  // namespace

AnalysisConfig trial_config(int cameras) {
    using namespace std::chrono_literals;
    AnalysisConfig config;
    const std::string first = camera_name(0), last = camera_name(cameras - 1);
    config.regions = {{"gate", first, {{0.05, 0.36}, {0.40, 0.36}, {0.40, 0.75}, {0.05, 0.75}}},
                      {"hall", first, {{0.25, 0.38}, {0.85, 0.38}, {0.95, 0.85}, {0.25, 0.85}}},
                      {"office", last, {{0.20, 0.35}, {0.80, 0.35}, {0.80, 0.80}, {0.20, 0.80}}}};
    Schedule night;
    night.name = "night";
    night.from = 22h;
    night.to = 6h;
    config.schedules = {night};
    const auto rule = [](std::string name, RuleKind kind, std::vector<std::string> regions) {
        Rule out;
        out.name = std::move(name);
        out.kind = kind;
        out.regions = std::move(regions);
        out.cool_down = 30min;  // longer than the trial: a second alert for one person is one too many
        return out;
    };
    config.rules = {rule("intrusion", RuleKind::intrusion, {"gate"}), rule("stay", RuleKind::stay, {"hall"}),
                    rule("wander", RuleKind::wander, {"hall", "office"}), rule("appearance", RuleKind::appearance, {"office"})};
    config.rules[1].longer_than = 20s;
    config.rules[2].longer_than = 60s;
    config.rules[2].more_often_than = 2;
    config.rules[3].schedule = "night";
    config.start = from_rfc3339("2026-01-05T21:55:00+08:00").value();
    return config;
}

TrialReport& TrialReport::operator+=(const TrialReport& o) {
    trials += o.trials, people += o.people, frames += o.frames, faces += o.faces, embeddings += o.embeddings;
    seconds_of_world += o.seconds_of_world, seconds_of_work += o.seconds_of_work;
    people_clear += o.people_clear, people_known += o.people_known, people_missed += o.people_missed;
    subjects += o.subjects, mixed_subjects += o.mixed_subjects, false_subjects += o.false_subjects;
    tracks.tracks += o.tracks.tracks, tracks.switches += o.tracks.switches, tracks.fragments += o.tracks.fragments;
    captures.captures += o.captures.captures, captures.people += o.captures.people, captures.people_captured += o.captures.people_captured;
    captures.surplus += o.captures.surplus, captures.beyond_limit += o.captures.beyond_limit;
    alerts.must += o.alerts.must, alerts.raised += o.alerts.raised, alerts.right += o.alerts.right;
    alerts.wrong += o.alerts.wrong, alerts.repeated += o.alerts.repeated, alerts.unrecognised += o.alerts.unrecognised;
    return *this;
}

TrialReport run_trial(const WorldOptions& options, std::uint64_t seed, const BookOptions& book) { return Trial(options, seed, book).run(); }

}  // namespace md::analysis::world
