#pragma once

#include "bench/child.hpp"
#include "bench/line.hpp"
#include "support/temporary_folder.hpp"

#include <chrono>
#include <cstdint>
#include <memory>
#include <string>

namespace klik::bench {

struct Programs {
    std::string bench; ///< this program, which is the relay as well
    std::string klikd;
    std::string slow_sync; ///< the library that makes each sync of a disk slower
};

struct Road {
    bool curve = false;
    std::chrono::milliseconds added_to_a_sync{0};
};

/// A line with something in the middle of it.
class Contestant {
  public:
    explicit Contestant(std::uint32_t tasks, bool curve);
    virtual ~Contestant() = default;
    Contestant(const Contestant&) = delete;
    Contestant& operator=(const Contestant&) = delete;

    [[nodiscard]] Line& line() { return *line_; }
    [[nodiscard]] const Child& child() const { return *child_; }
    /// Of all that it consists of, up to now.
    [[nodiscard]] virtual double processor_s() const { return child_->processor_s(); }
    /// The most memory that was seen.
    [[nodiscard]] virtual std::size_t peak_bytes() const { return child_->peak_bytes(); }

  protected:
    [[nodiscard]] const LineKeys* keys() const { return keys_.get(); }
    void begin(std::unique_ptr<Child> child, const std::string& outlet);

    klik::test::TemporaryFolder folder_;

  private:
    std::unique_ptr<LineKeys> keys_; ///< none without CURVE
    std::unique_ptr<Line> line_;
    std::unique_ptr<Child> child_;
};

/// The limit.
class RelayAtLine : public Contestant {
  public:
    RelayAtLine(const Programs& programs, std::uint32_t tasks, const Road& road);
};

/// What klikd's `ready` line says of the first municipality, such as `control`.
[[nodiscard]] std::string word_of_ready_line(const std::string& line, const std::string& name);

/// klikd as a municipality runs it, on a journal of its own.
class KlikdAtLine : public Contestant {
  public:
    KlikdAtLine(const Programs& programs, std::uint32_t tasks, const Road& road);

    [[nodiscard]] const std::string& control() const { return control_; }

  private:
    std::string control_;
    [[nodiscard]] std::string config();
    [[nodiscard]] std::string config_of_curve();
};

} // namespace klik::bench
