#pragma once
// A real PostgreSQL for tests: its own data folder, a Unix socket only, stopped when the object dies. Needs the Debian package
// postgresql-15.
#include <pwd.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <tuple>

#include "test_support.h"

namespace md::test {

class Postgres {
public:
    // One server a test program, started on first use; nullptr when it is not installed.
    static Postgres* shared() {
        static const std::unique_ptr<Postgres> server = available() ? std::make_unique<Postgres>() : nullptr;
        return server.get();
    }
    static bool available() { return std::filesystem::exists(program("postgres")); }

    Postgres() {
        data_ = (folder_ / "data").string();
        if (::geteuid() == 0) {  // PostgreSQL refuses to run as root
            user_ = ::getpwnam("postgres") ? "postgres" : "nobody";
            const passwd* entry = ::getpwnam(user_.c_str());
            if (::chown(folder_.path().c_str(), entry->pw_uid, entry->pw_gid) != 0) std::abort();
        }
        shell(as_user() + program("initdb") + " -D " + data_ + " -U admin -A trust -E UTF8 --no-locale --no-sync");
        start();
    }
    ~Postgres() { stop(); }
    Postgres(const Postgres&) = delete;
    Postgres& operator=(const Postgres&) = delete;

    void start() {
        shell(as_user() + program("pg_ctl") + " -w -D " + data_ + " -l " + (folder_ / "log").string() +
              " -o \"-c listen_addresses='' -c unix_socket_directories=" + folder_.path().string() + "\" start");
    }
    // "immediate" is what a crash looks like to its clients.
    void stop() {
        std::ignore = std::system((as_user() + program("pg_ctl") + " -w -m immediate -D " + data_ + " stop >/dev/null 2>&1").c_str());
    }

    // A fresh database with a role of its own; returns its connection string.
    std::string new_database() {
        const std::string name = "t" + std::to_string(++databases_);
        sql("CREATE ROLE " + name + " LOGIN");
        sql("CREATE DATABASE " + name + " OWNER " + name);
        return "host=" + folder_.path().string() + " dbname=" + name + " user=" + name;
    }
    // One for each store.
    std::array<std::string, 5> new_stores() {
        std::array<std::string, 5> out;
        for (auto& connection : out) connection = new_database();
        return out;
    }

private:
    static std::string program(const std::string& name) { return "/usr/lib/postgresql/15/bin/" + name; }
    std::string as_user() const {
        return user_.empty() ? "" : "cd / && setpriv --reuid=" + user_ + " --regid=" + user_group() + " --clear-groups ";
    }
    std::string user_group() const { return std::to_string(::getpwnam(user_.c_str())->pw_gid); }
    void sql(const std::string& statement) {
        shell("/usr/lib/postgresql/15/bin/psql -q -h " + folder_.path().string() + " -U admin -d postgres -c '" + statement + "'");
    }
    static void shell(const std::string& command) {
        if (std::system(("(" + command + ") >/dev/null 2>&1").c_str()) != 0) {
            std::fprintf(stderr, "failed: %s\n", command.c_str());
            std::abort();
        }
    }

    TempDir folder_;
    std::string data_, user_;
    int databases_ = 0;
};

}  // namespace md::test
