#pragma once
// The platform's one configuration file. `miandun config print-default` prints it with every key, its default and what it means.
#include <array>
#include <filesystem>
#include <string>

#include "base/log.h"
#include "base/profile.h"
#include "base/result.h"
#include "people/people.h"
#include "recognition/recogniser.h"

namespace md::roles {

struct AnalysisSettings {
    bool enabled = true;
    std::size_t inference_slots = 0;  // pictures analysed at the same time; 0: as many as cores
    bool keep_captures = true;        // false: captures are recorded without their pictures
};

struct PlatformConfig {
    Profile profile = Profile::general;
    std::filesystem::path home;  // relative paths in the file are relative to this folder

    std::string address = "0.0.0.0";
    std::uint16_t port = 8443;
    std::uint16_t browser_port = 8444;  // cii only: browsers know no SM2, so the console has a listener of its own
    std::string host_name;              // extra name in the server's certificate, and the WebAuthn relying party
    std::size_t handler_threads = 0;    // 0: as many as cores, at least 2
    std::string metrics_address = "127.0.0.1";
    std::uint16_t metrics_port = 9464;  // 0: off

    std::filesystem::path data;  // SQLite files, ledger, authority
    std::filesystem::path root_key;
    std::filesystem::path root_passphrase_file;           // instead of root_key
    std::array<std::filesystem::path, 5> postgres_files;  // files of mode 0600 with a connection string each; empty: SQLite

    std::filesystem::path manifest, models;
    std::string totp_algorithm = "SHA256";
    people::Options people;
    int template_bits = 1024, slot_capacity = 0;
    AnalysisSettings analysis;
    log::Settings log;
};

// Defaults alone when the file does not exist. Errors name file and line.
Result<PlatformConfig> read_platform_config(const std::filesystem::path& file, const std::filesystem::path& home);
// The commented default file. Reading it gives exactly the defaults (tested).
std::string default_platform_config(Profile profile);

}  // namespace md::roles
