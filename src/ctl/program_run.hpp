#pragma once

#include <optional>
#include <string>
#include <vector>

namespace klik::ctl {

struct ProgramRun {
    int exit_code = 0;  ///< 128 and the number for the end by a signal
    std::string output; ///< what it wrote to standard output and error, in the order it did
};

/// Runs a program, found as the shell finds it, to its end; nothing where it cannot be started.
[[nodiscard]] std::optional<ProgramRun> run_program(std::vector<std::string> words);

/// The lines of an output, without their ends.
[[nodiscard]] std::vector<std::string> lines_in(const std::string& output);

} // namespace klik::ctl
