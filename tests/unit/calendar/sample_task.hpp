#pragma once

#include "common/task.hpp"

#include <initializer_list>

namespace klik::calendar::sample {

inline common::Date date(const char* iso) {
    return common::date_from_iso(iso).value();
}

inline common::Time time(const char* rfc3339) {
    return common::time_from_rfc3339(rfc3339).value();
}

/// Open, due on Monday 4 March 2024, with the ladder of the default rules.
inline common::Task sample_task() {
    common::Task task;
    task.municipality = "9999";
    task.number = 130101;
    task.title = "Nedsæt en projektgruppe";
    task.project = "DUBU 3.0";
    task.phase = "Fase 1: Opstart";
    task.theme = "Ledelse";
    task.priority = "Anbefalet opgave";
    task.goal = "Alle ved, hvem der gør hvad.";
    task.status = "not_started";
    task.colour = "yellow";
    task.start = date("2024-02-05");
    task.due = date("2024-03-04");
    for (const char* day : {"2024-02-19", "2024-02-26", "2024-03-01"}) {
        task.reminders.push_back({date(day), std::chrono::hours{8}});
    }
    task.revision = 3;
    task.changed = time("2024-02-01T08:00:00Z");
    return task;
}

} // namespace klik::calendar::sample
