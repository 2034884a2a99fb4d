#include "daemon/file_limit.hpp"

#include <spdlog/spdlog.h>
#include <sys/resource.h>

namespace klik::daemon {

std::uint64_t raise_file_limit() {
    rlimit limit{};
    if (getrlimit(RLIMIT_NOFILE, &limit) != 0) {
        return 0;
    }
    const rlimit raised{.rlim_cur = limit.rlim_max, .rlim_max = limit.rlim_max};
    return setrlimit(RLIMIT_NOFILE, &raised) == 0 ? raised.rlim_cur : limit.rlim_cur;
}

std::uint64_t files_needed(std::size_t municipalities) {
    // A socket has a listener and a mailbox; the rest are the journal's files, the log and such.
    constexpr std::uint64_t of_a_municipality = 4;
    constexpr std::uint64_t connections = 1000;
    constexpr std::uint64_t others = 100;
    return of_a_municipality * municipalities + connections + others;
}

void prepare_for_many_connections(std::size_t municipalities) {
    const auto limit = raise_file_limit();
    const auto needed = files_needed(municipalities);
    if (limit < needed) {
        spdlog::warn("[K104] at most {} files can be open; {} municipalities with a thousand "
                     "connections need {}. Raise the hard limit (LimitNOFILE, ulimit -Hn)",
                     limit, municipalities, needed);
    }
}

} // namespace klik::daemon
