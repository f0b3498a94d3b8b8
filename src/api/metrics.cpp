#include "api/metrics.h"

#include <fmt/format.h>

namespace md::api {
namespace {

void head(std::string& out, std::string_view name, std::string_view type, std::string_view help) {
    out += fmt::format("# HELP {} {}\n# TYPE {} {}\n", name, help, name, type);
}

}  // namespace

void Metrics::add(const std::string& operation, int status, std::chrono::microseconds took) {
    const double seconds = std::chrono::duration<double>(took).count();
    std::lock_guard lock(mutex_);
    ++requests_[{operation, status}];
    auto& latency = latencies_[operation];
    ++latency.count;
    latency.sum_seconds += seconds;
    for (std::size_t i = 0; i < kBucketSeconds.size(); ++i) latency.buckets[i] += seconds <= kBucketSeconds[i] ? 1 : 0;
}

void Metrics::add_tls(const std::string& version, const std::string& suite) {
    std::lock_guard lock(mutex_);
    ++tls_[{version, suite}];
}

void Metrics::watch_server(std::string name, std::function<net::Server::Counters()> counters) {
    std::lock_guard lock(mutex_);
    servers_.emplace_back(std::move(name), std::move(counters));
}

void Metrics::watch_number(std::string name, std::string help, std::function<double()> number) {
    std::lock_guard lock(mutex_);
    numbers_.push_back({std::move(name), std::move(help), std::move(number)});
}

void Metrics::watch_text(std::function<void(std::string&)> append) {
    std::lock_guard lock(mutex_);
    texts_.push_back(std::move(append));
}

std::string Metrics::text() const {
    std::lock_guard lock(mutex_);
    std::string out;
    head(out, "miandun_http_requests_total", "counter", "Requests by operation and status.");
    for (const auto& [key, count] : requests_)
        out += fmt::format("miandun_http_requests_total{{operation=\"{}\",status=\"{}\"}} {}\n", key.first, key.second, count);
    head(out, "miandun_http_request_seconds", "histogram", "Time from the whole request to the answer.");
    for (const auto& [operation, latency] : latencies_) {
        for (std::size_t i = 0; i < kBucketSeconds.size(); ++i) {
            out += fmt::format("miandun_http_request_seconds_bucket{{operation=\"{}\",le=\"{}\"}} {}\n", operation, kBucketSeconds[i],
                               latency.buckets[i]);
        }
        out += fmt::format("miandun_http_request_seconds_bucket{{operation=\"{}\",le=\"+Inf\"}} {}\n", operation, latency.count);
        out += fmt::format("miandun_http_request_seconds_sum{{operation=\"{}\"}} {}\n", operation, latency.sum_seconds);
        out += fmt::format("miandun_http_request_seconds_count{{operation=\"{}\"}} {}\n", operation, latency.count);
    }
    head(out, "miandun_tls_requests_total", "counter", "Requests by TLS version and cipher suite.");  // D2, D3
    for (const auto& [key, count] : tls_)
        out += fmt::format("miandun_tls_requests_total{{version=\"{}\",suite=\"{}\"}} {}\n", key.first, key.second, count);
    struct Column {
        const char *name, *type, *help;
        std::uint64_t net::Server::Counters::*value;
    };
    using C = net::Server::Counters;
    for (const Column& column :
         {Column{"miandun_connections_total", "counter", "Connections accepted.", &C::connections},
          {"miandun_tls_failures_total", "counter", "Handshakes that failed.", &C::tls_failures},
          {"miandun_refused_busy_total", "counter", "Requests and connections refused because of limits.", &C::refused_busy},
          {"miandun_open_connections", "gauge", "Connections open now.", &C::open_connections},
          {"miandun_open_streams", "gauge", "Event streams open now.", &C::open_streams},
          {"miandun_open_picture_streams", "gauge", "Streams of live pictures open now.", &C::open_picture_streams}}) {
        head(out, column.name, column.type, column.help);
        for (const auto& [name, counters] : servers_)
            out += fmt::format("{}{{server=\"{}\"}} {}\n", column.name, name, counters().*column.value);
    }
    for (const auto& number : numbers_) {
        head(out, number.name, "gauge", number.help);
        out += fmt::format("{} {}\n", number.name, number.read());
    }
    for (const auto& append : texts_) append(out);
    return out;
}

}  // namespace md::api
