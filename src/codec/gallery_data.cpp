#include "codec/gallery_data.hpp"

#include "codec/stored_time.hpp"

#include <string>
#include <utility>

namespace klik::codec {
namespace {

using domain::PersonId;
using domain::Role;

void write_terms(MapWriter& map, const domain::AssignmentTerms& terms) {
    map.flag("primary", terms.primary);
    map.texts("projects", terms.projects);
}

domain::AssignmentTerms read_terms(MapReader& map) {
    domain::AssignmentTerms terms{map.required("primary").flag(), {}};
    map.required("projects").each([&](const Value& name) { terms.projects.emplace(name.text()); });
    return terms;
}

void write_absence(MapWriter& map, const domain::Absence& absence) {
    map.date("absent_from", absence.from);
    map.date("absent_until", absence.until);
}

std::optional<domain::Date> read_day(const Value& value) {
    return value.is_nil() ? std::nullopt : std::optional{value.date()};
}

domain::Absence read_absence(MapReader& map) {
    return {read_day(map.required("absent_from")), read_day(map.required("absent_until"))};
}

PersonId read_person_id(const Value& value) {
    return PersonId{std::string{value.text()}};
}

/// Calls `read(MapReader&)` for each map of a list.
template <class Read>
void each_map(const Value& list, Read read) {
    list.each([&](const Value& element) {
        MapReader map{element};
        read(map);
        map.close();
    });
}

void write_platform(MapWriter& map, const domain::RoleGallery& gallery) {
    map.maps("platform", gallery.platform, [](MapWriter& inner, const auto& entry) {
        write_assignment(inner, entry.first);
        write_terms(inner, entry.second.terms);
        write_instant(inner, "as_of_ms", entry.second.as_of);
        inner.flag("ended", entry.second.ended);
    });
    map.maps("ended", gallery.ended, [](MapWriter& inner, const auto& entry) {
        inner.text("role", entry.first.first.name);
        inner.text("person", entry.first.second.value);
        write_instant(inner, "at_ms", entry.second);
    });
    map.maps("platform_persons", gallery.platform_persons, [](MapWriter& inner, const auto& entry) {
        inner.text("person", entry.first.value);
        write_absence(inner, entry.second.absence);
        write_instant(inner, "absence_as_of_ms", entry.second.absence_as_of);
        inner.flag("addressed", entry.second.addressed);
        write_instant(inner, "addressed_as_of_ms", entry.second.addressed_as_of);
    });
}

void read_platform(MapReader& map, domain::RoleGallery& gallery) {
    each_map(map.required("platform"), [&](MapReader& entry) {
        auto assignment = read_assignment(entry);
        auto terms = read_terms(entry);
        gallery.platform.emplace(
            std::move(assignment),
            domain::PlatformAssignment{std::move(terms), read_instant(entry.required("as_of_ms")),
                                       entry.required("ended").flag()});
    });
    each_map(map.required("ended"), [&](MapReader& entry) {
        const std::pair key{Role{std::string{entry.required("role").text()}},
                            read_person_id(entry.required("person"))};
        gallery.ended.emplace(key, read_instant(entry.required("at_ms")));
    });
    each_map(map.required("platform_persons"), [&](MapReader& entry) {
        const PersonId id = read_person_id(entry.required("person"));
        const auto absence = read_absence(entry);
        gallery.platform_persons.emplace(
            id, domain::PlatformPerson{absence, read_instant(entry.required("absence_as_of_ms")),
                                       entry.required("addressed").flag(),
                                       read_instant(entry.required("addressed_as_of_ms"))});
    });
}

} // namespace

void write_assignment(MapWriter& map, const domain::Assignment& assignment) {
    map.text("role", assignment.role.name);
    map.text("person", assignment.person.value);
    if (assignment.deputy_of) {
        map.text("deputy_of", assignment.deputy_of->value);
    }
}

domain::Assignment read_assignment(MapReader& map) {
    domain::Assignment assignment{Role{std::string{map.required("role").text()}},
                                  read_person_id(map.required("person")), std::nullopt};
    if (const auto deputy_of = map.optional("deputy_of")) {
        assignment.deputy_of = read_person_id(*deputy_of);
    }
    return assignment;
}

void write_gallery_file(MapWriter& map, const domain::GalleryFile& file) {
    map.maps("assignments", file.assignments, [](MapWriter& inner, const auto& entry) {
        write_assignment(inner, entry.first);
        write_terms(inner, entry.second);
    });
    map.maps("persons", file.persons, [](MapWriter& inner, const auto& entry) {
        inner.text("person", entry.first.value);
        write_absence(inner, entry.second.absence);
        inner.flag("addressed", entry.second.addressed);
    });
}

domain::GalleryFile read_gallery_file(const Value& value) {
    MapReader map{value};
    domain::GalleryFile file;
    each_map(map.required("assignments"), [&](MapReader& entry) {
        auto assignment = read_assignment(entry);
        file.assignments.emplace(std::move(assignment), read_terms(entry));
    });
    each_map(map.required("persons"), [&](MapReader& entry) {
        const PersonId id = read_person_id(entry.required("person"));
        const auto absence = read_absence(entry);
        file.persons.emplace(
            id, domain::GalleryFile::Person{absence, entry.required("addressed").flag()});
    });
    map.close();
    return file;
}

void write_gallery(MapWriter& map, const domain::RoleGallery& gallery) {
    write_platform(map, gallery);
    map.map("file", [&](MapWriter& inner) { write_gallery_file(inner, gallery.file); });
    map.maps("marks", gallery.marks, [](MapWriter& inner, const auto& entry) {
        inner.text("person", entry.first.value);
        inner.flag("bounced", entry.second.bounced);
        inner.flag("left", entry.second.left);
        if (entry.second.replaced_by) {
            inner.text("replaced_by", entry.second.replaced_by->value);
        }
        if (entry.second.erased_at) {
            write_instant(inner, "erased_at_ms", *entry.second.erased_at);
        }
    });
}

domain::RoleGallery read_gallery(const Value& value) {
    MapReader map{value};
    domain::RoleGallery gallery;
    read_platform(map, gallery);
    gallery.file = read_gallery_file(map.required("file"));
    each_map(map.required("marks"), [&](MapReader& entry) {
        auto& mark = gallery.marks[read_person_id(entry.required("person"))];
        mark.bounced = entry.required("bounced").flag();
        mark.left = entry.required("left").flag();
        if (const auto by = entry.optional("replaced_by")) {
            mark.replaced_by = read_person_id(*by);
        }
        if (const auto at = entry.optional("erased_at_ms")) {
            mark.erased_at = read_instant(*at);
        }
    });
    map.close();
    return gallery;
}

} // namespace klik::codec
