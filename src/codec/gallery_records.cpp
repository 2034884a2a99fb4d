#include "codec/gallery_records.hpp"

#include "codec/fact_identity_data.hpp"
#include "codec/gallery_data.hpp"

namespace klik::codec {
namespace {

void write_said(MapWriter& map, const domain::AssignmentSaid& said) {
    if (said.primary) {
        map.flag("primary", *said.primary);
    }
    if (said.projects) {
        map.texts("projects", *said.projects);
    }
    if (said.absent_from) {
        map.date("absent_from", *said.absent_from);
    }
    if (said.absent_until) {
        map.date("absent_until", *said.absent_until);
    }
    if (said.addressed) {
        map.flag("addressed", *said.addressed);
    }
}

std::optional<std::optional<domain::Date>> read_day_if_said(MapReader& map, std::string_view key) {
    const auto value = map.optional(key);
    if (!value) {
        return std::nullopt;
    }
    return value->is_nil() ? std::optional<domain::Date>{} : std::optional{value->date()};
}

domain::AssignmentSaid read_recorded_said(MapReader& map) {
    domain::AssignmentSaid said;
    if (const auto primary = map.optional("primary")) {
        said.primary = primary->flag();
    }
    if (const auto projects = map.optional("projects")) {
        auto& names = said.projects.emplace();
        projects->each([&](const Value& name) { names.emplace(name.text()); });
    }
    said.absent_from = read_day_if_said(map, "absent_from");
    said.absent_until = read_day_if_said(map, "absent_until");
    if (const auto addressed = map.optional("addressed")) {
        said.addressed = addressed->flag();
    }
    return said;
}

} // namespace

void write_role_assigned(MapWriter& map, const engine::RoleAssigned& assigned) {
    write_fact(map, assigned.fact, assigned.via);
    write_assignment(map, assigned.assignment);
    map.map("said", [&](MapWriter& inner) { write_said(inner, assigned.said); });
    map.flag("readdressed", assigned.readdressed);
    map.flag("applied", assigned.applied);
    write_unknown_if_any(map, "unknown_attributes", assigned.unknown_attributes);
    write_unknown_if_any(map, "unknown", assigned.unknown);
}

engine::RoleAssigned read_role_assigned(MapReader& map) {
    engine::RoleAssigned assigned;
    assigned.fact = read_fact(map);
    assigned.via = map.required("via").text();
    assigned.assignment = read_assignment(map);
    MapReader said{map.required("said")};
    assigned.said = read_recorded_said(said);
    said.close();
    assigned.readdressed = map.required("readdressed").flag();
    assigned.applied = map.required("applied").flag();
    assigned.unknown_attributes = read_unknown_if_any(map, "unknown_attributes");
    assigned.unknown = read_unknown_if_any(map, "unknown");
    return assigned;
}

void write_role_ended(MapWriter& map, const engine::RoleEnded& ended) {
    write_fact(map, ended.fact, ended.via);
    write_assignment(map, ended.assignment);
    map.flag("whole", ended.whole);
    write_unknown_if_any(map, "unknown_attributes", ended.unknown_attributes);
    write_unknown_if_any(map, "unknown", ended.unknown);
}

engine::RoleEnded read_role_ended(MapReader& map) {
    return {.fact = read_fact(map),
            .via = std::string{map.required("via").text()},
            .assignment = read_assignment(map),
            .whole = map.required("whole").flag(),
            .unknown_attributes = read_unknown_if_any(map, "unknown_attributes"),
            .unknown = read_unknown_if_any(map, "unknown")};
}

void write_gallery_loaded(MapWriter& map, const engine::GalleryLoaded& loaded) {
    map.map("file", [&](MapWriter& inner) { write_gallery_file(inner, loaded.file); });
    map.texts("readdressed", loaded.readdressed,
              [](const domain::PersonId& person) -> std::string_view { return person.value; });
}

engine::GalleryLoaded read_gallery_loaded(MapReader& map) {
    engine::GalleryLoaded loaded{read_gallery_file(map.required("file")), {}};
    map.required("readdressed").each([&](const Value& person) {
        loaded.readdressed.insert(domain::PersonId{std::string{person.text()}});
    });
    return loaded;
}

} // namespace klik::codec
