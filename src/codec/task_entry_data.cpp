#include "codec/task_entry_data.hpp"

#include "codec/deadline_data.hpp"
#include "codec/field_values.hpp"
#include "codec/outbox_data.hpp"
#include "codec/stored_time.hpp"
#include "codec/task_view_data.hpp"

namespace klik::codec {
namespace {

void write_deadline_of(MapWriter& map, const engine::Deadline& deadline) {
    map.maps("spent", deadline.spent, [](MapWriter& inner, const auto& spent) {
        inner.date("due", spent.first);
        inner.texts("steps", spent.second);
    });
    write_outlook(map, deadline);
}

engine::Deadline read_deadline_of(const Value& value) {
    engine::Deadline deadline;
    MapReader map{value};
    map.required("spent").each([&](const Value& element) {
        MapReader spent{element};
        auto& steps = deadline.spent[spent.required("due").reckoned_date()];
        spent.required("steps").each([&](const Value& step) { steps.emplace(step.text()); });
        spent.close();
    });
    read_outlook(map, deadline);
    map.close();
    return deadline;
}

} // namespace

void write_task(MapWriter& map, const domain::Task& task) {
    map.number("number", task.number);
    map.text("origin", canonical(task.origin));
    map.count("revision", task.revision);
    map.map("fields", [&](MapWriter& fields) {
        for (const domain::FieldDescription& description : domain::field_descriptions()) {
            if (const auto* field = task[description.field]) {
                fields.map(description.name, [&](MapWriter& dated) {
                    write_field_value(dated, "value", field->value);
                    write_instant(dated, "as_of_ms", field->as_of);
                });
            }
        }
    });
    write_unknown(map, "unknown", task.unknown);
    write_local_edges(map, task.local_prerequisites);
}

domain::Task read_task(const Value& value) {
    domain::Task task;
    MapReader map{value};
    task.number = map.required("number").number();
    task.origin = map.required("origin").word(origin_word);
    task.revision = map.required("revision").count();
    MapReader fields{map.required("fields")};
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        if (const auto field = fields.optional(description.name)) {
            MapReader dated{*field};
            domain::FieldValue said = read_field_value(dated.required("value"), description.shape);
            task.fields.set(description.field,
                            {std::move(said), read_instant(dated.required("as_of_ms"))});
            dated.close();
        }
    }
    fields.close();
    task.unknown = read_unknown(map.required("unknown"));
    task.local_prerequisites = read_local_edges(map);
    map.close();
    return task;
}

void write_local_edges(MapWriter& map, const std::set<domain::TaskNumber>& prerequisites) {
    if (!prerequisites.empty()) {
        map.numbers("local_prerequisites", {prerequisites.begin(), prerequisites.end()});
    }
}

std::set<domain::TaskNumber> read_local_edges(MapReader& map) {
    const auto value = map.optional("local_prerequisites");
    const auto numbers = value ? value->numbers() : std::vector<domain::TaskNumber>{};
    return {numbers.begin(), numbers.end()};
}

void write_task_entry(MapWriter& map, const engine::TaskEntry& entry) {
    map.map("task", [&](MapWriter& task) { write_task(task, entry.task); });
    map.map("deadline", [&](MapWriter& deadline) { write_deadline_of(deadline, entry.deadline); });
    map.maps("told_conditions", entry.told_conditions, write_told_condition);
    map.texts("told", entry.told);
    map.flag("told_ready", entry.told_ready);
    write_instant(map, "open_since_ms", entry.open_since);
    map.map("standing", [&](MapWriter& standing) { write_standing(standing, entry.standing); });
    map.count("published", entry.published.value);
}

engine::TaskEntry read_task_entry(const Value& value) {
    engine::TaskEntry entry;
    MapReader map{value};
    entry.task = read_task(map.required("task"));
    entry.deadline = read_deadline_of(map.required("deadline"));
    map.required("told_conditions").each([&](const Value& told) {
        entry.told_conditions.push_back(read_told_condition(told));
    });
    map.required("told").each([&](const Value& key) { entry.told.emplace(key.text()); });
    entry.told_ready = map.required("told_ready").flag();
    entry.open_since = read_instant(map.required("open_since_ms"));
    MapReader standing{map.required("standing")};
    entry.standing = read_standing(standing);
    standing.close();
    entry.published = domain::Sequence{map.required("published").count()};
    map.close();
    return entry;
}

} // namespace klik::codec
