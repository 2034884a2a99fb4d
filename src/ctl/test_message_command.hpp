#pragma once

#include "ctl/invocation.hpp"

#include <chrono>
#include <string>

namespace klik::ctl {

/// What is known of a trial on its way.
struct TrialOutcome {
    std::string outcome{}; ///< as reported: `delivered`, `deferred`, ...; empty: nothing came
    std::string detail{};  ///< the server's words, or empty
    bool may_read = true;  ///< false: the key is not told

    /// A trial that is tried again is none of these yet.
    [[nodiscard]] bool is_final() const;
};

/// In words, to be read after waiting for so long.
[[nodiscard]] std::string trial_text(const TrialOutcome& trial, const std::string& person,
                                     std::chrono::seconds waited, const Console& console);

[[nodiscard]] int trial_exit_code(const TrialOutcome& trial);

/// `klikctl test-message`
void add_test_message_command(CLI::App& program, Invocation& invocation);

} // namespace klik::ctl
