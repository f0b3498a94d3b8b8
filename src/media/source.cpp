#include "media/source.h"

#include <future>
#include <thread>

#include "media/player.h"

namespace md::media {
namespace {

class PlayedSource final : public Source {
public:
    explicit PlayedSource(std::shared_ptr<Player> player) : player_(std::move(player)) {
        std::packaged_task<void()> body([shared = player_] { shared->run(); });
        ended_ = body.get_future();
        thread_ = std::thread(std::move(body));
    }
    ~PlayedSource() override { stop(); }
    FramePtr next(std::chrono::milliseconds wait) override { return player_->next(wait); }
    SourceReport report() const override { return player_->report(); }
    // A thread that hangs where nothing can call it back (a name look-up, a dead network drive) is left to end by itself; it holds the
    // player alone and touches nothing of ours any more.
    void stop() override {
        constexpr auto kPatience = std::chrono::milliseconds(900);
        player_->stop();
        const std::lock_guard lock(mutex_);
        if (!thread_.joinable()) return;
        if (ended_.wait_for(kPatience) == std::future_status::ready) {
            thread_.join();
        } else {
            thread_.detach();
        }
    }

private:
    std::shared_ptr<Player> player_;
    std::mutex mutex_;
    std::future<void> ended_;
    std::thread thread_;
};

}  // namespace

Result<std::unique_ptr<Source>> Source::open(const SourceOptions& options, const Clock& clock) {
    MD_ASSIGN(Address address, parse_address(options.address));
    if (address.network()) MD_TRY(url_with_credentials(address, options.user, options.password.get()));
    return std::make_unique<PlayedSource>(std::make_shared<Player>(options, std::move(address), clock));
}

}  // namespace md::media
