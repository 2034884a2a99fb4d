#include "daemon/health.hpp"

#include "codec/utf8.hpp"

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

/// In one sentence, what is missing of the first source that something is missing of.
std::string missing_of(const std::string& name, const engine::Source& source) {
    for (const auto& [epoch, count] : source.counts) {
        if (!count.gaps.empty()) {
            const auto& gap = count.gaps.begin()->second;
            return fmt::format("facts {} to {} of {} never came here, since {}; a complete set "
                               "from it would cover them",
                               gap.first.value, gap.last.value, codec::printable(name),
                               domain::rfc3339(gap.noticed.utc));
        }
        if (count.tail) {
            return fmt::format("{} began to count anew at {}, and nobody knows what it told last "
                               "before; a complete set from it would cover that",
                               codec::printable(name), domain::rfc3339(count.tail->noticed.utc));
        }
    }
    return {};
}

HealthFinding platform(const HealthBasis& basis) {
    std::map<std::string, std::uint64_t> counters{{"gaps", 0}, {"missing", 0}};
    for (const char* name : {"facts", "duplicates", "quarantined", "unknown_keys"}) {
        const auto found = basis.counters.find(name);
        counters.emplace(name, found == basis.counters.end() ? 0 : found->second);
    }
    std::string missing;
    for (const auto& [name, source] : basis.state.sources) {
        counters["missing"] += engine::missing_facts(source);
        counters["gaps"] += engine::open_gaps(source);
        if (missing.empty()) {
            missing = missing_of(name, source);
        }
    }
    if (!missing.empty()) {
        return {"platform", warning, missing, counters};
    }
    if (counters["quarantined"] > 0) {
        return {"platform", warning, "messages of a platform were refused", counters};
    }
    return {"platform", ok, "nothing that was published is missing or was refused", counters};
}

HealthFinding quarantine(const HealthBasis& basis) {
    const auto& [totals, limits, not_kept, full] = basis.quarantine;
    const std::map<std::string, std::uint64_t> counters{
        {"messages", totals.messages}, {"bytes", totals.bytes}, {"not_kept", not_kept}};
    if (full || totals.messages >= limits.messages) {
        return {"quarantine", warning,
                fmt::format("is full, and what is refused from now on is not kept; it holds at "
                            "most {} messages and {} bytes. Retry or drop some",
                            limits.messages, limits.bytes),
                counters};
    }
    if (totals.messages > 0) {
        return {"quarantine", warning,
                fmt::format("refused messages of a platform wait to be retried or dropped, for at "
                            "most {} days",
                            limits.age.count()),
                counters};
    }
    return {"quarantine", ok, "nothing is kept", counters};
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
        quarantine(basis),
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
