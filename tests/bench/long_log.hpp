#pragma once

#include <cstdint>
#include <string>

namespace klik::bench {

/// A journal as a municipality has it after many years.
struct LongLog {
    std::uint32_t tasks = 1'000'000;
    std::uint64_t older_records = 10'000'000; ///< up to the snapshot, at least
    std::uint64_t tail_records = 100'000;     ///< behind it, at least
};

struct LongLogMade {
    std::uint64_t records = 0;
    std::uint64_t published = 0; ///< of these
};

/// Makes it in a new folder, for municipality 9999 at `crowd_moment`.
[[nodiscard]] LongLogMade make_long_log(const std::string& folder, const LongLog& log);

} // namespace klik::bench
