#pragma once

#include <cstddef>
#include <cstdint>

namespace klik::daemon {

/// Each connection is an open file, and the usual soft limit of 1024 is there for programs that
/// know no better. Raises it to the hard limit and gives what then holds.
[[nodiscard]] std::uint64_t raise_file_limit();

/// Files for the sockets of so many municipalities, and a thousand connections.
[[nodiscard]] std::uint64_t files_needed(std::size_t municipalities);

/// Says in the log when the limit, raised, is not enough for that.
void prepare_for_many_connections(std::size_t municipalities);

} // namespace klik::daemon
