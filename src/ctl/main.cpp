#include "ctl/command_line.hpp"
#include "ctl/exit_code.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <exception>
#include <iostream>

namespace {

std::string variable(const char* name) {
    // Nothing changes the environment, and there is one thread.
    const char* value = std::getenv(name); // NOLINT(concurrency-mt-unsafe)
    return value ? value : "";
}

std::optional<std::size_t> terminal_columns() {
    winsize size{};
    if (::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) {
        return std::nullopt;
    }
    return size.ws_col;
}

} // namespace

int main(int argument_count, char** arguments) {
    try {
        const bool terminal = ::isatty(STDOUT_FILENO) == 1;
        const std::string control = variable("KLIKCTL_CONTROL");
        const int code =
            klik::ctl::run(argument_count, arguments,
                           {.control = control.empty() ? variable("KLIK_CONTROL") : control,
                            .live = variable("KLIKCTL_LIVE"),
                            .key = variable("KLIK_KEY"),
                            .data = variable("KLIK_DATA"),
                            .server_key = variable("KLIK_SERVER_KEY")},
                           {.out = std::cout,
                            .err = std::cerr,
                            .colour = terminal && variable("NO_COLOR").empty(),
                            .progress = ::isatty(STDERR_FILENO) == 1,
                            .width_columns = terminal ? terminal_columns() : std::nullopt});
        if (!std::cout.flush()) {
            std::cerr << "klikctl: the output could not be written\n";
            return klik::ctl::exit_code::refused_input;
        }
        return code;
    } catch (const std::exception& failure) {
        std::cerr << "klikctl: " << failure.what() << '\n';
        return klik::ctl::exit_code::refused_input;
    }
}
