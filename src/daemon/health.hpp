#pragma once

#include "daemon/quarantine.hpp"
#include "daemon/supervised_plugin.hpp"
#include "engine/state.hpp"

#include <map>
#include <string>
#include <vector>

namespace klik::daemon {

/// One line of `query health`.
struct HealthFinding {
    std::string subject;
    std::string state; ///< `ok`, `warning` or `failed`
    std::string text;
    std::string text_da; ///< the same in Danish
    std::map<std::string, std::uint64_t> counters;
};

struct HealthBasis {
    const std::string& name; ///< of the municipality
    const engine::State& state;
    const std::map<std::string, std::uint64_t>& counters; ///< of the desk
    const GroupCommit& batch;
    std::size_t open_streams{};
    std::uint64_t undelivered{};
    domain::UtcTime now;
    bool virtual_clock = false;
    std::uint64_t refused_as_busy = 0;
    QuarantineHealth quarantine{};
    std::vector<PluginStatus> plugins{};
};

/// What is well and what is not, for `query health`. The first finding names the municipality:
/// `9999 Korsbæk Kommune`.
[[nodiscard]] std::vector<HealthFinding> health_of(const HealthBasis& basis);

} // namespace klik::daemon
