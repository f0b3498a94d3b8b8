#include <algorithm>
#include <set>

#include "analysis/errors.h"
#include "analysis/pipeline/watch_gallery.h"
#include "base/files.h"

namespace md::analysis {
namespace {

namespace fs = std::filesystem;

bool is_hidden(const fs::path& path) { return path.filename().string().starts_with('.'); }

// Sorted, so that a folder reads the same everywhere.
Result<std::vector<fs::path>> contents(const fs::path& folder) {
    std::error_code problem;
    std::vector<fs::path> found;
    for (fs::directory_iterator it(folder, problem), end; !problem && it != end; it.increment(problem))
        if (!is_hidden(it->path())) found.push_back(it->path());
    if (problem) return fail(errors::kWatchListFolder, folder.string() + ": " + problem.message());
    std::sort(found.begin(), found.end());
    return found;
}

struct Reader {
    const vision::Engine& engine;
    WatchGallery& gallery;

    Status picture(const std::string& list, const std::string& entry, const fs::path& file) {
        MD_ASSIGN(const Bytes content, read_file(file));
        const auto image = vision::decode_image(content);
        if (!image) return fail(errors::kWatchPicture, file.string() + ": " + image.error().text());
        MD_ASSIGN(const auto found, vision::find_single_face(engine, *image, vision::Use::search));
        if (!found.reasons.empty())
            return fail(errors::kWatchPicture, file.string() + ": " + std::string(vision::message(found.reasons.front(), "en")));
        MD_ASSIGN(const auto embedding, engine.embed(*image, *found.face));
        return gallery.add(list, entry, embedding.values());
    }

    // The entries of a list.
    Result<std::size_t> folder(const std::string& list, const fs::path& path) {
        MD_ASSIGN(const auto people, contents(path));
        std::set<std::string> entries;
        for (const auto& person : people) {
            const bool several = fs::is_directory(person);
            const std::string entry = several ? person.filename().string() : person.stem().string();
            std::vector<fs::path> pictures{person};
            if (several) {
                MD_ASSIGN(pictures, contents(person));
            }
            for (const auto& file : pictures) MD_TRY(picture(list, entry, file));
            if (!pictures.empty()) entries.insert(entry);
        }
        if (entries.empty()) return fail(errors::kWatchListFolder, path.string() + ": no picture in it");
        return entries.size();
    }
};

}  // namespace

Result<WatchListsRead> read_watch_lists(const std::vector<WatchListSource>& lists, const std::filesystem::path& base,
                                        const vision::Engine& engine, Random& random, const WatchGalleryOptions& options) {
    WatchListsRead read;
    if (lists.empty()) return read;
    read.gallery = std::make_shared<WatchGallery>(random, options);
    Reader reader{engine, *read.gallery};
    for (const auto& list : lists) {
        MD_ASSIGN(read.entries[list.name], reader.folder(list.name, base / list.folder));
    }
    return read;
}

}  // namespace md::analysis
