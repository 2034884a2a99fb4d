#include "codec/journal_data.hpp"

#include "codec/deadline_data.hpp"
#include "codec/fact_identity_data.hpp"
#include "codec/field_values.hpp"
#include "codec/rule_set_data.hpp"

namespace klik::codec {
void write_observed(MapWriter& map, const engine::TaskObserved& observed) {
    write_fact(map, observed.fact, observed.via);
    map.number("number", observed.observation.number);
    map.map("fields", [&](MapWriter& fields) {
        observed.observation.fields.each([&](domain::TaskField field, const auto& value) {
            write_field_value(fields, domain::describe(field).name, value);
        });
    });
    write_unknown(map, "unknown", observed.observation.unknown);
    write_field_names(map, "taken", observed.taken);
    write_field_names(map, "stale", observed.stale);
    map.flag("changed", observed.changed);
    write_unknown_if_any(map, "unknown_attributes", observed.unknown_attributes);
}

engine::TaskObserved read_observed(MapReader& map) {
    engine::TaskObserved observed;
    observed.fact = read_fact(map);
    observed.via = map.required("via").text();
    observed.observation.number = map.required("number").number();
    MapReader fields{map.required("fields")};
    for (const domain::FieldDescription& description : domain::field_descriptions()) {
        if (const auto value = fields.optional(description.name)) {
            observed.observation.fields.set(description.field,
                                            read_field_value(*value, description.shape));
        }
    }
    fields.close();
    observed.observation.unknown = read_unknown(map.required("unknown"));
    observed.taken = read_field_names(map.required("taken"));
    observed.stale = read_field_names(map.required("stale"));
    observed.changed = map.required("changed").flag();
    observed.unknown_attributes = read_unknown_if_any(map, "unknown_attributes");
    return observed;
}

void write_removal_observed(MapWriter& map, const engine::TaskRemovalObserved& removal) {
    write_fact(map, removal.fact, removal.via);
    map.number("number", removal.number);
    map.flag("applied", removal.applied);
    write_unknown_if_any(map, "unknown_attributes", removal.unknown_attributes);
    write_unknown_if_any(map, "unknown", removal.unknown);
}

engine::TaskRemovalObserved read_removal_observed(MapReader& map) {
    return {.fact = read_fact(map),
            .via = std::string{map.required("via").text()},
            .number = map.required("number").number(),
            .applied = map.required("applied").flag(),
            .unknown_attributes = read_unknown_if_any(map, "unknown_attributes"),
            .unknown = read_unknown_if_any(map, "unknown")};
}

void write_set_started(MapWriter& map, const engine::SetStarted& started) {
    write_fact(map, started.fact, started.via);
    map.text("set", started.set);
    map.text("project", started.project);
    write_unknown_if_any(map, "unknown_attributes", started.unknown_attributes);
    write_unknown_if_any(map, "unknown", started.unknown);
}

engine::SetStarted read_set_started(MapReader& map) {
    return {.fact = read_fact(map),
            .via = std::string{map.required("via").text()},
            .set = std::string{map.required("set").text()},
            .project = std::string{map.required("project").text()},
            .unknown_attributes = read_unknown_if_any(map, "unknown_attributes"),
            .unknown = read_unknown_if_any(map, "unknown")};
}

void write_set_ended(MapWriter& map, const engine::SetEnded& ended) {
    write_fact(map, ended.fact, ended.via);
    map.text("set", ended.set);
    map.text("project", ended.project);
    map.count("count", ended.count);
    map.text("incomplete", ended.incomplete);
    write_unknown_if_any(map, "unknown_attributes", ended.unknown_attributes);
    write_unknown_if_any(map, "unknown", ended.unknown);
}

engine::SetEnded read_set_ended(MapReader& map) {
    return {.fact = read_fact(map),
            .via = std::string{map.required("via").text()},
            .set = std::string{map.required("set").text()},
            .project = std::string{map.required("project").text()},
            .count = map.required("count").count(),
            .incomplete = std::string{map.required("incomplete").text()},
            .unknown_attributes = read_unknown_if_any(map, "unknown_attributes"),
            .unknown = read_unknown_if_any(map, "unknown")};
}

void write_fact_repeated(MapWriter& map, const engine::FactRepeated& repeated) {
    write_fact(map, repeated.fact, repeated.via);
}

engine::FactRepeated read_fact_repeated(MapReader& map) {
    return {.fact = read_fact(map), .via = std::string{map.required("via").text()}};
}

void write_local_edge(MapWriter& map, const engine::LocalEdgeChanged& edge) {
    write_fact(map, edge.fact, edge.via);
    map.number("number", edge.number);
    map.number("prerequisite", edge.prerequisite);
    map.flag("waits", edge.waits);
}

engine::LocalEdgeChanged read_local_edge(MapReader& map) {
    return {.fact = read_fact(map),
            .via = std::string{map.required("via").text()},
            .number = map.required("number").number(),
            .prerequisite = map.required("prerequisite").number(),
            .waits = map.required("waits").flag()};
}

void write_rules_loaded(MapWriter& map, const engine::RulesLoaded& loaded) {
    map.map("rules", [&](MapWriter& inner) { write_rule_set(inner, loaded.rules); });
    map.text("toml", loaded.toml);
}

engine::RulesLoaded read_rules_loaded(MapReader& map) {
    return {.rules = read_rule_set(map.required("rules")),
            .toml = std::string{map.required("toml").text()}};
}

void write_deadline(MapWriter& map, const engine::DeadlineScheduled& scheduled) {
    map.number("number", scheduled.number);
    map.date("due", scheduled.due);
    map.texts("spent", scheduled.spent);
    write_outlook(map, scheduled);
}

engine::DeadlineScheduled read_deadline(MapReader& map) {
    engine::DeadlineScheduled scheduled;
    scheduled.number = map.required("number").number();
    scheduled.due = read_reckoned_date(map.required("due"));
    map.required("spent").each([&](const Value& step) { scheduled.spent.emplace(step.text()); });
    read_outlook(map, scheduled);
    return scheduled;
}

} // namespace klik::codec
