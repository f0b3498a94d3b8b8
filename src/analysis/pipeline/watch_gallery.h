#pragma once
// Watch lists in memory (C8): 1:N search over protected templates, each under a random rotation of its own that is made here, never written
// and wiped with the gallery. Answers with a list and an entry, never with a name.
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analysis/subjects/observer.h"
#include "analysis/types.h"
#include "base/random.h"

namespace md::analysis {

struct WatchGalleryOptions {
    double fpir = 1e-2;  // how often a face of nobody on any list may be taken for an entry (ISO/IEC 19795-1), over all entries together
    double strong_fpir = 1e-4;    // ... and still be called strong, so that one picture is enough
    float least_quality = 0.12f;  // of a face that is searched
};

// search() is thread-safe; add() is not, and comes before the first search.
class WatchGallery final : public WatchSearch {
public:
    explicit WatchGallery(Random& random, const WatchGalleryOptions& options = {},
                          std::shared_ptr<const templates::Calibration> calibration = nullptr);
    ~WatchGallery() override;
    // Several pictures of one entry are welcome. kEmbeddingInvalid.
    Status add(const std::string& watch_list, const std::string& entry, std::span<const float> embedding);
    std::optional<Hit> search(std::span<const float> embedding, float quality) override;
    std::size_t templates() const;

private:
    struct Template;
    Random& random_;
    const WatchGalleryOptions options_;
    const std::shared_ptr<const templates::Calibration> calibration_;
    std::vector<Template> templates_;
    std::size_t entries_ = 0;
};

// The lists of a configuration file: of each folder one picture or one sub-folder a person; the entry is the picture's stem or the
// sub-folder's name. `base`: what relative folders are relative to. A picture without one usable face is an error that names it, so that
// nobody believes to be watching for somebody who cannot be found. kWatchListFolder, kWatchPicture.
struct WatchListsRead {
    std::shared_ptr<WatchGallery> gallery;       // null: no lists
    std::map<std::string, std::size_t> entries;  // of each list
};
Result<WatchListsRead> read_watch_lists(const std::vector<WatchListSource>& lists, const std::filesystem::path& base,
                                        const vision::Engine& engine, Random& random, const WatchGalleryOptions& options = {});

}  // namespace md::analysis
