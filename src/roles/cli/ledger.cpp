#include <fmt/format.h>
#include <cstdio>
#include <nlohmann/json.hpp>

#include "base/files.h"
#include "ledger/ledger.h"
#include "roles/cli/command.h"

// `miandun ledger verify FOLDER`: offline, on the files alone; an inspector needs nothing of the running system. D19
namespace md::cli {
namespace {

void verify(const std::filesystem::path& folder, bool json, Context& context) {
    const auto answer = ledger::verify(folder);
    if (!answer) {
        context.exit_code = report(answer.error(), context, json);
        return;
    }
    context.exit_code = answer->whole ? kDone : kAnswerIsNo;
    if (json) {
        nlohmann::ordered_json line{{"whole", answer->whole},
                                    {"entries", answer->entries},
                                    {"signed_heads", answer->signed_heads},
                                    {"covered_by_heads", answer->covered_by_heads}};
        line["first_bad_entry"] = answer->first_bad_entry ? nlohmann::ordered_json(*answer->first_bad_entry) : nullptr;
        line["problem"] = answer->problem;
        std::puts(line.dump().c_str());
        return;
    }
    const bool english = context.language == "en";
    if (answer->whole)
        fmt::print(fmt::runtime(english ? "The ledger is whole: {} entries, {} signed heads covering {} entries.\n"
                                        : "账本完整：{} 条记录，{} 个签名树头，覆盖 {} 条。\n"),
                   answer->entries, answer->signed_heads, answer->covered_by_heads);
    else
        fmt::print(
            fmt::runtime(english ? "The ledger does NOT verify. First bad entry: {}. {}\n" : "账本校验未通过。首条异常记录：{}。{}\n"),
            answer->first_bad_entry ? std::to_string(*answer->first_bad_entry) : "-", answer->problem);
}

// One entry proven without the rest of the ledger: for somebody who was handed a proof and holds the public key.
Result<ledger::Entry> checked(const std::filesystem::path& proof, const std::filesystem::path& key_file) {
    MD_ASSIGN(const Bytes json, read_file(proof));
    MD_ASSIGN(const Bytes spki, read_file(key_file));
    MD_ASSIGN(const auto key, crypto::PublicKey::from_spki(spki));
    return ledger::check_proof(as_text(json), key);
}

void check_proof(const std::filesystem::path& proof, const std::filesystem::path& key_file, bool json, Context& context) {
    const auto entry = checked(proof, key_file);
    if (!entry) {
        report(entry.error(), context, json);
        context.exit_code = kAnswerIsNo;
        return;
    }
    const nlohmann::ordered_json line{{"index", entry->index}, {"time", to_rfc3339(entry->time)}, {"actor", entry->actor}, {"action", entry->action},
                                      {"object", entry->object}, {"outcome", entry->outcome}, {"clause", entry->clause}};
    std::puts(json ? line.dump().c_str() : line.dump(2).c_str());
}

}  // namespace

void add_ledger(CLI::App& app, Context& context) {
    auto* ledger = app.add_subcommand("ledger", "审计账本 / audit ledger");
    ledger->require_subcommand(1);
    auto* command = ledger->add_subcommand("verify", "校验账本，指出第一处改动 / verify, naming the first change");
    auto folder = std::make_shared<std::filesystem::path>();
    auto json = std::make_shared<bool>(false);
    command->add_option("folder", *folder, "账本文件夹 / the ledger's folder")->required()->check(CLI::ExistingDirectory);
    command->add_flag("--json", *json, "一行 JSON / one JSON object");
    command->callback([=, &context] { verify(*folder, *json, context); });

    auto* proof_command = ledger->add_subcommand("check-proof", "校验一条记录的证明 / check the proof of one entry");
    auto proof = std::make_shared<std::filesystem::path>(), key = std::make_shared<std::filesystem::path>();
    proof_command->add_option("proof", *proof, "证明文件 / the proof")->required()->check(CLI::ExistingFile);
    proof_command->add_option("--key", *key, "账本公钥文件 ledger.spki / the ledger's public key")->required()->check(CLI::ExistingFile);
    proof_command->add_flag("--json", *json, "一行 JSON / one JSON object");
    proof_command->callback([=, &context] { check_proof(*proof, *key, *json, context); });
}

}  // namespace md::cli
