#include "analysis/deduplication/window.h"

#include <algorithm>

namespace md::analysis {
namespace {

bool earlier(const Slot& a, const Slot& b) { return a.picture->taken < b.picture->taken; }
bool worse(const Slot& a, const Slot& b) { return a.picture->quality < b.picture->quality; }

Slot take_out(std::vector<Slot>& slots, std::vector<Slot>::iterator which) {
    Slot out = std::move(*which);
    slots.erase(which);
    return out;
}

}  // namespace

Reduction::Place Reduction::place(const Window& held, const Appearance& current, float quality, Moment now) const {
    const auto if_better = [&](std::size_t slot, Place place) {
        const auto& picture = held.slots[slot].picture;
        return !picture || quality >= picture->quality + better_by ? place : Place::none;
    };
    if (window == Output::best) return if_better(0, Place::slot0);
    const bool opening = held.opening == 0 || held.opening == current.number;
    if (opening && (appearance == Output::best || !current.pictured || now < *current.pictured + settle)) return if_better(0, Place::slot0);
    const auto& last = held.slots[1].picture;
    if (!opening && (!last || last->appearance < current.number)) return Place::slot1;  // who comes back is shown at once
    if (appearance == Output::best) return last->appearance == current.number ? if_better(1, Place::slot1) : Place::none;
    const Moment renewed = current.latest ? current.latest->taken : current.pictured.value_or(current.first);
    return now >= renewed + settle ? Place::latest : Place::none;
}

std::array<Slot, 2> Reduction::choose(std::vector<Slot> candidates, AppearanceNumber opening) const {
    std::array<Slot, 2> kept;
    if (candidates.empty()) return kept;
    if (window == Output::best) {
        kept[0] = take_out(candidates, std::max_element(candidates.begin(), candidates.end(), worse));
        return kept;
    }
    if (appearance == Output::best) {
        // Of each appearance the best alone: first of the opening one, last of the newest.
        const auto middle =
            std::partition(candidates.begin(), candidates.end(), [&](const Slot& slot) { return slot.picture->appearance == opening; });
        kept[0] = *std::max_element(candidates.begin(), middle == candidates.begin() ? candidates.end() : middle, worse);
        std::erase_if(candidates, [&](const Slot& slot) { return slot.picture->appearance == kept[0].picture->appearance; });
    } else {
        kept[0] = take_out(candidates, std::min_element(candidates.begin(), candidates.end(), earlier));
    }
    if (!candidates.empty()) kept[1] = *std::max_element(candidates.begin(), candidates.end(), earlier);
    return kept;
}

std::vector<Withdrawn> Reduction::merge(Window& into, Window& from) const {
    // A capture never changes its kind, so its slot decides whether it can go on.
    std::array<std::vector<CaptureId>, 2> shown;
    std::vector<Slot> candidates;
    for (auto* held : {&into, &from}) {
        for (std::size_t i = 0; i < 2; ++i) {
            if (!held->slots[i].id.nil()) shown[i].push_back(held->slots[i].id);
            if (held->slots[i].picture) candidates.push_back(held->slots[i]);
            held->slots[i] = {};
        }
    }
    if (from.opened < into.opened) {
        into.opened = from.opened;
        into.opening = from.opening;
    }
    into.slots = choose(std::move(candidates), into.opening);

    std::vector<Withdrawn> withdrawn;
    for (std::size_t i = 0; i < 2; ++i) {
        auto& ids = shown[i];
        auto& slot = into.slots[i];
        if (slot.picture && !ids.empty()) {
            const auto own = std::find(ids.begin(), ids.end(), slot.id);
            const auto goes_on = own != ids.end() ? own : ids.begin();
            slot.id = *goes_on;
            ids.erase(goes_on);
        } else {
            slot.id = CaptureId();
        }
        slot.changed = slot.picture.has_value();
        for (const auto& id : ids) withdrawn.push_back({i, id});
    }
    return withdrawn;
}

void join(Appearance& ours, Window& from, Appearance& theirs) {
    for (auto& slot : from.slots)
        if (slot.picture && slot.picture->appearance == theirs.number) slot.picture->appearance = ours.number;
    if (from.opening == theirs.number) from.opening = ours.number;
    if (theirs.latest) theirs.latest->appearance = ours.number;
    if (theirs.makeshift) theirs.makeshift->appearance = ours.number;
    if (theirs.makeshift && (!ours.makeshift || ours.makeshift->quality < theirs.makeshift->quality))
        ours.makeshift = std::move(theirs.makeshift);
    ours.first = std::min(ours.first, theirs.first);
    ours.last = std::max(ours.last, theirs.last);
    ours.sightings += theirs.sightings;
    if (!ours.pictured || (theirs.pictured && *theirs.pictured < *ours.pictured)) ours.pictured = theirs.pictured;
    if (theirs.latest && (!ours.latest || ours.latest->taken < theirs.latest->taken)) ours.latest = std::move(theirs.latest);
}

}  // namespace md::analysis
