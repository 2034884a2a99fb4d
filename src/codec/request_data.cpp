#include "codec/request_data.hpp"

#include "codec/field_values.hpp"

namespace klik::codec {

void write_request(MapWriter& map, const engine::RequestChange& request, std::string_view via) {
    map.text("request", request.id);
    map.number("number", request.number);
    map.map("change", [&](MapWriter& change) {
        for (const auto& [field, value] : request.change) {
            write_field_value(change, domain::describe(field).name, value);
        }
    });
    if (request.base_revision) {
        map.count("base_revision", *request.base_revision);
    } else {
        map.nil("base_revision");
    }
    if (request.actor) {
        map.text("actor", request.actor->value);
    } else {
        map.nil("actor");
    }
    map.text("via", via);
    map.texts("lineage", request.lineage);
    map.text("reason", request.reason);
}

engine::RequestChange read_request(MapReader& map) {
    engine::RequestChange request;
    request.id = map.required("request").text();
    request.number = map.required("number").number();
    MapReader change{map.required("change")};
    change.each_unread([&](std::string_view name, const Value& value) {
        if (const auto field = domain::task_field(name)) {
            request.change.emplace(*field, read_field_value(value, domain::describe(*field).shape));
        } else {
            value.refuse("not a field of a task");
        }
    });
    if (const Value revision = map.required("base_revision"); !revision.is_nil()) {
        request.base_revision = revision.count();
    }
    if (const Value actor = map.required("actor"); !actor.is_nil()) {
        request.actor = domain::PersonId{std::string{actor.text()}};
    }
    map.required("lineage").each(
        [&](const Value& event) { request.lineage.emplace_back(event.text()); });
    request.reason = map.required("reason").text();
    return request;
}

void write_violations(MapWriter& map, std::string_view key,
                      const std::vector<engine::Violation>& violations) {
    map.maps(key, violations, [](MapWriter& inner, const engine::Violation& violation) {
        inner.text("rule", violation.rule);
        inner.text("text", violation.text);
        inner.numbers("blocked_by", violation.blocked_by);
    });
}

std::vector<engine::Violation> read_violations(const Value& value) {
    std::vector<engine::Violation> violations;
    value.each([&](const Value& element) {
        MapReader map{element};
        violations.push_back({.rule = std::string{map.required("rule").text()},
                              .text = std::string{map.required("text").text()},
                              .blocked_by = map.required("blocked_by").numbers()});
        map.close();
    });
    return violations;
}

void write_conclusion(MapWriter& map, const engine::RequestConcluded& conclusion) {
    map.text("request", conclusion.request);
    map.text("via", conclusion.via);
    map.number("number", conclusion.number);
    map.text("outcome", engine::canonical(conclusion.outcome));
    map.text("reason", conclusion.reason);
    write_violations(map, "violations", conclusion.violations);
}

engine::RequestConcluded read_conclusion(MapReader& map) {
    return {.request = std::string{map.required("request").text()},
            .via = std::string{map.required("via").text()},
            .number = map.required("number").number(),
            .outcome = map.required("outcome").word(engine::outcome),
            .reason = std::string{map.required("reason").text()},
            .violations = read_violations(map.required("violations"))};
}

} // namespace klik::codec
