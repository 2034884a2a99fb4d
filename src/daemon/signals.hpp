#pragma once

#include "domain/problem.hpp"

#include <optional>

namespace klik::daemon {

enum class Signal { end, reload };

/// SIGTERM, SIGINT and SIGHUP as something to read. Made before any thread, so that none is
/// interrupted.
class Signals {
  public:
    [[nodiscard]] static domain::Result<Signals> block();
    ~Signals();
    Signals(Signals&& other) noexcept;
    Signals& operator=(Signals&&) = delete;
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

    [[nodiscard]] int descriptor() const { return descriptor_; }
    /// The next one that has come, without waiting.
    [[nodiscard]] std::optional<Signal> next();

  private:
    explicit Signals(int descriptor) : descriptor_{descriptor} {}

    int descriptor_;
};

} // namespace klik::daemon
