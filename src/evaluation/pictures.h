#pragma once
// Folders of pictures turned into embeddings, and files that say which to compare.
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "vision/engine.h"

namespace md::evaluation {

struct Picture {
    std::filesystem::path file;   // relative to the folder given
    std::string person;           // the first folder below it; for a flat folder the file's name without a trailing _0001 or -1
    vision::Embedding embedding;  // empty when no face was acquired (ISO/IEC 19795-1: failure to acquire)
};

struct PictureSet {
    std::vector<Picture> pictures;  // ordered by file name
    std::size_t failed_to_acquire = 0;
    const Picture* find(const std::filesystem::path& relative) const;
};

// The relative paths of all pictures below a folder, ordered.
Result<std::vector<std::filesystem::path>> list_pictures(const std::filesystem::path& folder);
std::string person_of(const std::filesystem::path& relative);
// Embeds the given files of a folder on `threads` threads, with a progress bar on a terminal. A file that is no picture counts as not
// acquired. `role` as the product embeds them: `searched` is a door's probe, all others are embedded thoroughly.
enum class Role { compared, searched };
Result<PictureSet> embed_pictures(const vision::Engine& engine, const std::filesystem::path& folder,
                                  std::vector<std::filesystem::path> files, std::size_t threads, Role role = Role::compared);

struct Pair {
    std::filesystem::path a, b;  // relative to the pictures' folder
    bool mated = false;
    std::size_t fold = 0;
};
struct PairList {
    std::vector<Pair> pairs;
    std::size_t folds = 10;
};
// LFW's layout ("name 1 4" mated, "name 1 other 3" not; an optional first line "folds pairs_per_fold_and_kind"; pictures are
// name/name_0001.jpg) or CSV (path_a,path_b,same with 0 or 1; an optional heading). Where the file names no folds, pairs are dealt to ten
// in turn. kPairsMalformed with the line.
Result<PairList> read_pairs(const std::filesystem::path& file, const std::filesystem::path& pictures_folder);
// Every picture against every other; mated when the person is the same.
PairList all_pairs(const PictureSet& set);

}  // namespace md::evaluation
