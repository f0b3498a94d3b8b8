#include "analysis/subjects/subject_book.h"

#include <cmath>
#include <deque>
#include <mutex>

#include "analysis/subjects/people_seen.h"
#include "analysis/subjects/thresholds.h"

namespace md::analysis {
namespace {

constexpr float kAtOnce = 0.10f;       // above the limit, one face is enough to be known by ...
constexpr int kFacesToKnow = 3;        // ... else it takes the mean of so many: most strangers who pass the limit do so in one poor face
constexpr int kPatience = 6;           // faces in the grey zone after which the vote is taken as it stands ...
constexpr float kTakenAsItStands = 0.7f;  // ... the limit then lying so far up from the zone's lower end
constexpr int kFacesToMerge = 2;       // faces that must show that two subjects are one
constexpr int kObjectionsToSplit = 8;  // good faces in a row that must disagree before a track changes hands ...
constexpr int kDoubtCounts = 4;        // ... each counting so often when somebody else came near since the last one that agreed
constexpr float kClearWinner = 0.03f;  // by which the chosen subject must not trail one that is impossible
constexpr std::size_t kMergesKept = 8192;

double weight_of(float quality) { return std::max(0.01, double(quality) * quality); }

}  // namespace

class SubjectBook::State {
public:
    State(const BookOptions& options, Random& random, std::shared_ptr<const templates::Calibration> calibration)
        : options_(options), random_(random), thresholds_(options, std::move(calibration)) {}

    SightingNumber begin(const std::string& camera, SteadyTime at) {
        forget(at);
        const SightingNumber number = ++last_sighting_;
        Sighting sighting;
        sighting.stay = {camera, at, at, number};
        sighting.subject = SubjectId::random(random_);
        sighting.agreed = at;
        sightings_.emplace(number, std::move(sighting));
        return number;
    }

    void seen(SightingNumber number, SteadyTime at) {
        auto* sighting = find(number);
        if (!sighting) return;
        sighting->stay.last = std::max(sighting->stay.last, at);
        if (!sighting->decided) return;
        Subject& subject = subjects_.at(sighting->subject);
        subject.last_seen = std::max(subject.last_seen, at);
        stay_of(subject, *sighting).last = sighting->stay.last;
    }

    void look(SightingNumber number, std::span<const float> embedding, float quality, SteadyTime at, bool doubtful) {
        auto* sighting = find(number);
        if (!sighting || quality < options_.match_quality) return;
        const auto face = ProbeFace::of(embedding);
        if (!face) return;
        seen(number, at);
        sighting->best_quality = std::max(sighting->best_quality, quality);
        sighting->doubted = sighting->doubted || doubtful;
        sighting->contested = false;
        if (sighting->decided && !still_agrees(*sighting, *face, quality, at)) return;
        vote(*sighting, *face, quality);
        if (sighting->decided) {
            join_twins(*sighting);
        } else {
            sighting->looks.learn(*face, quality, looks(), random_);
            settle(*sighting, false);
        }
    }

    std::optional<float> alike(SightingNumber number, std::span<const float> embedding) const {
        const auto found = sightings_.find(number);
        const auto face = ProbeFace::of(embedding);
        if (found == sightings_.end() || !face) return std::nullopt;
        const Looks& looks = found->second.decided ? subjects_.at(found->second.subject).looks : found->second.looks;
        if (looks.empty()) return std::nullopt;
        return thresholds_.alike(looks.likeness(*face).best);
    }

    void end(SightingNumber number, SteadyTime at) {
        auto* sighting = find(number);
        if (!sighting) return;
        if (!sighting->decided) settle(*sighting, true);
        if (sighting->decided) --subjects_.at(sighting->subject).live;
        sightings_.erase(number);
        forget(at);
    }

    Standing standing(SightingNumber number) const {
        const auto found = sightings_.find(number);
        if (found == sightings_.end()) return {};
        const Sighting& s = found->second;
        const Listing& listing = s.decided ? subjects_.at(s.subject).listing : s.listing;
        return {s.subject,      s.decided,          !s.decided || s.contested || s.doubted || s.objections > 0,
                s.best_quality, listing.watch_list, listing.entry};
    }

    void listed(SightingNumber number, const Listing& listing) {
        auto* sighting = find(number);
        if (!sighting) return;
        (sighting->decided ? subjects_.at(sighting->subject).listing : sighting->listing) = listing;
    }

    std::vector<Merged> merges_since(std::uint64_t& cursor) const {
        const std::uint64_t first = merges_made_ - merges_.size();
        std::vector<Merged> out(merges_.begin() + static_cast<std::ptrdiff_t>(std::clamp(cursor, first, merges_made_) - first),
                                merges_.end());
        cursor = merges_made_;
        return out;
    }

    // Erasing a subject wipes its rotations and bits (SecretBytes, WipingAllocator). C1
    void forget(SteadyTime at) {
        std::erase_if(subjects_, [&](const auto& item) { return item.second.live == 0 && item.second.last_seen + options_.window < at; });
        while (subjects_.size() > options_.most_subjects && forget_oldest()) {
        }
    }
    void clear() {
        sightings_.clear();
        subjects_.clear();
        merges_.clear();
    }

    std::size_t subjects() const { return subjects_.size(); }
    std::size_t bytes_in_memory() const {
        std::size_t looks = 0;
        for (const auto& [id, subject] : subjects_) looks += subject.looks.size();
        for (const auto& [number, sighting] : sightings_) looks += sighting.looks.size();
        return looks * ProtectedLook::bytes();
    }

    mutable std::mutex mutex_;

private:
    Sighting* find(SightingNumber number) {
        const auto found = sightings_.find(number);
        return found == sightings_.end() ? nullptr : &found->second;
    }
    Thresholds::Limits limits() const {
        std::size_t looks = 0;
        for (const auto& [id, subject] : subjects_) looks += subject.looks.size();
        return thresholds_.at(looks);
    }
    std::size_t looks() const { return static_cast<std::size_t>(std::max(1, options_.looks)); }
    static Stay& stay_of(Subject& subject, const Sighting& sighting) {
        return *std::find_if(subject.stays.rbegin(), subject.stays.rend(),
                             [&](const Stay& stay) { return stay.sighting == sighting.stay.sighting; });
    }
    bool forget_oldest() {
        auto oldest = subjects_.end();
        for (auto item = subjects_.begin(); item != subjects_.end(); ++item)
            if (item->second.live == 0 && (oldest == subjects_.end() || item->second.last_seen < oldest->second.last_seen)) oldest = item;
        if (oldest == subjects_.end()) return false;
        subjects_.erase(oldest);
        return true;
    }

    // ---- the vote of a track

    void vote(Sighting& sighting, const ProbeFace& face, float quality) {
        const double weight = weight_of(quality);
        sighting.weight += weight;
        ++sighting.faces;
        for (const auto& [id, subject] : subjects_) {
            if (sighting.decided && id == sighting.subject) continue;
            const float score = subject.looks.likeness(face).best;
            if (score < Thresholds::kNothingAlike && !sighting.votes.contains(id)) continue;
            auto& vote = sighting.votes[id];
            vote.sum += weight * score;
            vote.weight += weight;
            ++vote.faces;
        }
    }
    // Faces before a subject existed, or unlike it, count as unlike.
    static float verdict(const Sighting& sighting, const Vote& vote) {
        return static_cast<float>((vote.sum + (sighting.weight - vote.weight) * Thresholds::kNothingAlike) / sighting.weight);
    }

    struct Candidate {
        Subject* subject = nullptr;
        float verdict = -1;
    };
    struct Candidates {
        Candidate possible, impossible;  // the most alike that can and that cannot be this track's person
    };
    Candidates candidates(const Sighting& sighting) {
        Candidates out;
        for (const auto& [id, vote] : sighting.votes) {
            const auto found = subjects_.find(id);
            if (found == subjects_.end()) continue;
            Candidate candidate{&found->second, verdict(sighting, vote)};
            auto& best = excluded(sighting, found->second) ? out.impossible : out.possible;
            if (candidate.verdict > best.verdict) best = candidate;
        }
        return out;
    }
    // In the picture beside this track, even if only for a moment so far.
    static bool excluded(const Sighting& sighting, const Subject& subject) {
        return std::any_of(subject.stays.begin(), subject.stays.end(), [&](const Stay& stay) { return touching(stay, sighting.stay); });
    }

    // Known, new, or not decided yet. `last`: there will be no further face.
    void settle(Sighting& sighting, bool last) {
        if (sighting.faces == 0) return;
        const auto limit = limits();
        const auto [possible, impossible] = candidates(sighting);
        const bool patient = sighting.faces < kPatience && !last;
        const float same = least_to_know(limit, sighting.faces, patient);
        if (possible.subject && possible.verdict >= same && possible.verdict >= impossible.verdict - kClearWinner) {
            adopt(sighting, *possible.subject);
            return;
        }
        // Looks like somebody who is in the picture beside it: one face found twice, a mirror, or two tracks that changed hands.
        if (impossible.subject && impossible.verdict >= same) {
            contest(*impossible.subject);
            return;
        }
        const float nobody = patient ? limit.grey : same;
        if (std::max(possible.verdict, impossible.verdict) < nobody && sighting.best_quality >= options_.mint_quality) mint(sighting);
    }

    static float least_to_know(const Thresholds::Limits& limit, int faces, bool patient) {
        if (!patient) return std::lerp(limit.grey, limit.match, kTakenAsItStands);
        return faces < kFacesToKnow ? limit.match + kAtOnce : limit.match;
    }

    void contest(const Subject& subject) {
        for (auto& [number, sighting] : sightings_)
            if (sighting.decided && sighting.subject == subject.id) sighting.contested = true;
    }

    void mint(Sighting& sighting) {
        Subject subject;
        subject.id = sighting.subject;
        subject.order = ++last_order_;
        subject.listing = sighting.listing;
        join(sighting, subjects_.emplace(subject.id, std::move(subject)).first->second);
    }
    void adopt(Sighting& sighting, Subject& subject) {
        if (subject.listing.entry.empty()) subject.listing = sighting.listing;
        log_merge(sighting.subject, subject.id);
        join(sighting, subject);
    }
    void join(Sighting& sighting, Subject& subject) {
        sighting.subject = subject.id;
        sighting.decided = true;
        sighting.doubted = false;
        sighting.objections = 0;
        sighting.agreed = sighting.stay.last;
        sighting.votes.erase(subject.id);
        subject.looks.take(std::move(sighting.looks), looks());
        subject.last_seen = std::max(subject.last_seen, sighting.stay.last);
        ++subject.live;
        drop_old_stays(subject);
        subject.stays.push_back(sighting.stay);
    }
    // A stay that was over before every live track began can overlap none of them.
    void drop_old_stays(Subject& subject) {
        SteadyTime oldest = SteadyTime::max();
        for (const auto& [number, sighting] : sightings_) oldest = std::min(oldest, sighting.stay.first);
        std::erase_if(subject.stays, [&](const Stay& stay) { return stay.last < oldest; });
    }
    void log_merge(const SubjectId& from, const SubjectId& to) {
        merges_.push_back({from, to});
        ++merges_made_;
        if (merges_.size() > kMergesKept) merges_.pop_front();
    }

    // ---- a track that is decided

    // False when the track has changed hands: it is undecided then and this face is its first.
    bool still_agrees(Sighting& sighting, const ProbeFace& face, float quality, SteadyTime at) {
        Subject& subject = subjects_.at(sighting.subject);
        const float score = subject.looks.likeness(face).best;
        const auto limit = limits();
        if (thresholds_.alike(score) >= 0) {
            if (!sighting.doubted || score >= limit.match) {
                subject.looks.learn(face, quality, looks(), random_);
                sighting.agreed = at;
                sighting.doubted = false;
                sighting.objections = 0;
            }
            return true;
        }
        if (quality < options_.mint_quality) return true;
        sighting.objections += sighting.doubted ? kDoubtCounts : 1;
        if (sighting.objections < kObjectionsToSplit) return true;
        split(sighting, at);
        sighting.best_quality = quality;
        vote(sighting, face, quality);
        sighting.looks.learn(face, quality, looks(), random_);
        settle(sighting, false);
        return false;
    }
    // From the last face that agreed on, the track shows somebody else.
    void split(Sighting& sighting, SteadyTime at) {
        Subject& subject = subjects_.at(sighting.subject);
        --subject.live;
        stay_of(subject, sighting).last = sighting.agreed;
        stay_of(subject, sighting).sighting = 0;
        sighting.subject = SubjectId::random(random_);
        sighting.decided = false;
        sighting.stay.first = sighting.stay.last = sighting.agreed = at;
        sighting.votes.clear();
        sighting.weight = 0;
        sighting.faces = 0;
        sighting.best_quality = 0;
        sighting.objections = 0;
        sighting.doubted = false;
    }

    // The track's faces also look like another subject, over several faces: the two are one, unless they were ever seen side by side.
    void join_twins(Sighting& sighting) {
        if (sighting.doubted) return;
        const auto limit = limits();
        const auto twin = candidates(sighting).possible;
        if (!twin.subject || twin.verdict < limit.match || sighting.votes.at(twin.subject->id).faces < kFacesToMerge) return;
        Subject& own = subjects_.at(sighting.subject);
        for (const auto& a : own.stays)
            for (const auto& b : twin.subject->stays)
                if (together(a, b)) return;
        if (own.order < twin.subject->order)
            merge(*twin.subject, own);
        else
            merge(own, *twin.subject);
    }
    void merge(Subject& from, Subject& to) {
        const SubjectId gone = from.id;
        log_merge(gone, to.id);
        for (auto& [number, sighting] : sightings_) {
            sighting.votes.erase(gone);
            if (sighting.subject == gone) {
                sighting.subject = to.id;
                sighting.votes.erase(to.id);
            }
        }
        to.looks.take(std::move(from.looks), looks());
        to.stays.insert(to.stays.end(), from.stays.begin(), from.stays.end());
        to.last_seen = std::max(to.last_seen, from.last_seen);
        to.live += from.live;
        if (to.listing.entry.empty()) to.listing = from.listing;
        subjects_.erase(gone);
    }

    const BookOptions options_;
    Random& random_;
    const Thresholds thresholds_;
    std::map<SightingNumber, Sighting> sightings_;
    std::map<SubjectId, Subject> subjects_;
    std::deque<Merged> merges_;
    std::uint64_t merges_made_ = 0, last_order_ = 0;
    SightingNumber last_sighting_ = 0;
};

SubjectBook::SubjectBook(const BookOptions& options, Random& random, std::shared_ptr<const templates::Calibration> calibration)
    : state_(std::make_unique<State>(options, random, std::move(calibration))) {}
SubjectBook::~SubjectBook() = default;

SightingNumber SubjectBook::begin(const std::string& camera, SteadyTime at) {
    const std::lock_guard lock(state_->mutex_);
    return state_->begin(camera, at);
}
void SubjectBook::seen(SightingNumber sighting, SteadyTime at) {
    const std::lock_guard lock(state_->mutex_);
    state_->seen(sighting, at);
}
void SubjectBook::look(SightingNumber sighting, std::span<const float> embedding, float quality, SteadyTime at, bool doubtful) {
    const std::lock_guard lock(state_->mutex_);
    state_->look(sighting, embedding, quality, at, doubtful);
}
std::optional<float> SubjectBook::alike(SightingNumber sighting, std::span<const float> embedding) const {
    const std::lock_guard lock(state_->mutex_);
    return state_->alike(sighting, embedding);
}
void SubjectBook::end(SightingNumber sighting, SteadyTime at) {
    const std::lock_guard lock(state_->mutex_);
    state_->end(sighting, at);
}
SubjectBook::Standing SubjectBook::standing(SightingNumber sighting) const {
    const std::lock_guard lock(state_->mutex_);
    return state_->standing(sighting);
}
void SubjectBook::listed(SightingNumber sighting, const std::string& watch_list, const std::string& entry) {
    const std::lock_guard lock(state_->mutex_);
    state_->listed(sighting, {watch_list, entry});
}
std::vector<Merged> SubjectBook::merges_since(std::uint64_t& cursor) const {
    const std::lock_guard lock(state_->mutex_);
    return state_->merges_since(cursor);
}
void SubjectBook::forget(SteadyTime at) {
    const std::lock_guard lock(state_->mutex_);
    state_->forget(at);
}
void SubjectBook::clear() {
    const std::lock_guard lock(state_->mutex_);
    state_->clear();
}
std::size_t SubjectBook::subjects() const {
    const std::lock_guard lock(state_->mutex_);
    return state_->subjects();
}
std::size_t SubjectBook::bytes_in_memory() const {
    const std::lock_guard lock(state_->mutex_);
    return state_->bytes_in_memory();
}

}  // namespace md::analysis
