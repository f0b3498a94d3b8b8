#include "recognition/probe.h"

#include <algorithm>

#include "recognition/errors.h"
#include "templates/calibration.h"

namespace md::recognition {
namespace {

constexpr double kSamePersonRate = 1e-2;  // frames of one burst must match at this false-match rate

int bits_of(templates::ScoreKind kind) {
    switch (kind) {
        case templates::ScoreKind::krt512:
            return 512;
        case templates::ScoreKind::krt2048:
            return 2048;
        default:
            return 1024;
    }
}

// `count` of `size` indices, evenly spread, the first and the last among them.
std::vector<std::size_t> spread(std::size_t size, std::size_t count) {
    std::vector<std::size_t> out;
    count = std::clamp<std::size_t>(count, 1, size);
    for (std::size_t i = 0; i < count; ++i) out.push_back(count == 1 ? size / 2 : i * (size - 1) / (count - 1));
    return out;
}

std::vector<ReasonText> texts(const std::vector<vision::Reason>& reasons) {
    std::vector<ReasonText> out;
    for (const auto reason : reasons) out.push_back(reason_text(reason));
    if (out.empty()) out.push_back(reason_text(vision::Reason::no_face));
    return out;
}

}  // namespace

struct ProbeDesk::Candidate {
    std::size_t frame = 0;
    vision::SingleFace single;
    bool usable() const { return single.face && single.reasons.empty(); }
};

float ProbeDesk::compare(const vision::Embedding& a, const vision::Embedding& b) const {
    return templates::compare_once(a.values(), b.values(), bits_of(gallery_.calibration().kind()), settings_.profile, random_);
}

// Best first.
Result<std::vector<ProbeDesk::Candidate>> ProbeDesk::candidates(const std::vector<vision::Image>& images, vision::Use use) const {
    std::vector<Candidate> out;
    for (const auto frame : spread(images.size(), settings_.probe_frames)) {
        MD_ASSIGN(auto single, vision::find_single_face(*engine_, images[frame], use));
        out.push_back({frame, std::move(single)});
    }
    std::stable_sort(out.begin(), out.end(), [](const Candidate& a, const Candidate& b) {
        return std::pair(a.usable(), a.single.quality.overall) > std::pair(b.usable(), b.single.quality.overall);
    });
    return out;
}

// B8: liveness is judged over the burst and identity on its best frame, so both must be of one person, or a living accomplice could lend
// their liveness to a photo.
Result<vision::Embedding> ProbeDesk::embed_consistently(const std::vector<vision::Image>& images, const std::vector<Candidate>& usable,
                                                        vision::Use use, bool& consistent) const {
    const auto& image = images[usable[0].frame];
    const auto& face = *usable[0].single.face;
    // 1:1 stands and falls with one comparison and has the time; a door has not.
    MD_ASSIGN(auto best, use == vision::Use::verify ? engine_->embed_thoroughly(image, face) : engine_->embed(image, face));
    const float least = gallery_.calibration().threshold(kSamePersonRate).value;
    for (std::size_t i = 1; i < usable.size() && consistent; ++i) {
        MD_ASSIGN(const auto other, engine_->embed(images[usable[i].frame], *usable[i].single.face));
        consistent = compare(best, other) >= least;
    }
    return best;
}

Result<vision::Liveness> ProbeDesk::judge_liveness(const std::vector<vision::Image>& images, const vision::Face& face) const {
    if (!settings_.liveness.required) return vision::Liveness();
    return images.size() == 1 ? engine_->liveness(images[0], face) : engine_->liveness(images);
}

Result<Probe> ProbeDesk::take(std::vector<SecretBytes> frames, vision::Use use, Laps& laps, Stages& stages) const {
    if (frames.empty()) return fail(errors::kNoFrames);
    if (frames.size() > settings_.max_frames) return fail(errors::kTooManyFrames);
    std::vector<vision::Image> images;
    for (auto& file : frames) {
        MD_ASSIGN(auto image, vision::decode_image(file.view(), settings_.decode));
        file.clear();
        images.push_back(std::move(image));
    }
    laps.lap(stages.decode);
    MD_ASSIGN(auto found, candidates(images, use));
    laps.lap(stages.detect);
    Probe out;
    if (!found[0].usable()) {
        out.reasons = texts(found[0].single.reasons);
        return out;
    }
    const auto& face = *found[0].single.face;
    out.face_height_px = face.box.height;
    out.face_share = face.box.height / static_cast<float>(images[found[0].frame].height());
    std::erase_if(found, [](const Candidate& candidate) { return !candidate.usable(); });
    bool consistent = true;
    MD_ASSIGN(auto embedding, embed_consistently(images, found, use, consistent));
    laps.lap(stages.embed);
    if (!consistent) {
        out.reasons = {reason_text(Why::frames_differ)};
        return out;
    }
    MD_ASSIGN(out.liveness, judge_liveness(images, *found[0].single.face));
    laps.lap(stages.liveness);
    out.embedding = std::move(embedding);
    return out;
}

Result<Probe> ProbeDesk::take_still(SecretBytes file, vision::Use use, Laps& laps, Stages& stages) const {
    MD_ASSIGN(const auto image, vision::decode_image(file.view(), settings_.decode));
    file.clear();
    laps.lap(stages.decode);
    MD_ASSIGN(const auto single, vision::find_single_face(*engine_, image, use));
    laps.lap(stages.detect);
    Probe out;
    if (!single.face) {
        out.reasons = {reason_text(Why::document_no_face)};
        return out;
    }
    if (!single.reasons.empty()) {
        out.reasons = texts(single.reasons);
        out.reasons.insert(out.reasons.begin(), reason_text(Why::document_poor));
        return out;
    }
    MD_ASSIGN(out.embedding, engine_->embed_thoroughly(image, *single.face));
    laps.lap(stages.embed);
    return out;
}

}  // namespace md::recognition
