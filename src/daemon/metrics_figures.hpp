#pragma once

#include "daemon/client_lags.hpp"
#include "daemon/tally.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace klik::daemon {

/// One municipality's part.
struct MunicipalityFigures {
    std::string code;
    DeskTally::Counts counts;
    std::uint64_t facts_taken = 0;
    std::uint64_t facts_duplicate = 0;    ///< known already
    std::uint64_t facts_quarantined = 0;  ///< of platforms, refused
    std::uint64_t facts_refused = 0;      ///< of clients
    std::optional<double> last_fact_at{}; ///< seconds since 1970, of what platforms published
    std::uint64_t tasks = 0;
    std::uint64_t gaps_open = 0;
    std::uint64_t facts_missing = 0;
    std::uint64_t quarantined_messages = 0;
    std::uint64_t quarantined_bytes = 0;
    std::uint64_t quarantine_not_kept = 0;
    std::uint64_t open_streams = 0;
    std::uint64_t undelivered = 0; ///< messages that clients did not take
    std::uint64_t refused_as_busy = 0;
    std::uint64_t journal_read_errors = 0;
    std::uint64_t durable_names = 0; ///< also those that `lags` leaves out
    std::vector<ClientLag> lags;
};

struct PluginFigures {
    std::string name;
    bool up = false;
    bool given_up = false;
    bool warns = false; ///< it said that something is wrong and has not taken it back
    std::uint64_t starts_again = 0;
};

/// Whether the last reload of a kind of file was refused.
struct ReloadsRefused {
    bool rules = false;
    bool roles = false;
    bool keys = false;
};

/// What klikd tells of itself at a moment: a copy of plain values that any thread may read while
/// the loop goes on.
struct MetricsFigures {
    CommitTally commits;
    bool read_only = false;
    std::chrono::milliseconds clock_offset{}; ///< the journal's time is ahead of the clock
    std::uint64_t connections_refused = 0;
    ReloadsRefused reloads_refused;
    std::vector<MunicipalityFigures> municipalities;
    std::vector<PluginFigures> plugins;
};

} // namespace klik::daemon
