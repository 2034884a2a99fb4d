#pragma once

#include "daemon/descriptor.hpp"
#include "domain/problem.hpp"

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace klik::daemon {

/// How a plugin is run; docs/plugins.md is the contract.
struct PluginCommand {
    std::string name;
    std::filesystem::path program;
    std::vector<std::string> arguments;   ///< without the program
    std::vector<std::string> environment; ///< all of it, each `NAME=value`
    std::filesystem::path state_folder;   ///< absolute
};

/// How a process has ended.
struct ProcessEnd {
    int code = 0;   ///< its exit code where it ended by itself
    int signal = 0; ///< what ended it otherwise; 0 for nothing

    /// `exit code 2`, `signal KILL`.
    [[nodiscard]] std::string words() const;
    [[nodiscard]] std::string words_da() const;
    friend bool operator==(const ProcessEnd&, const ProcessEnd&) = default;
};

/// A plugin's process in a process group of its own, without any descriptor of ours but three: a
/// standard input that nothing is written to and that ends with us, and one pipe for standard
/// output and error. What is left of the group is killed with the object, and when the process
/// itself has ended.
class PluginProcess {
  public:
    static constexpr std::size_t output_at_once = std::size_t{64} << 10U;

    [[nodiscard]] static domain::Result<PluginProcess> start(const PluginCommand& command);
    ~PluginProcess();
    PluginProcess(PluginProcess&& other) noexcept;
    PluginProcess& operator=(PluginProcess&&) = delete;
    PluginProcess(const PluginProcess&) = delete;
    PluginProcess& operator=(const PluginProcess&) = delete;

    [[nodiscard]] pid_t pid() const { return pid_; }
    /// Readable once it has ended.
    [[nodiscard]] int end_descriptor() const { return end_.number(); }
    /// Readable when it has written something; below zero once it has closed its output.
    [[nodiscard]] int output_descriptor() const { return output_.number(); }

    /// What it wrote, `output_at_once` at most; empty when nothing waits.
    [[nodiscard]] std::string read_output();
    /// To all of the group.
    void send(int signal) const;
    /// Once, when it has ended.
    [[nodiscard]] std::optional<ProcessEnd> take_end();

  private:
    PluginProcess(pid_t pid, Descriptor end, Descriptor input, Descriptor output);

    pid_t pid_; ///< 0 once it is gone
    Descriptor end_;
    Descriptor input_;
    Descriptor output_;
};

} // namespace klik::daemon
