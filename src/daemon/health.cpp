#include "daemon/health.hpp"

#include <fmt/core.h>

#include <algorithm>

namespace klik::daemon {

namespace {

constexpr const char* ok = "ok";
constexpr const char* warning = "warning";
constexpr const char* failed = "failed";

HealthFinding municipality(const HealthBasis& basis) {
    const auto& tasks = basis.state.tasks;
    const auto open =
        std::ranges::count_if(tasks, [](const auto& entry) { return entry.second.task.open(); });
    return {"municipality",
            ok,
            fmt::format("{} {}", basis.state.municipality.value, basis.name),
            {{"tasks", tasks.size()}, {"open_tasks", static_cast<std::uint64_t>(open)}}};
}

HealthFinding journal(const HealthBasis& basis) {
    const std::map<std::string, std::uint64_t> counters{{"records", basis.state.head.value}};
    if (basis.batch.read_only()) {
        return {"journal", failed, "read_only: " + basis.batch.why_read_only().text, counters};
    }
    return {"journal", ok, "every answer to an input is on disk", counters};
}

HealthFinding platform(const HealthBasis& basis) {
    const auto count = [&](const std::string& name) {
        const auto found = basis.counters.find(name);
        return found == basis.counters.end() ? std::uint64_t{0} : found->second;
    };
    std::map<std::string, std::uint64_t> counters;
    for (const char* name : {"facts", "duplicates", "gaps", "quarantined", "unknown_keys"}) {
        counters.emplace(name, count(name));
    }
    if (count("gaps") > 0) {
        return {"platform", warning, "facts that a platform published never came here", counters};
    }
    if (count("quarantined") > 0) {
        return {"platform", warning, "messages of a platform were refused", counters};
    }
    return {"platform", ok, "nothing that was published is missing or was refused", counters};
}

HealthFinding clock(const HealthBasis& basis) {
    const std::string time = domain::rfc3339(basis.now);
    if (!basis.virtual_clock && basis.state.now.utc > basis.now) {
        return {"clock",
                warning,
                fmt::format("{}, before the journal's {}: time stands still until it is caught up",
                            time, domain::rfc3339(basis.state.now.utc)),
                {}};
    }
    return {"clock", ok, (basis.virtual_clock ? "virtual " : "real ") + time, {}};
}

} // namespace

std::vector<HealthFinding> health_of(const HealthBasis& basis) {
    return {
        municipality(basis),
        journal(basis),
        platform(basis),
        {"rules", ok, basis.state.rules.name, {}},
        {"clients",
         ok,
         "streams that are open, messages that a client did not take, and those that were refused "
         "because it sent too much",
         {{"open_streams", basis.open_streams},
          {"undelivered", basis.undelivered},
          {"refused_as_busy", basis.refused_as_busy}}},
        clock(basis)};
}

} // namespace klik::daemon
