#include "analysis/subjects/observer.h"

#include <algorithm>
#include <map>

namespace md::analysis {

class Observer::State {
public:
    State(std::string camera, std::shared_ptr<SubjectBook> book, const ObserverOptions& options)
        : camera_(std::move(camera)), book_(std::move(book)), options_(options), tracker_(options.tracker) {
        book_->merges_since(merges_read_);  // those before us are not news
    }
    ~State() {
        for (const auto& [number, person] : people_) book_->end(person.sighting, last_at_);
    }

    Observation step(const FrameInput& input, FaceEmbedder& embedder, WatchSearch* watch) {
        last_at_ = input.at;
        detections_.clear();
        for (const auto& face : input.faces) detections_.push_back({face.box, face.score, face.quality});
        FrameFaces faces(*this, input, embedder, watch);
        const auto frame = tracker_.step(input.at, input.width, input.height, detections_, &faces, input.spacing);
        follow(frame, input.at);
        faces.look_where_needed(frame);

        Observation out{camera_, input.time, {}, {}, frame.ended, input.spacing > options_.tracker.sparse};
        end_tracks(frame.ended, input.at);
        out.merged = book_->merges_since(merges_read_);
        for (const auto& track : frame.tracks)
            if (track.confirmed) out.present.push_back(presence(track, input));
        return out;
    }

    Observation finish(WallTime time, SteadyTime at) {
        Observation out{camera_, time, {}, {}, {}};
        for (const auto& [number, person] : people_) out.ended.push_back(number);
        end_tracks(out.ended, at);
        out.merged = book_->merges_since(merges_read_);
        tracker_.scene_changed();
        tracker_.step(at, 1, 1, {});
        return out;
    }
    void scene_changed() { tracker_.scene_changed(); }
    std::uint64_t embeddings_made() const { return embeddings_; }

private:
    // What is known of a track beyond its boxes.
    struct Person {
        SightingNumber sighting = 0;
        SteadyTime began{}, looked{};
        float best_looked = 0;  // quality of the best face that was embedded
        int looks = 0;
        bool doubtful = false;                                    // since the last look
        std::map<std::pair<std::string, std::string>, int> hits;  // on watch lists
    };

    // The faces of one frame: embeds each at most once, within the budget.
    class FrameFaces final : public Appearance {
    public:
        FrameFaces(State& state, const FrameInput& input, FaceEmbedder& embedder, WatchSearch* watch)
            : state_(state), input_(input), embedder_(embedder), watch_(watch), left_(state.options_.embeddings_a_frame) {}

        std::optional<float> alike(TrackNumber track, std::size_t face) override {
            const auto person = state_.people_.find(track);
            if (person == state_.people_.end() || !worth(face)) return std::nullopt;
            const auto* embedding = embed(face);
            return embedding ? state_.book_->alike(person->second.sighting, embedding->values()) : std::nullopt;
        }

        // The most urgent first, as far as the budget goes.
        void look_where_needed(const TrackedFrame& frame) {
            std::vector<std::pair<double, const Track*>> wishes;
            for (const auto& track : frame.tracks)
                if (track.confirmed && track.face && worth(*track.face))
                    if (const double urgency = this->urgency(track); urgency > 0) wishes.emplace_back(urgency, &track);
            std::stable_sort(wishes.begin(), wishes.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
            for (const auto& [urgency, track] : wishes)
                if (const auto* embedding = embed(*track->face)) look(*track, *embedding);
        }

    private:
        bool worth(std::size_t face) const {
            return input_.faces[face].usable && input_.faces[face].quality >= state_.options_.least_quality;
        }
        const vision::Embedding* embed(std::size_t face) {
            const auto known = embedded_.find(face);
            if (known != embedded_.end()) return known->second.empty() ? nullptr : &known->second;
            if (left_ <= 0) return nullptr;
            --left_;
            ++state_.embeddings_;
            const auto& made = embedded_[face] = embedder_.embed(face);
            return made.empty() ? nullptr : &made;
        }

        // 0: this face would teach nothing.
        double urgency(const Track& track) const {
            const Person& person = state_.people_.at(track.number);
            const auto& options = state_.options_;
            const float quality = input_.faces[*track.face].quality;
            const auto since = input_.at - person.looked;
            if (person.doubtful) return 5 + quality;
            if (person.looks == 0)
                return quality >= options.good_quality || input_.at - person.began + input_.spacing > options.wait_for_good ? 4 + quality
                                                                                                                            : 0;
            const bool better = quality > options.clearly_better * person.best_looked;
            const auto standing = state_.book_->standing(person.sighting);
            const bool half_listed = !person.hits.empty() && standing.entry.empty();
            if (standing.unsure || half_listed) return better || since >= options.ask_again ? 3 + quality : 0;
            if (better && since >= options.ask_again) return 2 + quality;
            return since >= options.look_again && quality >= options.good_quality ? 1 + quality : 0;
        }

        void look(const Track& track, const vision::Embedding& embedding) {
            Person& person = state_.people_.at(track.number);
            const float quality = input_.faces[*track.face].quality;
            state_.book_->look(person.sighting, embedding.values(), quality, input_.at, person.doubtful);
            ++person.looks;
            person.looked = input_.at;
            person.best_looked = std::max(person.best_looked, quality);
            person.doubtful = false;
            if (watch_)
                if (const auto hit = watch_->search(embedding.values(), quality))
                    if (++person.hits[{hit->watch_list, hit->entry}] >= 2 || hit->strong)
                        state_.book_->listed(person.sighting, hit->watch_list, hit->entry);  // C8
        }

        State& state_;
        const FrameInput& input_;
        FaceEmbedder& embedder_;
        WatchSearch* watch_;
        int left_;
        std::map<std::size_t, vision::Embedding> embedded_;
    };

    void follow(const TrackedFrame& frame, SteadyTime at) {
        for (const auto& track : frame.tracks) {
            if (!track.confirmed) continue;
            auto [found, fresh] = people_.try_emplace(track.number);
            Person& person = found->second;
            if (fresh) {
                person.sighting = book_->begin(camera_, at);
                person.began = at;
            }
            if (track.face) book_->seen(person.sighting, at);
            person.doubtful = person.doubtful || track.doubtful;
        }
    }
    void end_tracks(const std::vector<TrackNumber>& numbers, SteadyTime at) {
        for (const TrackNumber number : numbers) {
            const auto person = people_.find(number);
            if (person == people_.end()) continue;
            book_->end(person->second.sighting, at);
            people_.erase(person);
        }
    }

    Presence presence(const Track& track, const FrameInput& input) const {
        const auto standing = book_->standing(people_.at(track.number).sighting);
        Presence out;
        out.subject = standing.subject;
        out.confirmed = standing.confirmed;
        out.track = track.number;
        out.position = {std::clamp((track.box.x + track.box.width / 2.0) / input.width, 0.0, 1.0),
                        std::clamp((track.box.y + track.box.height / 2.0) / input.height, 0.0, 1.0)};
        out.width = track.box.width / static_cast<double>(input.width);
        out.height = track.box.height / static_cast<double>(input.height);
        if (track.face) {
            out.quality = std::max(input.faces[*track.face].quality, kSeen);
            out.face = *track.face;
        }
        out.watch_list = standing.watch_list;
        out.entry = standing.entry;
        return out;
    }
    static constexpr float kSeen = 1e-3f;  // quality 0 is kept for "not seen in this frame"

    const std::string camera_;
    const std::shared_ptr<SubjectBook> book_;
    const ObserverOptions options_;
    Tracker tracker_;
    std::vector<Detection> detections_;
    std::map<TrackNumber, Person> people_;
    std::uint64_t merges_read_ = 0, embeddings_ = 0;
    SteadyTime last_at_{};
};

Observer::Observer(std::string camera, std::shared_ptr<SubjectBook> book, const ObserverOptions& options)
    : state_(std::make_unique<State>(std::move(camera), std::move(book), options)) {}
Observer::~Observer() = default;
Observer::Observer(Observer&&) noexcept = default;
Observer& Observer::operator=(Observer&&) noexcept = default;

Observation Observer::step(const FrameInput& input, FaceEmbedder& embedder, WatchSearch* watch) {
    return state_->step(input, embedder, watch);
}
void Observer::scene_changed() { state_->scene_changed(); }
Observation Observer::finish(WallTime time, SteadyTime at) { return state_->finish(time, at); }
std::uint64_t Observer::embeddings_made() const { return state_->embeddings_made(); }

}  // namespace md::analysis
