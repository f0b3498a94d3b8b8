#include "evaluation/pictures.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <mutex>
#include <thread>

#include "base/files.h"
#include "base/progress.h"
#include "evaluation/errors.h"

namespace md::evaluation {
namespace fs = std::filesystem;
namespace {

bool is_picture_name(const fs::path& path) {
    static constexpr std::array kEndings{".jpg", ".jpeg", ".png", ".webp", ".bmp", ".pgm", ".ppm", ".pnm"};
    std::string ending = path.extension().string();
    std::ranges::transform(ending, ending.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return std::ranges::find(kEndings, ending) != kEndings.end();
}

vision::Embedding embed_file(const vision::Engine& engine, const fs::path& file, Role role) {
    const auto bytes = read_file(file);
    if (!bytes) return {};
    const auto image = vision::decode_image(*bytes);
    if (!image) return {};
    const auto face = vision::find_single_face(engine, *image, vision::Use::search);
    if (!face || !face->face) return {};
    auto embedding = role == Role::searched ? engine.embed(*image, *face->face) : engine.embed_thoroughly(*image, *face->face);
    return embedding ? std::move(*embedding) : vision::Embedding();
}

}  // namespace

const Picture* PictureSet::find(const fs::path& relative) const {
    const auto at = std::ranges::lower_bound(pictures, relative, {}, &Picture::file);
    return at != pictures.end() && at->file == relative ? &*at : nullptr;
}

Result<std::vector<fs::path>> list_pictures(const fs::path& folder) {
    std::vector<fs::path> out;
    std::error_code problem;
    // Subsets are often made of links.
    for (fs::recursive_directory_iterator at(folder, fs::directory_options::follow_directory_symlink, problem), end; !problem && at != end;
         at.increment(problem))
        if (at->is_regular_file() && is_picture_name(at->path())) out.push_back(at->path().lexically_relative(folder));
    if (problem) return fail(errors::kNoPictures, folder.string() + ": " + problem.message());
    if (out.empty()) return fail(errors::kNoPictures, folder.string());
    std::ranges::sort(out);
    return out;
}

std::string person_of(const fs::path& relative) {
    if (relative.has_parent_path()) return relative.begin()->string();
    std::string name = relative.stem().string();
    const auto last = name.find_last_not_of("0123456789");
    if (last != std::string::npos && last > 0 && last + 1 < name.size() && (name[last] == '_' || name[last] == '-')) name.resize(last);
    return name;
}

Result<PictureSet> embed_pictures(const vision::Engine& engine, const fs::path& folder, std::vector<fs::path> files, std::size_t threads,
                                  Role role) {
    std::ranges::sort(files);
    files.erase(std::ranges::unique(files).begin(), files.end());
    PictureSet set;
    set.pictures.resize(files.size());
    Progress progress("embedding", files.size());
    std::mutex drawing;
    std::atomic<std::size_t> next = 0;
    const auto work = [&] {
        for (std::size_t i; (i = next.fetch_add(1)) < files.size();) {
            set.pictures[i] = {files[i], person_of(files[i]), embed_file(engine, folder / files[i], role)};
            const std::lock_guard lock(drawing);
            progress.advance();
        }
    };
    {
        std::vector<std::jthread> helpers;
        for (std::size_t i = 1; i < threads; ++i) helpers.emplace_back(work);
        work();
    }
    set.failed_to_acquire =
        static_cast<std::size_t>(std::ranges::count_if(set.pictures, [](const Picture& p) { return p.embedding.empty(); }));
    if (set.failed_to_acquire == set.pictures.size()) return fail(errors::kNoPictures, "no face in any picture of " + folder.string());
    return set;
}

PairList all_pairs(const PictureSet& set) {
    PairList out;
    for (std::size_t i = 0; i < set.pictures.size(); ++i)
        for (std::size_t j = i + 1; j < set.pictures.size(); ++j)
            out.pairs.push_back({set.pictures[i].file, set.pictures[j].file, set.pictures[i].person == set.pictures[j].person,
                                 out.pairs.size() % out.folds});
    return out;
}

}  // namespace md::evaluation
