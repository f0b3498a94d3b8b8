#include "analysis/deduplication/deduplicator.h"

#include <algorithm>
#include <map>
#include <utility>

#include "analysis/deduplication/window.h"
#include "analysis/rules/regions.h"
#include "analysis/timeline.h"

namespace md::analysis {

class Deduplicator::Impl {
public:
    Impl(const AnalysisConfig& config, Sink& sink, Random& random, const DeduplicationLimits& limits)
        : limits_(limits), regions_(config.regions), sink_(sink), random_(random) {
        if (config.continuous) unit_ = config.continuous->unit;
        if (config.intermittent) length_ = config.intermittent->window;
        // With one of both off, the other's output is that of appearance and window.
        const auto fallback = config.continuous ? config.continuous->output : Output::best;
        reduction_.window = config.intermittent ? config.intermittent->output : fallback;
        reduction_.appearance = config.continuous ? config.continuous->output : reduction_.window;
        reduction_.better_by = limits.better_by;
        reduction_.settle = limits.settle;
    }

    void step(const Observation& seen, Pictures& pictures) {
        const Moment now = timeline_.at(seen.camera, seen.time);
        for (const auto& merged : seen.merged) merge(merged);
        for (const auto& presence : seen.present)
            if (presence.quality > 0) sighting(seen, presence, now, pictures);
        sweep();
    }

    void advance(WallTime now) {
        timeline_.pass(now);
        sweep();
    }

    void finish() {
        for (auto& [key, window] : windows_) close(window);
        windows_.clear();
    }

    Counters counters() const {
        auto out = counters_;
        out.windows_held = windows_.size();
        return out;
    }

private:
    // Intermittent: one window a subject. Continuous alone: one a subject and camera.
    using Key = std::pair<SubjectId, std::string>;
    using Windows = std::map<Key, Window>;

    Key key_of(const SubjectId& subject, const std::string& camera) const { return {subject, length_ ? std::string() : camera}; }
    bool is_over(const Window& window, Moment now) const { return length_ ? now >= window.start + *length_ : window.here.empty(); }

    void sighting(const Observation& seen, const Presence& presence, Moment now, Pictures& pictures) {
        auto& window = window_of(seen, presence, now);
        auto& appearance = appearance_of(window, seen.camera, now);
        window.last_seen = std::max(window.last_seen, seen.time);
        appearance.last = now;
        ++appearance.sightings;
        if (presence.confirmed) window.visible = true;
        if (seen.sparse) ++appearance.sightings;
        if (presence.quality >= limits_.good_enough)
            keep_picture(seen, presence, now, window, appearance, pictures);
        else if (window.opening == 0)
            keep_makeshift(seen, presence, now, appearance, pictures);
        show(window);
    }

    Window& window_of(const Observation& seen, const Presence& presence, Moment now) {
        const Key key = key_of(presence.subject, seen.camera);
        auto found = windows_.find(key);
        if (found != windows_.end()) {
            end_appearances(found->second, [&](const std::string& camera, const Appearance& one) {
                return camera == seen.camera && now > one.last + unit_;
            });
            if (is_over(found->second, now)) {
                close(found->second);
                windows_.erase(found);
                found = windows_.end();
            }
        }
        if (found == windows_.end()) {
            make_room();
            found = windows_.emplace(key, Window{}).first;
            found->second.subject = presence.subject;
            found->second.start = now;
            found->second.first_seen = found->second.last_seen = seen.time;
        }
        return found->second;
    }

    Appearance& appearance_of(Window& window, const std::string& camera, Moment now) {
        const auto [found, fresh] = window.here.try_emplace(camera);
        if (fresh) found->second = Appearance{++appearances_, now, now, 0, std::nullopt, std::nullopt};
        return found->second;
    }

    void keep_picture(const Observation& seen, const Presence& presence, Moment now, Window& window, Appearance& appearance,
                      Pictures& pictures) {
        const auto place = reduction_.place(window, appearance, presence.quality, now);
        if (place == Reduction::Place::none) return;
        auto picture = take(seen, presence, now, appearance, pictures);
        if (!picture) return;
        appearance.makeshift.reset();
        if (!appearance.pictured) appearance.pictured = now;
        if (place == Reduction::Place::latest)
            appearance.latest = std::move(picture);
        else
            put(window, place == Reduction::Place::slot0 ? 0 : 1, std::move(*picture));
    }

    void keep_makeshift(const Observation& seen, const Presence& presence, Moment now, Appearance& appearance, Pictures& pictures) {
        if (appearance.makeshift && presence.quality < appearance.makeshift->quality + limits_.better_by) return;
        if (auto picture = take(seen, presence, now, appearance, pictures)) appearance.makeshift = std::move(picture);
    }

    std::optional<Picture> take(const Observation& seen, const Presence& presence, Moment now, const Appearance& appearance,
                                Pictures& pictures) {
        auto evidence = pictures.take(presence.face);
        if (!evidence) return std::nullopt;
        ++counters_.pictures_taken;
        return Picture{std::move(evidence),
                       presence.quality,
                       now,
                       appearance.number,
                       seen.camera,
                       presence.track,
                       regions_.at(seen.camera, presence.position)};
    }

    static void put(Window& window, std::size_t slot, Picture picture) {
        if (window.opening == 0) {
            window.opening = picture.appearance;
            window.opened = picture.taken;
        }
        window.slots[slot].picture = std::move(picture);
        window.slots[slot].changed = true;
    }

    // Ends what `over` says, and lets out its last picture and, if it was no chance detection, a provisional subject.
    template <class Over>
    void end_appearances(Window& window, const Over& over) {
        for (auto next = window.here.begin(); next != window.here.end();) {
            const auto it = next++;
            auto& appearance = it->second;
            if (!over(it->first, appearance)) continue;
            if (appearance.latest) commit_last(window, std::move(*appearance.latest));
            if (appearance.makeshift && window.opening == 0 && lingered(appearance)) put(window, 0, std::move(*appearance.makeshift));
            if (appearance.sightings > 1) window.visible = true;
            window.here.erase(it);
        }
        show(window);
    }

    bool lingered(const Appearance& one) const { return one.last - one.first >= limits_.linger && one.sightings >= limits_.sightings; }

    void commit_last(Window& window, Picture picture) const {
        if (reduction_.window != Output::first_last) return;
        const auto& held = window.slots[1].picture;
        if (!held || held->taken <= picture.taken) put(window, 1, std::move(picture));
    }

    void show(Window& window) {
        if (!window.visible) return;
        for (std::size_t i = 0; i < window.slots.size(); ++i) {
            auto& slot = window.slots[i];
            if (!slot.changed) continue;
            slot.changed = false;
            const bool fresh = slot.id.nil();
            if (fresh) {
                slot.id = CaptureId::random(random_);
                ++counters_.captures_opened;
            }
            emit(window, i, fresh ? Capture::Stage::opened : Capture::Stage::replaced);
        }
    }

    void close(Window& window) {
        end_appearances(window, [](const std::string&, const Appearance&) { return true; });
        for (std::size_t i = 0; i < window.slots.size(); ++i)
            if (!window.slots[i].id.nil()) emit(window, i, Capture::Stage::closed);
    }

    Capture::Kind kind_of(std::size_t slot) const {
        if (reduction_.window == Output::best) return Capture::Kind::best;
        return slot == 0 ? Capture::Kind::first : Capture::Kind::last;
    }

    void emit(const Window& window, std::size_t slot, Capture::Stage stage) {
        const auto& picture = *window.slots[slot].picture;
        sink_.capture({window.slots[slot].id, kind_of(slot), stage, window.subject, picture.camera, picture.track, picture.regions,
                       window.first_seen, window.last_seen, picture.evidence});
    }

    void withdraw(const Window& window, const Withdrawn& lost) {
        ++counters_.captures_withdrawn;
        sink_.capture(
            {lost.id, kind_of(lost.slot), Capture::Stage::withdrawn, window.subject, {}, 0, {}, window.first_seen, window.last_seen, {}});
    }

    void merge(const Merged& merged) {
        if (merged.from == merged.to) return;
        for (auto next = windows_.lower_bound({merged.from, {}}); next != windows_.end() && next->first.first == merged.from;) {
            auto node = windows_.extract(next++);
            node.key().first = merged.to;
            node.mapped().subject = merged.to;
            merge_window(std::move(node));
        }
    }

    void merge_window(Windows::node_type node) {
        auto& from = node.mapped();
        const auto known = windows_.find(node.key());
        if (known != windows_.end() && !ended_before(known->second, from)) {
            if (ended_before(from, known->second))
                close(from);
            else
                unite(known->second, from);
            return;
        }
        if (known != windows_.end()) {
            close(known->second);
            windows_.erase(known);
        }
        from.visible = true;
        for (auto& slot : from.slots) slot.changed = slot.picture.has_value();  // tells the new subject
        show(windows_.insert(std::move(node)).position->second);
    }

    // Whether a window was over when another of the same subject began.
    bool ended_before(Window& one, const Window& other) {
        end_appearances(one, [&](const std::string& camera, const Appearance& mine) {
            const auto next = other.here.find(camera);
            return next != other.here.end() && next->second.first > mine.last + unit_;
        });
        return is_over(one, other.start);
    }

    void unite(Window& into, Window& from) {
        into.start = std::min(into.start, from.start);
        into.first_seen = std::min(into.first_seen, from.first_seen);
        into.last_seen = std::max(into.last_seen, from.last_seen);
        into.visible = true;
        for (auto& [camera, theirs] : from.here) {
            const auto [ours, fresh] = into.here.try_emplace(camera, theirs);
            if (!fresh) join(ours->second, from, theirs);
        }
        for (const auto& lost : reduction_.merge(into, from)) withdraw(into, lost);
        show(into);
    }

    // Closes what no frame can change any more. Four times a second of their time is often enough: a sighting looks for itself.
    void sweep() {
        const Moment settled = timeline_.settled();
        if (swept_ != Moment::min() && settled < swept_ + std::chrono::milliseconds(250)) return;
        swept_ = settled;
        for (auto next = windows_.begin(); next != windows_.end();) {
            const auto it = next++;
            end_appearances(it->second,
                            [&](const std::string&, const Appearance& one) { return settled > one.last + unit_ + limits_.recognise; });
            if (!is_over(it->second, settled)) continue;
            close(it->second);
            windows_.erase(it);
        }
    }

    // Closes the oldest hundredth early, so that a crowd costs a scan now and then and not one a face.
    void make_room() {
        if (windows_.size() < limits_.max_windows) return;
        std::vector<Windows::iterator> oldest;
        for (auto it = windows_.begin(); it != windows_.end(); ++it) oldest.push_back(it);
        const auto count = std::max<std::size_t>(1, oldest.size() / 100);
        const auto order = [](const auto& a, const auto& b) { return a->second.start < b->second.start; };
        std::partial_sort(oldest.begin(), oldest.begin() + static_cast<std::ptrdiff_t>(count), oldest.end(), order);
        for (std::size_t i = 0; i < count; ++i) {
            close(oldest[i]->second);
            windows_.erase(oldest[i]);
            ++counters_.windows_closed_early;
        }
    }

    DeduplicationLimits limits_;
    std::chrono::milliseconds unit_{1000};
    std::optional<std::chrono::milliseconds> length_;
    Reduction reduction_;
    RegionMap regions_;
    Sink& sink_;
    Random& random_;
    Timeline timeline_;
    Windows windows_;
    AppearanceNumber appearances_ = 0;
    Moment swept_{Moment::min()};
    Counters counters_;
};

Deduplicator::Deduplicator(const AnalysisConfig& config, Sink& sink, Random& random, const DeduplicationLimits& limits)
    : impl_(std::make_unique<Impl>(config, sink, random, limits)) {}
Deduplicator::~Deduplicator() = default;
void Deduplicator::step(const Observation& seen, Pictures& pictures) { impl_->step(seen, pictures); }
void Deduplicator::advance(WallTime now) { impl_->advance(now); }
void Deduplicator::finish() { impl_->finish(); }
Deduplicator::Counters Deduplicator::counters() const { return impl_->counters(); }

}  // namespace md::analysis
