#include "roles/platform/config.h"

#include <fmt/format.h>

#include "base/config.h"
#include "base/files.h"
#include "roles/places.h"

namespace md::roles {
namespace fs = std::filesystem;
namespace {

constexpr std::array<const char*, 5> kStoreNames{"identities", "features", "images", "events", "keys"};

fs::path under(const fs::path& home, const std::string& path) {
    return path.empty() || fs::path(path).is_absolute() ? fs::path(path) : home / path;
}

log::Level level_from(const std::string& text) {
    if (text == "debug") return log::Level::debug;
    if (text == "warning") return log::Level::warning;
    return text == "error" ? log::Level::error : log::Level::info;
}

void read_network(ConfigMap& file, PlatformConfig& config) {
    auto listen = file.map("listen");
    config.address = listen.text("address", config.address);
    config.port = static_cast<std::uint16_t>(listen.integer("port", config.port, 1, 65535));
    config.browser_port = static_cast<std::uint16_t>(listen.integer("browser_port", config.browser_port, 1, 65535));
    config.host_name = listen.text("host_name", "");
    config.handler_threads = static_cast<std::size_t>(listen.integer("handler_threads", 0, 0, 1024));
    auto metrics = file.map("metrics");
    config.metrics_address = metrics.text("address", config.metrics_address);
    config.metrics_port = static_cast<std::uint16_t>(metrics.integer("port", config.metrics_port, 0, 65535));
}

void read_storage(ConfigMap& file, PlatformConfig& config) {
    config.data = under(config.home, file.text("data", "data"));
    auto keys = file.map("keys");
    config.root_key = under(config.home, keys.text("root_file", "secrets/root.key"));
    config.root_passphrase_file = under(config.home, keys.text("passphrase_file", ""));
    auto postgres = file.map("postgres");
    std::size_t given = 0;
    for (std::size_t i = 0; i < kStoreNames.size(); ++i) {
        config.postgres_files[i] = under(config.home, postgres.text(kStoreNames[i], ""));
        given += !config.postgres_files[i].empty();
    }
    if (given != 0 && given != kStoreNames.size()) file.reject("postgres", "give all five connection files or none");
}

void read_faces(ConfigMap& file, PlatformConfig& config) {
    auto models = file.map("models");
    config.manifest = under(config.home, models.text("manifest", default_manifest().string()));
    config.models = under(config.home, models.text("folder", default_models_folder().string()));
    auto templates = file.map("templates");
    const auto bits = templates.choice("bits", "1024", {"512", "1024", "2048"});
    config.template_bits = std::stoi(bits);
    config.slot_capacity = static_cast<int>(templates.integer("slot_capacity", 0, 0, 64));
    auto people = file.map("people");
    config.people.keep_enrolment_pictures = people.flag("keep_enrolment_pictures", false);
    config.people.require_basis = people.flag("require_basis", false);
    auto access = file.map("access");
    config.totp_algorithm = access.choice("totp_algorithm", "SHA256", {"SHA256", "SHA1", "SM3"});
}

void read_analysis(ConfigMap& file, AnalysisSettings& settings) {
    auto analysis = file.map("analysis");
    settings.enabled = analysis.flag("enabled", true);
    settings.inference_slots = static_cast<std::size_t>(analysis.integer("inference_slots", 0, 0, 256));
    settings.keep_captures = analysis.flag("keep_captures", true);
}

void read_log(ConfigMap& file, PlatformConfig& config) {
    auto settings = file.map("log");
    config.log.level = level_from(settings.choice("level", "info", {"debug", "info", "warning", "error"}));
    config.log.json = settings.flag("json", true);
    const auto path = settings.text("file", "");
    if (!path.empty()) config.log.file = under(config.home, path);
}

}  // namespace

Result<PlatformConfig> read_platform_config(const fs::path& path, const fs::path& home) {
    std::error_code ignored;
    auto loaded = fs::exists(path, ignored) ? ConfigMap::from_file(path) : ConfigMap::from_text("", "defaults");
    if (!loaded) return fail(loaded.error());
    auto& file = *loaded;
    PlatformConfig config;
    config.home = home;
    config.profile = *profile_from(file.choice("profile", "general", {"general", "cii"}));
    read_network(file, config);
    read_storage(file, config);
    read_faces(file, config);
    read_analysis(file, config.analysis);
    read_log(file, config);
    MD_TRY(file.finish());
    return config;
}

std::string default_platform_config(Profile profile) {
    return fmt::format(R"(# 面盾平台配置 / configuration of the Miandun platform. 未写的项取默认值；不认识的项会报错并给出行号。
# Keys left out take their defaults; an unknown key is an error that names its line.

# 系统类别，部署后不可更改 / kind of installation, fixed once deployed: general (非关基) | cii (关基: SM2, SM3, SM4)
profile: {}

listen:
  address: 0.0.0.0
  port: 8443              # HTTPS
  browser_port: 8444      # 仅关基：浏览器不支持国密，控制台另设端口 / cii only: the console for browsers that know no SM2
  host_name: ""           # 写入服务器证书的域名 / name in the server's certificate, also that of fingerprint sign-in
  handler_threads: 0      # 0: 等于核数 / as many as cores

metrics:                  # Prometheus
  address: 127.0.0.1
  port: 9464              # 0: 关闭 / off

data: data                # 相对路径以本文件夹为准 / relative paths start at the platform's home
keys:
  root_file: secrets/root.key     # 权限须为 0600 / mode 0600
  passphrase_file: ""             # 改用口令派生根密钥 / derive the root key from a passphrase instead

postgres:                 # 五个库各一个连接串文件（权限 0600），全空则用 SQLite / one connection file a store, all empty: SQLite
  identities: ""
  features: ""
  images: ""
  events: ""
  keys: ""

templates:
  bits: 1024              # 512 | 1024 | 2048
  slot_capacity: 0        # 0: 十万人以内每条记录独立密钥，以上 8 / 1 record a key up to 100,000 people, 8 above

people:
  keep_enrolment_pictures: false  # 默认不保存登记照片 / pictures are used and wiped
  require_basis: false            # 未登记安装依据时拒绝登记人员 / refuse registration while the legal basis is not recorded

analysis:                 # 视频人脸分析；摄像机、区域、规则在控制台设置 / face analysis on video; cameras, regions and rules are set in the console
  enabled: true
  inference_slots: 0      # 同时分析的画面数，0: 等于核数 / pictures analysed at the same time, 0: as many as cores
  keep_captures: true     # false: 抓拍只记录不存图，预警证据照存 / captures without pictures; evidence of alerts is kept all the same

access:
  totp_algorithm: SHA256  # SHA256 | SHA1 (旧手机软件 / old phone programs) | SM3

log:
  level: info             # debug | info | warning | error
  json: true
  file: ""
)",
                       to_string(profile));
}

}  // namespace md::roles
