#pragma once

#include "simulation/disk.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace klik::simulation {

/// Frames one after the other in the file `log`, and in `head`, in two slots in turn, how many of
/// them are durable. A frame is synced before the slot that counts it: what the head counts and
/// cannot be read is damage, and what is behind it is a tail that nobody was told of.
class LogFile {
  public:
    /// `damaged` where a counted frame is not what was written. `checks` is false only for the
    /// defect of that name.
    [[nodiscard]] static domain::Result<LogFile> open(Disk& disk, bool checks = true);

    [[nodiscard]] const std::vector<std::string>& frames() const { return frames_; }
    /// Durable when it returns without a problem. After a problem there is no second try.
    [[nodiscard]] domain::Result<void> append(std::string frame);

  private:
    explicit LogFile(Disk& disk) : disk_{&disk} {}
    [[nodiscard]] domain::Result<void> write_head();

    Disk* disk_;
    std::vector<std::string> frames_;
    std::size_t end_ = 0;
};

} // namespace klik::simulation
