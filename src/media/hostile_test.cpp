// Files and streams that are broken, strange or hostile: a clear answer, never a stop, never a look where none is allowed.
#include <sys/stat.h>

#include <fstream>
#include <random>

#include "base/bytes.h"
#include "media/servers_fixture.h"

namespace md::media {
namespace {

using namespace test;

class Hostile : public testing::Test {
protected:
    std::string bytes_of(const std::string& path) {
        std::ifstream file(path, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    std::string write(const std::string& name, const std::string& bytes) {
        std::ofstream(folder / name, std::ios::binary) << bytes;
        return (folder / name).string();
    }
    std::string h264(int width, int height, double seconds, const std::string& name, const std::string& more = "") {
        return make_video(folder, pattern(width, height, seconds) + " -c:v libx264 -preset ultrafast -pix_fmt yuv420p " + more, name);
    }
    static std::string code(const std::string& path) { return refusal(recorded(path)).error_code; }
    static void expect_forward(const std::vector<FramePtr>& frames) {
        for (std::size_t i = 1; i < frames.size(); ++i) ASSERT_GT(frames[i]->time(), frames[i - 1]->time()) << i;
    }
    const TempDir folder;
};

TEST_F(Hostile, TruncatedFiles) {
    const auto whole = bytes_of(h264(320, 240, 2, "whole.mp4"));
    EXPECT_EQ(code(write("no_index.mp4", whole.substr(0, whole.size() / 2))), "media.not_video");
    EXPECT_EQ(code(write("empty.mp4", "")), "media.not_video");
    const auto early = bytes_of(h264(320, 240, 2, "early.mp4", "-movflags faststart"));
    for (const double part : {0.3, 0.6, 0.95}) {
        auto source = open(recorded(write("cut.mp4", early.substr(0, std::size_t(double(early.size()) * part)))));
        const auto frames = read_all(*source);
        EXPECT_LT(frames.size(), 50u);
        EXPECT_EQ(source->report().state, frames.empty() ? State::refused : State::ended);
    }
}

TEST_F(Hostile, NoiseUnderEveryName) {
    std::mt19937 random(3);
    std::string noise(200'000, 0);
    for (auto& byte : noise) byte = char(random());
    for (const auto* ending : {"mp4", "mkv", "webm", "ts", "gif", "mjpeg", "avi", "jpg", "h264", "flv", "txt"}) {
        const auto report = refusal(recorded(write(std::string("noise.") + ending, noise)));
        EXPECT_TRUE(report.error_code == "media.not_video" || report.error_code == "media.undecodable" ||
                    report.error_code == "media.unknown_codec")
            << ending << " " << report.error_code;
    }
}

TEST_F(Hostile, DamagedBytesAnywhere) {
    for (const auto* name : {"v.ts", "v.mp4", "v.mkv"}) {
        const auto whole = bytes_of(h264(320, 240, 2, name));
        std::mt19937 random(5);
        for (int round = 0; round < 10; ++round) {
            auto damaged = whole;
            for (int i = 0; i < 60; ++i) damaged[random() % damaged.size()] = char(random());
            auto source = open(recorded(write(std::string("d") + name, damaged)));
            expect_forward(read_all(*source));
            const auto report = source->report();
            EXPECT_TRUE(report.state == State::ended || report.state == State::refused) << name << round;
        }
    }
}

TEST_F(Hostile, SizeAndTimeChangeMidway) {
    const auto small = bytes_of(h264(320, 240, 1, "a.ts", "-output_ts_offset 50000"));
    const auto large = bytes_of(h264(640, 480, 1, "b.ts"));
    auto source = open(recorded(write("both.ts", small + large + small)));
    const auto frames = read_all(*source);
    ASSERT_GE(frames.size(), 70u);
    EXPECT_EQ(frames.front()->width(), 320);
    EXPECT_GE(std::count_if(frames.begin(), frames.end(), [](const auto& frame) { return frame->width() == 640; }), 20);
    expect_forward(frames);
    EXPECT_LT(frames.back()->time() - frames.front()->time(), 5s);
    for (const auto& frame : frames) {
        std::vector<std::uint8_t> pixels(160 * 120 * 3);
        EXPECT_TRUE(frame->to_bgr(160, 120, pixels.data()));
    }
}

TEST_F(Hostile, GifWithOddDelays) {
    auto bytes = bytes_of(make_video(folder, pattern(64, 48, 1, 10), "v.gif"));
    const std::string control("\x21\xf9\x04", 3);
    int changed = 0;
    for (auto at = bytes.find(control); at != bytes.npos; at = bytes.find(control, at + 8), ++changed) {
        const std::uint16_t delay = std::array<std::uint16_t, 3>{0, 1, 65535}[std::size_t(changed % 3)];
        bytes[at + 4] = char(delay & 255);
        bytes[at + 5] = char(delay >> 8);
    }
    ASSERT_GT(changed, 5);
    auto source = open(recorded(write("odd.gif", bytes)));
    const auto frames = read_all(*source);
    EXPECT_EQ(frames.size(), 10u);
    expect_forward(frames);
}

TEST_F(Hostile, EncryptedFileSaysSo) {
    const auto path = h264(320, 240, 1, "secret.mp4",
                           "-encryption_scheme cenc-aes-ctr -encryption_key 00112233445566778899aabbccddeeff -encryption_kid "
                           "0123456789abcdef0123456789abcdef");
    EXPECT_EQ(code(path), "media.encrypted_video");
    EXPECT_NE(refusal(recorded(path)).detail_zh, "");
}

TEST_F(Hostile, TooLargePictures) {
    EXPECT_EQ(code(make_video(folder, pattern(8256, 64, 0.1) + " -c:v mjpeg", "wide.avi")), "media.video_too_large");
    // A stream that grows midway, where no container announces it.
    const auto small = bytes_of(h264(320, 240, 1, "a.h264")), large = bytes_of(h264(8256, 64, 0.2, "b.h264"));
    auto source = open(recorded(write("grows.h264", small + large)));
    EXPECT_LE(read_all(*source).size(), 25u);
    EXPECT_EQ(source->report().state, State::refused);
    EXPECT_EQ(source->report().error_code, "media.video_too_large");
}

TEST_F(Hostile, WhatIsNotAVideo) {
    EXPECT_EQ(code((folder / "missing.mp4").string()), "media.no_such_file");
    EXPECT_EQ(code("/dev/video99"), "media.no_such_device");
    EXPECT_EQ(code("/dev/zero"), "media.not_video");
    ::mkfifo((folder / "pipe.mp4").c_str(), 0600);
    EXPECT_EQ(code((folder / "pipe.mp4").string()), "media.not_video");
    EXPECT_EQ(code(make_video(folder, "-f lavfi -i sine=duration=1", "sound.wav")), "media.not_video");
    EXPECT_EQ(code(make_video(folder, "-f lavfi -i sine=duration=1", "sound.mp4")), "media.not_video");
    EXPECT_EQ(code(folder.path().string()), "media.empty_folder");
}

// A list of other files is not opened, whatever it is called.
TEST_F(Hostile, PlaylistsOpenNoOtherFiles) {
    const auto inside = h264(320, 240, 1, "inside.ts");
    const std::string hls = "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:1,\n" + inside + "\n#EXT-X-ENDLIST\n";
    const std::string concat = "ffconcat version 1.0\nfile '" + inside + "'\n";
    for (const auto* name : {"list.m3u8", "list.mp4"}) EXPECT_EQ(code(write(name, hls)), "media.not_video");
    for (const auto* name : {"list.ffconcat", "list.ts"}) EXPECT_EQ(code(write(name, concat)), "media.not_video");
    EXPECT_EQ(
        code(write("s.sdp",
                   "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=video 5004 RTP/AVP 96\na=rtpmap:96 H264/90000\n")),
        "media.not_video");
}

TEST_F(Hostile, PlaylistsFromTheNetworkStayThere) {
    const auto inside = h264(320, 240, 2, "inside.ts", "-g 25");
    write("local.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\nfile://" + inside + "\n#EXT-X-ENDLIST\n");
    write("good.m3u8", "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXTINF:2,\ninside.ts\n#EXT-X-ENDLIST\n");
    write("locked.m3u8",
          "#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-KEY:METHOD=AES-128,URI=\"nowhere.key\"\n#EXTINF:2,\ninside.ts\n#EXT-X-ENDLIST\n");
    Server server({"/usr/bin/python3", tool("http_files.py"), folder.path().string()});
    const auto at = [&](const std::string& name) { return recorded("http://127.0.0.1:" + std::to_string(server.port()) + "/" + name); };
    auto good = open(at("good.m3u8"));
    EXPECT_EQ(read_all(*good).size(), 50u) << good->report().error_code;
    auto local = open(at("local.m3u8"));
    EXPECT_EQ(read_all(*local).size(), 0u);
    EXPECT_NE(local->report().error_code, "");
    auto locked = open(at("locked.m3u8"));
    EXPECT_EQ(read_all(*locked).size(), 0u);
    EXPECT_EQ(locked->report().error_code, "media.encrypted_video");
}

TEST_F(Hostile, HttpFilesAndPasswords) {
    h264(320, 240, 2, "v.mp4", "-movflags faststart");
    Server server({"/usr/bin/python3", tool("http_files.py"), folder.path().string(), "--user", "u", "--password", "p:w"});
    auto options = recorded("http://127.0.0.1:" + std::to_string(server.port()) + "/v.mp4");
    EXPECT_EQ(refusal(options).error_code, "media.wrong_password");
    options.user = "u";
    options.password = std::make_shared<const SecretBytes>(Bytes{'p', ':', 'w'});
    auto source = open(options);
    EXPECT_EQ(read_all(*source).size(), 50u) << source->report().error_code;
    EXPECT_EQ(source->report().state, State::ended);
}

TEST_F(Hostile, HttpsFiles) {
    h264(320, 240, 2, "v.mp4", "-movflags faststart");
    Server server({"/usr/bin/python3", tool("http_files.py"), folder.path().string(), "--tls"});
    auto source = open(recorded("https://127.0.0.1:" + std::to_string(server.port()) + "/v.mp4"));
    EXPECT_EQ(read_all(*source).size(), 50u) << source->report().error_code;
}

}  // namespace
}  // namespace md::media
