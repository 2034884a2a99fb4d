#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

namespace klik::bench {

/// A program beside us, ended with the object.
class Child {
  public:
    /// `environment`: what it gets beside our own, as NAME=VALUE. Throws where it cannot be
    /// started.
    explicit Child(const std::vector<std::string>& command,
                   const std::vector<std::string>& environment = {});
    ~Child();
    Child(const Child&) = delete;
    Child& operator=(const Child&) = delete;

    /// A line of its standard output; throws at its end.
    [[nodiscard]] std::string line();
    /// Processor time of all its threads up to now, in seconds.
    [[nodiscard]] double processor_s() const;
    /// The most memory that was its own at once, in bytes.
    [[nodiscard]] std::size_t peak_bytes() const;

  private:
    pid_t pid_ = -1;
    int output_ = -1;
    std::string read_;
};

} // namespace klik::bench
