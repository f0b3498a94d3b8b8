// A folder of pictures as a film: sorted by name, one each 1 / folder_fps.
#include <algorithm>
#include <array>
#include <filesystem>

#include "media/errors.h"
#include "media/feed.h"

namespace md::media {
namespace {

namespace fs = std::filesystem;
using std::chrono::microseconds;

bool is_picture(const fs::path& path) {
    static constexpr std::array<std::string_view, 5> kEndings{".jpg", ".jpeg", ".png", ".bmp", ".webp"};
    std::string ending = path.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(),
                   [](unsigned char c) { return c >= 'A' && c <= 'Z' ? char(c + 32) : char(c); });
    return std::find(kEndings.begin(), kEndings.end(), ending) != kEndings.end();
}

class FolderFeed final : public Feed {
public:
    FolderFeed(const FeedContext& context, std::vector<fs::path> pictures, microseconds step)
        : context_(context), pictures_(std::move(pictures)), step_(step) {}

    // A picture that cannot be read is counted and left out; its time passes all the same.
    Result<std::optional<Decoded>> read() override {
        while (next_ < pictures_.size() && !context_.watch.stopping()) {
            const Address address{AddressKind::file, pictures_[next_].string()};
            const microseconds stamp = step_ * static_cast<std::int64_t>(next_++);
            auto feed = open_container({address, context_.options, context_.watch, context_.corrupt});
            auto decoded = feed ? (*feed)->read() : fail(std::move(feed.error()));
            if (!decoded || !*decoded) {
                ++context_.corrupt;
                continue;
            }
            any_ = true;
            codec_ = (*feed)->codec();
            (*decoded)->stamp = stamp;
            (*decoded)->step = step_;
            return decoded;
        }
        if (!any_) return fail(errors::kEmptyFolder);
        return std::nullopt;
    }
    std::string_view codec() const override { return codec_; }
    double progress() const override { return pictures_.empty() ? 1 : double(next_) / double(pictures_.size()); }

private:
    FeedContext context_;
    std::vector<fs::path> pictures_;
    microseconds step_;
    std::size_t next_ = 0;
    bool any_ = false;
    std::string_view codec_;
};

}  // namespace

Result<std::unique_ptr<Feed>> open_folder(const FeedContext& context) {
    constexpr double kSlowest = 1.0 / 3600, kFastest = 240;
    std::vector<fs::path> pictures;
    std::error_code error;
    for (fs::directory_iterator entry(context.address.text, error), end; !error && entry != end; entry.increment(error)) {
        if (is_picture(entry->path())) pictures.push_back(entry->path());
    }
    if (error) return fail(errors::kNoSuchFile);
    if (pictures.empty()) return fail(errors::kEmptyFolder);
    std::sort(pictures.begin(), pictures.end());
    const double asked = context.options.folder_fps;
    const double fps = asked > 0 ? std::clamp(asked, kSlowest, kFastest) : 1;
    return std::make_unique<FolderFeed>(context, std::move(pictures), microseconds(std::int64_t(1e6 / fps)));
}

}  // namespace md::media
