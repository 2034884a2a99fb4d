#include "daemon/health.hpp"

#include "codec/utf8.hpp"

#include <fmt/core.h>

#include <algorithm>
#include <chrono>
#include <optional>

namespace klik::daemon {

namespace {

constexpr const char* ok = "ok";
constexpr const char* warning = "warning";
constexpr const char* failed = "failed";

HealthFinding municipality(const HealthBasis& basis) {
    const auto& tasks = basis.state.tasks;
    const auto open =
        std::ranges::count_if(tasks, [](const auto& entry) { return entry.second.task.open(); });
    const std::string who = fmt::format("{} {}", basis.state.municipality.value, basis.name);
    return {"municipality",
            ok,
            who,
            who,
            {{"tasks", tasks.size()}, {"open_tasks", static_cast<std::uint64_t>(open)}}};
}

HealthFinding journal(const HealthBasis& basis) {
    const std::map<std::string, std::uint64_t> counters{{"records", basis.state.head.value}};
    if (basis.batch.read_only()) {
        const std::string why = basis.batch.why_read_only().text;
        return {"journal", failed, "read_only: " + why, "der kan ikke skrives (read_only): " + why,
                counters};
    }
    return {"journal", ok, "every answer to an input is on disk",
            "alt, hvad der er kvitteret for, er på disken", counters};
}

struct Sentence {
    std::string english;
    std::string danish;
};

/// What is missing of the source; empty for nothing.
Sentence missing_of(const std::string& name, const engine::Source& source) {
    const std::string who = codec::printable(name);
    for (const auto& [epoch, count] : source.counts) {
        if (!count.gaps.empty()) {
            const auto& gap = count.gaps.begin()->second;
            const std::string since = domain::rfc3339(gap.noticed.utc);
            return {fmt::format("facts {} to {} of {} never came here, since {}; a complete set "
                                "from it would cover them",
                                gap.first.value, gap.last.value, who, since),
                    fmt::format("fakta {} til {} fra {} er aldrig kommet hertil, opdaget "
                                "{}; et fuldstændigt sæt fra den ville dække dem",
                                gap.first.value, gap.last.value, who, since)};
        }
        if (count.tail) {
            const std::string since = domain::rfc3339(count.tail->noticed.utc);
            return {fmt::format("{} began to count anew at {}, and nobody knows what it told last "
                                "before; a complete set from it would cover that",
                                who, since),
                    fmt::format("{} begyndte at tælle forfra {}, og ingen ved, hvad den sidst "
                                "meddelte før det; et fuldstændigt sæt fra den ville dække det",
                                who, since)};
        }
    }
    return {};
}

/// Longer than a weekend; so has the example of an alert rule.
constexpr std::chrono::days longest_silence{3};

/// When the last published fact that was new came; nothing before the first.
std::optional<domain::UtcTime> last_published(const engine::State& state) {
    std::optional<domain::UtcTime> last;
    for (const auto& [name, source] : state.sources) {
        for (const auto& [epoch, count] : source.counts) {
            last = std::max(last, std::optional{count.last_at.utc});
        }
    }
    return last;
}

/// Where nothing is missing and nothing was refused.
HealthFinding sound_platform(const HealthBasis& basis,
                             std::map<std::string, std::uint64_t> counters) {
    const auto last = last_published(basis.state);
    if (!last) {
        return {"platform", ok, "no platform has published anything yet",
                "ingen platform har udsendt noget endnu", std::move(counters)};
    }
    const std::string since = domain::rfc3339(*last);
    if (!basis.virtual_clock && basis.now - *last > longest_silence) {
        return {"platform", warning,
                "no platform has published anything since " + since +
                    "; look at whether it still does, and whether klikd listens at its endpoint",
                "ingen platform har udsendt noget siden " + since +
                    "; se efter, om den stadig gør det, og om klikd lytter på dens endepunkt",
                std::move(counters)};
    }
    return {"platform", ok,
            "nothing that was published is missing or was refused; the last of it came at " + since,
            "intet af det, der er udsendt, mangler eller er blevet afvist; det seneste kom " +
                since,
            std::move(counters)};
}

HealthFinding platform(const HealthBasis& basis) {
    std::map<std::string, std::uint64_t> counters{{"gaps", 0}, {"missing", 0}};
    for (const char* name : {"facts", "duplicates", "quarantined", "unknown_keys"}) {
        const auto found = basis.counters.find(name);
        counters.emplace(name, found == basis.counters.end() ? 0 : found->second);
    }
    Sentence missing;
    for (const auto& [name, source] : basis.state.sources) {
        counters["missing"] += engine::missing_facts(source);
        counters["gaps"] += engine::open_gaps(source);
        if (missing.english.empty()) {
            missing = missing_of(name, source);
        }
    }
    if (!missing.english.empty()) {
        return {"platform", warning, missing.english, missing.danish, counters};
    }
    if (counters["quarantined"] > 0) {
        return {"platform", warning, "messages of a platform were refused",
                "meddelelser fra en platform er blevet afvist", counters};
    }
    return sound_platform(basis, std::move(counters));
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
                fmt::format("er fuld, og hvad der herefter afvises, bliver ikke gemt; der er plads "
                            "til højst {} meddelelser og {} byte. Prøv nogle igen, eller slet dem",
                            limits.messages, limits.bytes),
                counters};
    }
    if (totals.messages > 0) {
        return {"quarantine", warning,
                fmt::format("refused messages of a platform wait to be retried or dropped, for at "
                            "most {} {}",
                            limits.age.count(), limits.age.count() == 1 ? "day" : "days"),
                fmt::format("afviste meddelelser fra en platform venter på at blive prøvet igen "
                            "eller slettet, i højst {} {}",
                            limits.age.count(), limits.age.count() == 1 ? "dag" : "dage"),
                counters};
    }
    return {"quarantine", ok, "nothing is kept", "intet er gemt", counters};
}

HealthFinding clock(const HealthBasis& basis) {
    const std::string time = domain::rfc3339(basis.now);
    if (!basis.virtual_clock && basis.state.now.utc > basis.now) {
        return {"clock",
                warning,
                fmt::format("{}, before the journal's {}: time stands still until it is caught up",
                            time, domain::rfc3339(basis.state.now.utc)),
                fmt::format("{}, før journalens {}: tiden står stille, indtil den er indhentet",
                            time, domain::rfc3339(basis.state.now.utc)),
                {}};
    }
    return {"clock",
            ok,
            (basis.virtual_clock ? "virtual " : "real ") + time,
            (basis.virtual_clock ? "virtuelt " : "virkeligt ") + time,
            {}};
}

Sentence words_of(const PluginStatus& plugin) {
    using enum PluginStatus::State;
    switch (plugin.state) {
    case runs:
        return {fmt::format("{} runs", plugin.name), fmt::format("{} kører", plugin.name)};
    case runs_again:
        return {
            fmt::format("{} runs again; it had ended by itself, {}", plugin.name, plugin.why),
            fmt::format("{} kører igen; det var endt af sig selv, {}", plugin.name, plugin.why_da)};
    case waits:
        return {fmt::format("{} has ended ({}) and is started again soon", plugin.name, plugin.why),
                fmt::format("{} er endt ({}) og startes snart igen", plugin.name, plugin.why_da)};
    case given_up:
        return {fmt::format("{} finds its configuration wrong ({}) and is not started again before "
                            "SIGHUP; klikd's log has what it said",
                            plugin.name, plugin.why),
                fmt::format("{} finder sin konfiguration forkert ({}) og startes først igen ved "
                            "SIGHUP; klikds log har, hvad det skrev",
                            plugin.name, plugin.why_da)};
    case ended:
        break;
    }
    return {fmt::format("{} has ended, because klikd ends", plugin.name),
            fmt::format("{} er endt, fordi klikd slutter", plugin.name)};
}

HealthFinding plugin(const PluginStatus& status) {
    using enum PluginStatus::State;
    auto words = words_of(status);
    bool well = status.state == runs || status.state == ended;
    if (status.warning) {
        const auto at = domain::rfc3339(domain::UtcTime{status.warning->at});
        words.english += fmt::format("; at {} it said: {}", at, status.warning->line);
        words.danish += fmt::format("; {} skrev det: {}", at, status.warning->line);
        well = well && !status.warning->is_error;
    }
    return {
        "plugin",
        status.state == given_up ? failed
        : well                   ? ok
                                 : warning,
        words.english,
        words.danish,
        {{"process", static_cast<std::uint64_t>(status.pid)}, {"restarts", status.starts_again}}};
}

} // namespace

std::vector<HealthFinding> health_of(const HealthBasis& basis) {
    std::vector<HealthFinding> findings{
        municipality(basis),
        journal(basis),
        platform(basis),
        quarantine(basis),
        {"rules", ok, basis.state.rules.name, basis.state.rules.name, {}},
        {"clients",
         ok,
         "streams that are open, messages that a client did not take, and those that were refused "
         "because it sent too much",
         "åbne strømme, meddelelser, som en klient ikke tog imod, og dem, der blev afvist, fordi "
         "den sendte for meget",
         {{"open_streams", basis.open_streams},
          {"undelivered", basis.undelivered},
          {"refused_as_busy", basis.refused_as_busy}}},
        clock(basis)};
    std::ranges::transform(basis.plugins, std::back_inserter(findings), plugin);
    return findings;
}

} // namespace klik::daemon
