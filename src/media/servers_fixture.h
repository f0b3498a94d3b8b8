#pragma once
// Real servers for the module's tests, as child processes that end when their standard input closes. Header only.
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <csignal>
#include <filesystem>

#include "media/media_fixture.h"
#include "source_dir.h"

namespace md::media::test {

// A program that prints "port N" when it is ready and answers each line it is given with one line.
class Server {
public:
    explicit Server(std::vector<std::string> command) {
        std::array<int, 2> in{}, out{};
        if (::pipe2(in.data(), O_CLOEXEC) != 0 || ::pipe2(out.data(), O_CLOEXEC) != 0) std::abort();
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            std::vector<char*> arguments;
            for (auto& part : command) arguments.push_back(part.data());
            arguments.push_back(nullptr);
            ::execv(arguments[0], arguments.data());
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        to_ = in[1];
        from_ = ::fdopen(out[0], "r");
        const std::string ready = line();
        if (ready.starts_with("port ")) std::from_chars(ready.data() + 5, ready.data() + ready.size(), port_);
        EXPECT_GT(port_, 0) << command[1] << ": " << ready;
    }
    ~Server() {
        ::close(to_);
        std::fclose(from_);
        ::kill(child_, SIGTERM);
        ::waitpid(child_, nullptr, 0);
    }
    Server(const Server&) = delete;
    Server& operator=(const Server&) = delete;

    int port() const { return port_; }
    void pause() { ::kill(child_, SIGSTOP); }
    void resume() { ::kill(child_, SIGCONT); }
    std::string ask(const std::string& command) {
        const std::string text = command + "\n";
        EXPECT_EQ(::write(to_, text.data(), text.size()), static_cast<ssize_t>(text.size()));
        return line();
    }

private:
    std::string line() {
        std::array<char, 256> text{};
        if (!std::fgets(text.data(), text.size(), from_)) return "";
        std::string out(text.data());
        if (out.ends_with('\n')) out.pop_back();
        return out;
    }
    pid_t child_ = -1;
    int to_ = -1, port_ = 0;
    std::FILE* from_ = nullptr;
};

inline std::string tool(const std::string& name) { return (md::test::source_dir() / "tests/lib" / name).string(); }

// Debian's python, which has Debian's bindings.
inline std::unique_ptr<Server> start_camera(const std::string& film, std::vector<std::string> more = {}) {
    std::vector<std::string> command{"/usr/bin/python3", tool("rtsp_server.py"), film};
    command.insert(command.end(), more.begin(), more.end());
    return std::make_unique<Server>(std::move(command));
}
inline std::unique_ptr<Server> start_proxy(int to_port, std::vector<std::string> more = {}) {
    std::vector<std::string> command{"/usr/bin/python3", tool("chaos_proxy.py"), "--to", "127.0.0.1:" + std::to_string(to_port)};
    command.insert(command.end(), more.begin(), more.end());
    return std::make_unique<Server>(std::move(command));
}
inline bool camera_available() {
    static const bool available =
        std::system("/usr/bin/python3 -c \"import gi; gi.require_version('GstRtspServer', '1.0')\" >/dev/null 2>&1") == 0;
    return available;
}

}  // namespace md::media::test
