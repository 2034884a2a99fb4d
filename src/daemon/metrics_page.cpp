#include "daemon/metrics_page.hpp"

#include "daemon/metric_page_writer.hpp"

#include <array>
#include <system_error>

namespace klik::daemon {

namespace {

using enum prometheus::MetricType;
using Municipality = MunicipalityFigures;

double seconds(std::chrono::milliseconds time) {
    return std::chrono::duration<double>(time).count();
}

/// What cannot be measured is not there.
void add_journal_files(MetricPageWriter& page, const std::filesystem::path& folder) {
    std::uint64_t bytes = 0;
    bool there = false;
    for (const char* name : {"journal.db", "journal.db-wal"}) {
        std::error_code failure;
        const auto size = std::filesystem::file_size(folder / name, failure);
        bytes += failure ? 0 : size;
        there = there || !failure;
    }
    page.begin(Gauge, "klikd_journal_bytes", "Size of the journal's file and its write-ahead log.");
    if (there) {
        page.add({}, bytes);
    }
    std::error_code failure;
    const auto disk = std::filesystem::space(folder, failure);
    page.begin(Gauge, "klikd_journal_disk_free_bytes",
               "Room that klikd can use on the disk of the journal.");
    if (!failure) {
        page.add({}, static_cast<std::uint64_t>(disk.available));
    }
    page.begin(Gauge, "klikd_journal_disk_bytes", "Size of the disk of the journal.");
    if (!failure) {
        page.add({}, static_cast<std::uint64_t>(disk.capacity));
    }
}

void add_service(MetricPageWriter& page, const MetricsBasis& basis) {
    const auto& [identity, last_round, figures] = basis;
    page.begin(Gauge, "klikd_build_info", "The klikd that runs, always 1.");
    page.add({{"version", identity.version}, {"engine", identity.engine}}, true);
    page.begin(Gauge, "process_start_time_seconds", "When klikd was started, since 1970.");
    page.add({}, seconds(identity.started.time_since_epoch()));
    page.begin(Gauge, "klikd_last_progress_timestamp_seconds",
               "When the loop last came to the end of a round, since 1970.");
    page.add({}, seconds(last_round.time_since_epoch()));
    page.begin(Gauge, "klikd_read_only", "1 while the journal takes nothing (K120).");
    page.add({}, figures.read_only);
    page.begin(Gauge, "klikd_clock_offset_seconds",
               "How far the journal's time is ahead of the clock (K150); 0 when it is not.");
    page.add({}, seconds(figures.clock_offset));
    page.begin(Counter, "klikd_connections_refused_total",
               "Connections that CURVE turned away (K165).");
    page.add({}, figures.connections_refused);
    page.begin(Gauge, "klikd_reload_refused",
               "1 while the files are not in force that were read last, because of a mistake "
               "(K131, K133, K162).");
    page.add({{"what", "rules"}}, figures.reloads_refused.rules);
    page.add({{"what", "roles"}}, figures.reloads_refused.roles);
    page.add({{"what", "keys"}}, figures.reloads_refused.keys);
    add_journal_files(page, identity.data_dir);
    page.begin(Histogram, "klikd_journal_sync_seconds",
               "Time that it took to make a batch durable.");
    page.add(figures.commits.sync_seconds);
    page.begin(Histogram, "klikd_batch_facts", "New facts in a batch.");
    page.add(figures.commits.facts);
    page.begin(Histogram, "klikd_batch_records", "Records in a batch.");
    page.add(figures.commits.records);
}

/// What each municipality has by one number.
struct Column {
    prometheus::MetricType type;
    const char* name;
    const char* help;
    std::uint64_t Municipality::* value;
};
constexpr std::array<Column, 11> columns{{
    {Gauge, "klikd_tasks", "Tasks that are known.", &Municipality::tasks},
    {Gauge, "klikd_gaps_open", "Holes in what sources counted (K141), unknown tails among them.",
     &Municipality::gaps_open},
    {Gauge, "klikd_facts_missing", "Facts that lie in those holes.", &Municipality::facts_missing},
    {Gauge, "klikd_quarantined_messages", "Refused messages of platforms that are kept.",
     &Municipality::quarantined_messages},
    {Gauge, "klikd_quarantined_bytes", "Bytes of the refused messages that are kept.",
     &Municipality::quarantined_bytes},
    {Counter, "klikd_quarantine_not_kept_total",
     "Refused messages that found no room in the quarantine (K143).",
     &Municipality::quarantine_not_kept},
    {Gauge, "klikd_open_streams", "Durable streams that are open.", &Municipality::open_streams},
    {Gauge, "klikd_clients", "Durable names that have a place in the journal.",
     &Municipality::durable_names},
    {Counter, "klikd_answers_not_taken_total", "Messages that a client did not take.",
     &Municipality::undelivered},
    {Counter, "klikd_messages_refused_as_busy_total",
     "Messages that were refused because a client sent too much (K164).",
     &Municipality::refused_as_busy},
    {Counter, "klikd_journal_read_errors_total",
     "Reads of the journal for a stream that failed (K112).", &Municipality::journal_read_errors},
}};

void add_state(MetricPageWriter& page, const MetricsFigures& figures) {
    for (const auto& column : columns) {
        page.begin(column.type, column.name, column.help);
        for (const auto& each : figures.municipalities) {
            page.add({{"municipality", each.code}}, each.*column.value);
        }
    }
    page.begin(Gauge, "klikd_platform_last_fact_timestamp_seconds",
               "When the last fact of a platform came, since 1970, by klikd's clock.");
    for (const auto& each : figures.municipalities) {
        if (each.last_fact_at) {
            page.add({{"municipality", each.code}}, *each.last_fact_at);
        }
    }
}

void add_facts(MetricPageWriter& page, const MetricsFigures& figures) {
    page.begin(Counter, "klikd_facts_total", "Facts that came, by what became of them.");
    for (const auto& each : figures.municipalities) {
        const auto add = [&](const char* outcome, std::uint64_t count) {
            page.add({{"municipality", each.code}, {"outcome", outcome}}, count);
        };
        add("taken", each.facts_taken);
        add("duplicate", each.facts_duplicate);
        add("quarantined", each.facts_quarantined);
        add("refused", each.facts_refused);
    }
    page.begin(Counter, "klikd_events_total",
               "Records of the journal, by what they are published "
               "as.");
    for (const auto& each : figures.municipalities) {
        for (std::size_t i = 0; i < each.counts.events.size(); ++i) {
            const auto kind = canonical(static_cast<engine::EventKind>(i));
            page.add({{"municipality", each.code}, {"kind", std::string{kind}}},
                     each.counts.events.at(i));
        }
    }
}

/// Of all municipalities together: with theirs there would be ten thousand samples.
void add_decided(MetricPageWriter& page, const MetricsFigures& figures) {
    DeskTally::Counts all;
    for (const auto& each : figures.municipalities) {
        all.add(each.counts);
    }
    page.begin(Counter, "klikd_notifications_total",
               "Items of notifications, by kind and by what became of them.");
    for (std::size_t i = 0; i < all.notices.size(); ++i) {
        const auto kind = canonical(static_cast<domain::NotificationKind>(i));
        for (std::size_t j = 0; j < notice_outcome_count; ++j) {
            const auto outcome = canonical(static_cast<NoticeOutcome>(j));
            page.add({{"kind", std::string{kind}}, {"outcome", std::string{outcome}}},
                     all.notices.at(i).at(j));
        }
    }
    page.begin(Counter, "klikd_decisions_total",
               "Decisions on requests, by outcome and by the reason's code.");
    for (const auto& [decision, count] : all.decisions) {
        page.add({{"outcome", std::string{canonical(decision.first)}},
                  {"reason", decision.second.empty() ? "none" : decision.second}},
                 count);
    }
}

void add_clients(MetricPageWriter& page, const MetricsFigures& figures) {
    const auto labels = [](const Municipality& each, const ClientLag& lag) {
        return MetricLabels{{"municipality", each.code}, {"client", lag.name}};
    };
    page.begin(Gauge, "klikd_client_lag_records",
               "Records of the journal from what the client acknowledged to the last that is for "
               "it.");
    for (const auto& each : figures.municipalities) {
        for (const auto& lag : each.lags) {
            page.add(labels(each, lag), lag.records);
        }
    }
    page.begin(Gauge, "klikd_client_oldest_undelivered_seconds",
               "Age of the first event that the client has not acknowledged.");
    for (const auto& each : figures.municipalities) {
        for (const auto& lag : each.lags) {
            page.add(labels(each, lag), seconds(lag.oldest));
        }
    }
}

void add_plugins(MetricPageWriter& page, const MetricsFigures& figures) {
    const auto add = [&](auto type, const char* name, const char* help,
                         auto PluginFigures::* value) {
        page.begin(type, name, help);
        for (const auto& plugin : figures.plugins) {
            page.add({{"plugin", plugin.name}}, plugin.*value);
        }
    };
    add(Gauge, "klikd_plugin_up", "1 while the plugin's process runs.", &PluginFigures::up);
    add(Gauge, "klikd_plugin_given_up",
        "1 when the plugin finds its configuration wrong and is not started again (K193).",
        &PluginFigures::given_up);
    add(Gauge, "klikd_plugin_warning", "1 while the plugin says that something is wrong.",
        &PluginFigures::warns);
    add(Counter, "klikd_plugin_restarts_total", "Starts of the plugin after the first (K192).",
        &PluginFigures::starts_again);
}

} // namespace

std::vector<prometheus::MetricFamily> metrics_page(const MetricsBasis& basis) {
    MetricPageWriter page;
    add_service(page, basis);
    add_facts(page, basis.figures);
    add_decided(page, basis.figures);
    add_state(page, basis.figures);
    add_clients(page, basis.figures);
    add_plugins(page, basis.figures);
    return page.take();
}

} // namespace klik::daemon
