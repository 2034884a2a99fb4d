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

    [[nodiscard]] const std::string& bytes(const std::string& file) {
        return files_[file].seen.bytes;
    }
    [[nodiscard]] bool has(const std::string& file) const;
    [[nodiscard]] domain::Result<void> write(const std::string& file, std::size_t offset,
                                             std::string_view bytes);
    [[nodiscard]] domain::Result<void> sync(const std::string& file);
    /// Durable with the file's next sync, as `remove`.
    void truncate(const std::string& file, std::size_t size);
    void remove(const std::string& file);
    /// All removals so far are durable.
    void sync_folder();
    /// Durable at once, as `cut`, which is for a tail that is no good.
    void rename(const std::string& from, const std::string& to);
    void cut(const std::string& file, std::size_t size);

    /// Whoever writes is gone from now on: nothing reaches the disk any more until `go_on` or
    /// `crash`.
    void stop() { stopped_ = true; }
    [[nodiscard]] bool stopped() const { return stopped_; }
    /// Only the process had ended: all that was written is still there to be read.
    void go_on() { stopped_ = false; }
    /// The machine had ended.
    void crash();
    /// One bit of what is durable, if there is anything; only while nothing runs.
    void flip_a_bit();
    /// The operator puts back the copy from before the flip.
    void restore_copy();
    /// What stands there is used: the copy from before the flip is of no use any more.
    void forget_copy() { copy_.reset(); }
    [[nodiscard]] bool flipped() const { return copy_.has_value(); }
    /// Also when that is used by now.
    [[nodiscard]] bool may_have_a_flipped_bit() const { return bit_flipped_; }

    [[nodiscard]] std::uint64_t failed() const { return failed_; }

  private:
    enum class ChangeKind { write, truncation, removal };
    struct Change {
        ChangeKind kind;
        std::size_t offset; ///< of a truncation the new size
        std::string bytes;
    };
    struct Image {
        bool there = false;
        std::string bytes;
        void take(const Change& change);
        friend bool operator==(const Image&, const Image&) = default;
    };
    struct File {
        Image durable;
        Image seen; ///< by whoever reads before the machine ends
        std::vector<Change> unsynced;
    };
    [[nodiscard]] bool meets(DiskFault fault);
    void change(const std::string& file, Change change);
    void write_by_chance(File& file);

    Random* random_;
    bool lies_;
    DiskFault armed_ = DiskFault::none;
    bool stopped_ = false;
    bool bit_flipped_ = false; ///< since the start, or since the copy is back
    std::map<std::string, File> files_;
    std::optional<std::map<std::string, File>> copy_;
    std::uint64_t failed_ = 0;
};

} // namespace klik::simulation
