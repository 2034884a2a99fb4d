#pragma once

#include <sys/types.h>

#include <csignal>
#include <string>
#include <vector>

namespace klik::bench {

/// Starts a program, waits for its end, and says whether that was a good one. What it prints is
/// dropped.
[[nodiscard]] bool succeeds(const std::vector<std::string>& command);

/// A program beside us, ended with the object.
class Child {
  public:
    /// `environment`: what it gets beside our own, as NAME=VALUE. `end_signal` asks it to end.
    /// Throws where it cannot be started.
    explicit Child(const std::vector<std::string>& command,
                   const std::vector<std::string>& environment = {}, int end_signal = SIGTERM);
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// A line of its standard output; throws at its end.
    [[nodiscard]] std::string line();
    /// Processor time up to now of all its threads and of the processes below it, in seconds.
    [[nodiscard]] double processor_s() const;
    /// The most memory that was its own at once, in bytes.
    [[nodiscard]] std::size_t peak_bytes() const;
    /// What it and the processes below it have now, in bytes; what they share counts once.
    [[nodiscard]] std::size_t shared_bytes() const;

  private:
    pid_t pid_ = -1;
    int end_signal_;
    int output_ = -1;
    std::string read_;
};

} // namespace klik::bench
