#pragma once
// Counters of the doors in the Prometheus text format (0.0.4). Holds no names and no addresses.
#include <array>
#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

#include "net/http.h"

namespace md::api {

// Thread-safe.
class Metrics {
public:
    // One finished request. operation: the contract's operationId, or "console" and "none".
    void add(const std::string& operation, int status, std::chrono::microseconds took);
    // A listener whose counters belong to the picture; the function must stay callable.
    void watch_server(std::string name, std::function<net::Server::Counters()> counters);
    // A number asked for at every scrape, such as the size of the gallery. help: one line.
    void watch_number(std::string name, std::string help, std::function<double()> number);
    // Lines of somebody else's, in the same format.
    void watch_text(std::function<void(std::string&)> append);
    void add_tls(const std::string& version, const std::string& suite);
    std::string text() const;

private:
    static constexpr std::array<double, 11> kBucketSeconds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};
    struct Latency {
        std::array<std::uint64_t, kBucketSeconds.size()> buckets{};
        std::uint64_t count = 0;
        double sum_seconds = 0;
    };
    struct Number {
        std::string name, help;
        std::function<double()> read;
    };
    mutable std::mutex mutex_;
    std::map<std::pair<std::string, int>, std::uint64_t> requests_;
    std::map<std::string, Latency> latencies_;
    std::map<std::pair<std::string, std::string>, std::uint64_t> tls_;
    std::vector<std::pair<std::string, std::function<net::Server::Counters()>>> servers_;
    std::vector<Number> numbers_;
    std::vector<std::function<void(std::string&)>> texts_;
};

}  // namespace md::api
