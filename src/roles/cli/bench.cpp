#include <cstdio>
#include <nlohmann/json.hpp>
#include <thread>

#include "roles/cli/command.h"
#include "templates/measure.h"

namespace md::cli {
namespace {

struct Choice {
    templates::SearchTask task;
    std::string profile = "general";
    bool json = false;
};

void search(Choice& choice) {
    auto& task = choice.task;
    task.profile = *profile_from(choice.profile);
    const auto speed = templates::measure_search(task);
    const auto scan = templates::measure_scan(task.records, task.bits);
    if (choice.json) {
        // bandwidth_share: of the plain Hamming scan over as many codes, in what one thread can read from the same memory.
        const nlohmann::ordered_json answer{{"records", task.records},
                                            {"capacity", task.capacity},
                                            {"bits", task.bits},
                                            {"threads", task.threads},
                                            {"profile", choice.profile},
                                            {"ms_per_probe", {{"p50", speed.p50_ms}, {"p99", speed.p99_ms}}},
                                            {"bytes_per_record", speed.bytes_per_record},
                                            {"bandwidth_share", scan.share()}};
        std::puts(answer.dump().c_str());
        return;
    }
    std::printf("%zu × %d bit, c = %d, %zu 线程/threads, %s: p50 %.2f ms, p99 %.2f ms, %.0f B/记录 record\n", task.records, task.bits,
                task.capacity, task.threads, choice.profile.c_str(), speed.p50_ms, speed.p99_ms, speed.bytes_per_record);
    std::printf("汉明扫描/Hamming scan: %.1f GB/s = %.0f %% 内存读带宽/of the read bandwidth\n", scan.scan_bytes_per_s / 1e9,
                100 * scan.share());
}

}  // namespace

void add_bench(CLI::App& app, Context& context) {
    auto* bench = app.add_subcommand("bench", "性能测量 / measure speed");
    bench->require_subcommand(1);
    add_bench_people(*bench, context);
    auto* command = bench->add_subcommand("search", "1:N 检索速度（合成数据）/ speed of 1:N search on synthetic templates");
    auto choice = std::make_shared<Choice>();
    choice->task.threads = std::max(1U, std::thread::hardware_concurrency());
    command->add_option("--records", choice->task.records, "记录数 / records")->capture_default_str()->check(CLI::Range(1, 10'000'000));
    command->add_option("--capacity", choice->task.capacity, "每个旋转密钥的记录数 / records a rotation key")
        ->capture_default_str()
        ->check(CLI::Range(1, 64));
    command->add_option("--bits", choice->task.bits, "模板位数 / bits a template")
        ->capture_default_str()
        ->check(CLI::IsMember({512, 1024, 2048}));
    command->add_option("--threads", choice->task.threads, "线程数 / threads")->capture_default_str()->check(CLI::Range(1, 256));
    command->add_option("--probes", choice->task.probes, "检索次数 / probes")->capture_default_str()->check(CLI::Range(1, 10'000));
    command->add_option("--profile", choice->profile, "general 或 cii / general or cii")
        ->capture_default_str()
        ->check(CLI::IsMember({"general", "cii"}));
    command->add_flag("--json", choice->json, "一行 JSON / one JSON object");
    command->callback([choice] { search(*choice); });
}

}  // namespace md::cli
