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

/// Most fields of a task come from one fact: its time stands once, and those of the others by name.
void write_fields(MapWriter& map, const domain::Task& task) {
    const domain::UtcTime as_of = task.fields.usual_time();
    write_instant(map, "as_of_ms", as_of);
    map.map("fields", [&](MapWriter& fields) {
        task.fields.each([&](domain::TaskField field, const domain::DatedValueView& told) {
            write_field_value(fields, domain::describe(field).name, told.value);
        });
    });
    map.map("others_as_of_ms", [&](MapWriter& others) {
        task.fields.each([&](domain::TaskField field, const domain::DatedValueView& told) {
            if (told.as_of != as_of) {
                write_instant(others, domain::describe(field).name, told.as_of);
            }
        });
    });
}

void read_fields(MapReader& map, domain::Task& task) {
    const domain::UtcTime as_of = read_instant(map.required("as_of_ms"));
    MapReader fields{map.required("fields")};
    MapReader others{map.required("others_as_of_ms")};
    domain::FieldTable<domain::DatedValue> told;
    told.reserve(fields.size());
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        if (const auto field = fields.optional(description.name)) {
            const auto other = others.optional(description.name);
            told.set(description.field, {read_field_value(*field, description.shape),
                                         other ? read_instant(*other) : as_of});
        }
    }
    task.fields = domain::DatedFields{told};
    fields.close();
    others.close();
}

void write_standing(MapWriter& map, const engine::PublishedStanding& standing) {
    map.count("revision", standing.revision);
    map.count("neighbours", standing.neighbours);
    write_safe_finish(map, standing.latest_safe_finish);
    map.text("colour", domain::canonical(standing.colour));
    map.flag("ready", standing.ready);
}

engine::PublishedStanding read_standing(const Value& value) {
    engine::PublishedStanding standing;
    MapReader map{value};
    standing.revision = map.required("revision").count();
    standing.neighbours = map.required("neighbours").count();
    standing.latest_safe_finish = read_safe_finish(map);
    standing.colour = map.required("colour").word(colour_word);
    standing.ready = map.required("ready").flag();
    map.close();
    return standing;
}

} // namespace

void write_task(MapWriter& map, const domain::Task& task) {
    map.number("number", task.number);
    map.count("revision", task.revision);
    write_fields(map, task);
    write_unknown(map, "unknown", task.unknown);
    write_local_edges(map, task.local_prerequisites);
}

domain::Task read_task(const Value& value) {
    domain::Task task;
    MapReader map{value};
    task.number = map.required("number").number();
    task.revision = map.required("revision").count();
    read_fields(map, task);
    task.unknown = domain::FlatMap<std::string, std::string>{read_unknown(map.required("unknown"))};
    task.local_prerequisites = read_local_edges(map);
    map.close();
    return task;
}

void write_local_edges(MapWriter& map, const domain::FlatSet<domain::TaskNumber>& prerequisites) {
    if (!prerequisites.empty()) {
        map.numbers("local_prerequisites", prerequisites);
    }
}

domain::FlatSet<domain::TaskNumber> read_local_edges(MapReader& map) {
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
    entry.standing = read_standing(map.required("standing"));
    entry.published = domain::Sequence{map.required("published").count()};
    map.close();
    return entry;
}

} // namespace klik::codec
