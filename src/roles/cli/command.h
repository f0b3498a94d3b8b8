#pragma once
// One file a command. Each offers add_<name>(), which hangs its options and its action on the application; main.cpp lists them all.
//
// Exit codes: 0 done; 1 done, and the answer is no (not the same person, a check failed, an image could not be read); 2 the call is wrong;
// 3 the system failed. With --json a command prints one JSON object, or one a line where it answers for many things.
#include <CLI/CLI.hpp>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace md::cli {

enum ExitCode : int { kDone = 0, kAnswerIsNo = 1, kUsage = 2, kFailed = 3 };

// What all commands share. The action of a command sets exit_code.
struct Context {
    std::string language = "zh";          // --language, else MIANDUN_LANGUAGE, else LANG
    std::filesystem::path manifest;       // --manifest: the model set; default beside the executable, then the build's
    std::filesystem::path models_folder;  // --models
    int exit_code = kDone;
};

// Prints the error as one line for a person (both code and sentence), or with `json` as {"error":{code,zh,en,detail}}; returns the exit
// code for it.
int report(const Error& error, const Context& context, bool json);

void add_detect(CLI::App& app, Context& context);
void add_compare(CLI::App& app, Context& context);
void add_evaluate(CLI::App& app, Context& context);
void add_evaluate_analysis(CLI::App& evaluate, Context& context);
void add_bench(CLI::App& app, Context& context);
void add_bench_people(CLI::App& bench, Context& context);
void add_analyse(CLI::App& app, Context& context);
void add_ledger(CLI::App& app, Context& context);
void add_pki(CLI::App& app, Context& context);
void add_config(CLI::App& app, Context& context);
void add_doctor(CLI::App& app, Context& context);
void add_platform(CLI::App& app, Context& context);
void add_version(CLI::App& app, Context& context);

}  // namespace md::cli
