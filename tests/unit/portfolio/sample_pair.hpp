#pragma once

#include "portfolio/plan.hpp"

#include <string>
#include <utility>

namespace klik::portfolio::sample {

/// Statuses and dates both ways, all else outwards.
inline Mapping sample_mapping() {
    Mapping mapping;
    mapping.projects = {{"DUBU 3.0", "portfolio"}};
    for (const auto field : {Field::title, Field::description, Field::priority, Field::start_date,
                             Field::assignee, Field::phase, Field::theme, Field::prerequisites}) {
        mapping.fields[field] = {};
    }
    mapping.fields[Field::status] = {Direction::both, Conflict::klik_wins};
    mapping.fields[Field::due_date] = {Direction::both, Conflict::klik_wins};
    mapping.statuses = {{"not_started", "Planned"},
                        {"blocked", "Waiting"},
                        {"in_progress", "Running"},
                        {"completed", "Done"},
                        {"not_relevant", "Cancelled"}};
    mapping.statuses_in = {{"Testing", "in_progress"}};
    mapping.priorities = {{"Anbefalet opgave", "Normal"}, {"Obligatorisk", "High"}};
    mapping.people = {{"p7", "ida"}};
    return mapping;
}

inline common::Task sample_task() {
    common::Task task;
    task.number = 121850;
    task.title = "Nedsæt en projektgruppe";
    task.project = "DUBU 3.0";
    task.phase = "Opstart";
    task.theme = "Ledelse";
    task.priority = "Anbefalet opgave";
    task.goal = "Alle ved, hvem der gør hvad.";
    task.status = "not_started";
    task.assignee = "p7";
    task.start = common::date_from_iso("2024-02-05");
    task.due = common::date_from_iso("2024-03-04");
    task.prerequisites = {121840};
    task.revision = 3;
    task.changed = common::time_from_rfc3339("2024-02-01T08:00:00.250Z").value();
    return task;
}

inline Known sample_known() {
    Known known;
    known.people = {{"5", "ida", "Ida Berg", ""}, {"6", "bo", "Bo Dam", "Bo@kommune.dk"}};
    known.emails = {{"p8", "bo@kommune.dk"}};
    known.numbers = {121840, 121850, 121860};
    return known;
}

/// As it is when the mapping shows the task.
inline Item item_of(const Mapping& mapping, const common::Task& task, const Known& known) {
    Item item;
    item.id = "17";
    item.project = "portfolio";
    item.number = task.number;
    item.fields = shown_in_tool(mapping, task, known);
    item.version = "1";
    item.changed = common::time_from_rfc3339("2024-02-01T08:00:00Z").value();
    return item;
}

} // namespace klik::portfolio::sample
