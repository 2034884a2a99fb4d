#pragma once

#include "domain/problem.hpp"
#include "simulation/random.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::simulation {

/// The machine ends here: thrown out of whatever klikd is doing.
struct Crash {};

enum class DiskFault {
    none,
    sync_fails,     ///< EIO
    full,           ///< ENOSPC after a part of the write
    crash_in_write, ///< after a part of it
    crash_in_sync
};

/// Files of which only what was synced is sure to be there after a crash. Of what was not, each
/// sector by itself was written, lost, or torn at any byte, so that later writes may be there
/// without earlier ones.
class Disk {
  public:
    /// `lies`: a sync does nothing and says that all is well.
    Disk(Random& random, bool lies) : random_{&random}, lies_{lies} {}

    /// Meets the next write or sync that it can meet, once.
    void arm(DiskFault fault) { armed_ = fault; }

    [[nodiscard]] const std::string& bytes(const std::string& file) { return files_[file].seen; }
    [[nodiscard]] domain::Result<void> write(const std::string& file, std::size_t offset,
                                             std::string_view bytes);
    [[nodiscard]] domain::Result<void> sync(const std::string& file);
    /// Durable at once; for a tail that is no good.
    void cut(const std::string& file, std::size_t size);

    void crash();
    /// One bit of what is durable, if there is anything; only while nothing runs.
    void flip_a_bit();
    /// The operator puts back the copy from before the flip.
    void restore_copy();
    /// What stands there is used: the copy from before the flip is of no use any more.
    void forget_copy() { copy_.reset(); }
    [[nodiscard]] bool flipped() const { return copy_.has_value(); }

    [[nodiscard]] std::uint64_t failed() const { return failed_; }

  private:
    struct Write {
        std::size_t offset;
        std::string bytes;
    };
    struct File {
        std::string durable;
        std::string seen; ///< by whoever reads before a crash
        std::vector<Write> unsynced;
    };
    [[nodiscard]] bool meets(DiskFault fault);
    void write_by_chance(File& file);

    Random* random_;
    bool lies_;
    DiskFault armed_ = DiskFault::none;
    std::map<std::string, File> files_;
    std::optional<std::map<std::string, File>> copy_;
    std::uint64_t failed_ = 0;
};

} // namespace klik::simulation
