#include "analysis/pipeline/edge_camera.h"

#include <algorithm>

namespace md::analysis {

Presence EdgeCamera::recognise(FrameFaces& faces, std::size_t index, const PixelSource& pixels, SteadyTime at, WatchSearch* watch) {
    const auto& face = faces.faces()[index];
    auto& book = *analyser_->book();
    const auto sighting = book.begin(camera_, at);
    book.seen(sighting, at);
    if (face.usable) {
        const auto embedding = faces.embed(index);
        if (!embedding.empty()) book.look(sighting, embedding.values(), face.quality, at);
        // There is no second picture of the track that could confirm a weak hit.
        const auto hit = watch && !embedding.empty() ? watch->search(embedding.values(), face.quality) : std::nullopt;
        if (hit && hit->strong) book.listed(sighting, hit->watch_list, hit->entry);
    }
    const auto standing = book.standing(sighting);
    book.end(sighting, at);
    const double width = pixels.width(), height = pixels.height();
    Presence presence;
    presence.subject = standing.subject;
    presence.confirmed = standing.confirmed;
    presence.track = next_track_++;
    presence.position = {std::clamp((face.box.x + face.box.width / 2) / width, 0.0, 1.0),
                         std::clamp((face.box.y + face.box.height / 2) / height, 0.0, 1.0)};
    presence.width = face.box.width / width;
    presence.height = face.box.height / height;
    presence.quality = face.quality;
    presence.face = index;
    presence.watch_list = standing.watch_list;
    presence.entry = standing.entry;
    return presence;
}

// C10
Result<EdgeCamera::Taken> EdgeCamera::take(const vision::Image& picture, WallTime time, SteadyTime at, WatchSearch* watch) {
    // The camera has cut the picture around a face, perhaps tightly.
    MD_ASSIGN(const auto found, engine_->detect(picture, {.try_harder = true}));
    const PicturePixels pixels(picture, time);
    FrameFaces faces(*engine_, pixels, found);
    const std::lock_guard lock(mutex_);
    last_at_ = std::max(last_at_, at);
    Taken taken;
    taken.intake.faces = static_cast<int>(found.size());
    taken.observation = {.camera = camera_, .time = time, .sparse = true};
    for (std::size_t i = 0; i < faces.faces().size(); ++i) {
        taken.intake.good_enough += faces.faces()[i].usable ? 1 : 0;
        taken.observation.present.push_back(recognise(faces, i, pixels, last_at_, watch));
        taken.observation.ended.push_back(taken.observation.present.back().track);
    }
    taken.observation.merged = analyser_->book()->merges_since(merges_);
    taken.raised = analyser_->step(taken.observation, faces);
    taken.embeddings = faces.embedded();
    return taken;
}

}  // namespace md::analysis
