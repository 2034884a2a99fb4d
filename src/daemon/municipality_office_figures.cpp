// What an office tells the metrics; the rest of it is in municipality_office.cpp.

#include "daemon/municipality_office.hpp"

#include <algorithm>

namespace klik::daemon {

namespace {

double seconds_since_1970(domain::UtcTime time) {
    return std::chrono::duration<double>(time.time_since_epoch()).count();
}

void add_sources(const engine::State& state, MunicipalityFigures& figures) {
    for (const auto& [name, source] : state.sources) {
        figures.gaps_open += engine::open_gaps(source);
        figures.facts_missing += engine::missing_facts(source);
        for (const auto& [epoch, count] : source.counts) {
            figures.last_fact_at =
                std::max(figures.last_fact_at.value_or(0), seconds_since_1970(count.last_at.utc));
        }
    }
}

} // namespace

MunicipalityFigures MunicipalityOffice::figures() {
    const auto& state = desk_.state();
    const auto counted = [&counters = desk_.counters()](const char* name) {
        const auto found = counters.find(name);
        return found == counters.end() ? 0 : found->second;
    };
    MunicipalityFigures figures;
    figures.code = settings_.code.value;
    figures.counts = desk_.counts();
    figures.facts_taken = counted("facts");
    figures.facts_duplicate = counted("duplicates");
    figures.facts_quarantined = counted("quarantined");
    figures.facts_refused = counted("refused");
    add_sources(state, figures);
    figures.tasks = state.tasks.size();
    const auto quarantine = desk_.quarantine_health();
    figures.quarantined_messages = quarantine.totals.messages;
    figures.quarantined_bytes = quarantine.totals.bytes;
    figures.quarantine_not_kept = quarantine.not_kept;
    figures.open_streams = sessions_.open_streams();
    figures.undelivered = control_.undelivered();
    figures.refused_as_busy = gate_.refused_as_busy();
    lags_.look(*journal_, state, sessions_.kinds_of_streams(),
               desk_.moment(time_.clock->now()).utc);
    figures.journal_read_errors = log_.read_errors();
    figures.durable_names = lags_.names();
    figures.lags = lags_.lags();
    return figures;
}

} // namespace klik::daemon
