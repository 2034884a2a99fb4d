#include "codec/query_rows.hpp"

#include "codec/field_values.hpp"
#include "codec/payload_writer.hpp"
#include "codec/rule_values.hpp"
#include "codec/task_view_data.hpp"
#include "domain/prerequisites.hpp"
#include "domain/reminder_ladder.hpp"
#include "engine/task_view.hpp"

namespace klik::codec {
namespace {

using domain::TaskField;

/// The one field that never leaves the daemon, docs/rules.md 2.
bool may_leave(TaskField field) {
    return field != TaskField::internal_notes;
}

std::vector<TaskField> those_that_may_leave(std::vector<TaskField> fields) {
    std::erase_if(fields, [](TaskField field) { return !may_leave(field); });
    return fields;
}

void write_prose(MapWriter& map, const domain::Task& task) {
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        const auto field = task[description.field];
        if (field && !description.in_state && may_leave(description.field)) {
            write_field_value(map, description.name, field->value);
        }
    }
}

void write_field_times(MapWriter& map, const domain::Task& task) {
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        const auto field = task[description.field];
        if (field && may_leave(description.field)) {
            map.time(description.name, field->as_of);
        }
    }
}

void write_deadline_row(MapWriter& map, const engine::Deadline& deadline) {
    map.map("spent", [&](MapWriter& spent) {
        for (const auto& [due, steps] : deadline.spent) {
            spent.texts(domain::iso_date(due), steps);
        }
    });
    map.date("next_run", deadline.run_on);
    map.date("colour_on", deadline.colour_on);
}

/// The steps of the ladder before the due date that is in force, spent or not.
std::vector<domain::LadderStep> reminders_of(const engine::State& state, const domain::Task& task) {
    const auto due = task.due_date();
    if (!due || !task.open()) {
        return {};
    }
    constexpr std::chrono::days longest_step{2000}; // 730 working days, however many holidays
    return domain::ReminderLadder(*due, state.rules.of(task)).between(*due - longest_step, *due);
}

void write_reminders_of(MapWriter& map, const engine::State& state, const domain::Task& task) {
    map.maps("reminders", reminders_of(state, task),
             [](MapWriter& reminder, const domain::LadderStep& step) {
                 reminder.text("step", step.name);
                 reminder.date("on", step.on);
             });
    map.text("run_at", time_text(state.rules.run_at));
}

void write_fact_of(MapWriter& map, const engine::TaskObserved& observed) {
    map.text("source", observed.fact.source);
    map.text("id", observed.fact.id);
    map.time("time", observed.fact.time);
    map.text("via", observed.via);
    map.number("number", observed.observation.number);
    map.flag("changed", observed.changed);
    const std::vector<TaskField> taken = those_that_may_leave(observed.taken);
    write_field_names(map, "taken", taken);
    write_field_names(map, "stale", those_that_may_leave(observed.stale));
    map.map("values", [&](MapWriter& values) {
        for (const TaskField field : taken) {
            if (const auto* value = observed.observation[field]) {
                write_field_value(values, domain::describe(field).name, *value);
            }
        }
    });
}

} // namespace

std::string task_row(const engine::State& state, const engine::TaskEntry& entry) {
    return write_map([&](MapWriter& map) {
        write_task_view(map, state.municipality, engine::published_view(state, entry));
    });
}

std::string task_detail_row(const engine::State& state, const engine::TaskEntry& entry) {
    const domain::TaskLookup tasks = engine::lookup_in(state);
    return write_map([&](MapWriter& map) {
        write_task_view(map, state.municipality, engine::published_view(state, entry));
        write_prose(map, entry.task);
        map.numbers("local_prerequisites", entry.task.local_prerequisites);
        map.map("unknown", [&](MapWriter& unknown) {
            for (const auto& [name, value] : entry.task.unknown) {
                unknown.raw(name, value);
            }
        });
        map.map("as_of", [&](MapWriter& times) { write_field_times(times, entry.task); });
        write_deadline_row(map, entry.deadline);
        write_reminders_of(map, state, entry.task);
        map.numbers("cycle", domain::prerequisite_cycle(entry.task, tasks));
        map.numbers("unknown_prerequisites", domain::unknown_prerequisites(entry.task, tasks));
    });
}

std::string history_row(const Record& record, const engine::Event& event) {
    return write_map([&](MapWriter& map) {
        map.sequence("sequence", record.sequence);
        map.time("time", record.at.utc);
        map.text("type", record.type);
        map.text("kind", engine::canonical(record.kind));
        map.text("subject", record.subject);
        map.sequence("cause", record.cause);
        if (const auto* observed = std::get_if<engine::TaskObserved>(&event.body)) {
            map.map("data", [&](MapWriter& data) { write_fact_of(data, *observed); });
        } else {
            map.raw("data", record.data);
        }
    });
}

std::string project_row(const ProgressOf& of, const engine::Progress& progress) {
    return write_map([&](MapWriter& map) {
        map.text("row", of.group ? "group" : "project");
        map.text("project", of.project);
        if (of.group) {
            map.text("phase", of.group->first);
            map.text("theme", of.group->second);
        } else {
            map.nil("phase");
            map.nil("theme");
        }
        map.count("tasks", progress.tasks);
        map.count("open", progress.open);
        map.count("completed", progress.completed);
        if (const auto percent = progress.completed_percent()) {
            map.count("completed_percent", *percent);
        } else {
            map.nil("completed_percent");
        }
        map.count("not_relevant", progress.not_relevant);
        map.count("green", progress.green);
        map.count("yellow", progress.yellow);
        map.count("red", progress.red);
        map.count("blocked", progress.blocked);
        map.date("next_due_date", progress.next_due_date);
        map.maps("next_deadlines", progress.next_deadlines,
                 [](MapWriter& deadline, const engine::TaskEntry* entry) {
                     deadline.date("due_date", entry->task.due_date());
                     deadline.number("number", entry->task.number);
                     deadline.text("title", entry->task.text(TaskField::title));
                     deadline.text("colour", canonical(entry->standing.colour));
                 });
        map.count("requests_waiting", progress.requests_waiting);
        map.count("requests_unanswered", progress.requests_unanswered);
    });
}

std::string person_row(const domain::PersonId& id, std::string_view name, std::string_view email,
                       std::string_view language) {
    return write_map([&](MapWriter& map) {
        map.text("id", id.value);
        map.text("name", name);
        map.text("email", email);
        map.text("language", language);
    });
}

std::string health_row(const HealthRow& row) {
    return write_map([&](MapWriter& map) {
        map.text("subject", row.subject);
        map.text("state", row.state);
        map.text("text", row.text);
        map.text("text_da", row.text_da);
        map.map("counters", [&](MapWriter& inner) {
            for (const auto& [name, value] : row.counters) {
                inner.count(name, value);
            }
        });
    });
}

} // namespace klik::codec
