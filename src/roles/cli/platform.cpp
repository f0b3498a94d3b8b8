#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "base/errors.h"
#include "roles/cli/command.h"
#include "roles/places.h"

// `miandun platform …` starts the executable of that role, which lies beside this one.
namespace md::cli {

void add_platform(CLI::App& app, Context& context) {
    auto* command = app.add_subcommand("platform", "启动识别平台（参数原样传递） / start the platform; arguments are passed on");
    command->prefix_command();
    command->callback([command, &context] {
        const auto program = (roles::executable_folder() / "miandun-platform").string();
        auto rest = command->remaining();
        std::vector<char*> arguments{const_cast<char*>(program.c_str())};
        for (auto& argument : rest) arguments.push_back(argument.data());
        arguments.push_back(nullptr);
        ::execv(program.c_str(), arguments.data());
        context.exit_code = report(Error(errors::kFileUnreadable, program + ": " + std::strerror(errno)), context, false);
    });
}

}  // namespace md::cli
