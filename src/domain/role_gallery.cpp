#include "domain/role_gallery.hpp"

#include <algorithm>
#include <tuple>

namespace klik::domain {

namespace {

/// Calls `visit(assignment, terms)` for those of the map that hold, of one role or of all.
template <class Map, class Visit>
void each_of(const Map& assignments, const Role* role, Visit visit) {
    auto entry = role == nullptr ? assignments.begin()
                                 : assignments.lower_bound(Assignment{*role, {}, std::nullopt});
    for (; entry != assignments.end() && (role == nullptr || entry->first.role == *role); ++entry) {
        visit(entry->first, entry->second);
    }
}

/// Where platform and file tell of the same assignment it is for the projects of both.
std::map<Assignment, AssignmentTerms> merged(const RoleGallery& gallery, const Role* role) {
    std::map<Assignment, AssignmentTerms> all;
    each_of(gallery.platform, role, [&](const auto& assignment, const auto& told) {
        if (!told.ended) {
            all.emplace(assignment, told.terms);
        }
    });
    each_of(gallery.file.assignments, role, [&](const auto& assignment, const auto& terms) {
        const auto [found, is_new] = all.emplace(assignment, terms);
        if (is_new) {
            return;
        }
        auto& both = found->second;
        both.primary = both.primary || terms.primary;
        if (both.projects.empty() || terms.projects.empty()) {
            both.projects.clear();
        } else {
            both.projects.insert(terms.projects.begin(), terms.projects.end());
        }
    });
    return all;
}

} // namespace

bool Absence::covers(Date day) const {
    return (from || until) && (!from || *from <= day) && (!until || day <= *until);
}

std::vector<Holding> RoleGallery::holdings() const {
    std::vector<Holding> all;
    for (const auto& [assignment, terms] : merged(*this, nullptr)) {
        all.push_back({assignment, terms});
    }
    return all;
}

std::vector<Holding> RoleGallery::holders(const Role& role, std::string_view project) const {
    return ranked(role, project, false);
}

std::vector<Holding> RoleGallery::deputies(const Role& role, std::string_view project) const {
    return ranked(role, project, true);
}

std::vector<Holding> RoleGallery::ranked(const Role& role, std::string_view project,
                                         bool deputies) const {
    std::vector<Holding> fitting;
    for (const auto& [assignment, terms] : merged(*this, &role)) {
        const bool fits = terms.projects.empty() || terms.projects.contains(std::string{project});
        if (fits && assignment.deputy_of.has_value() == deputies) {
            fitting.push_back({assignment, terms});
        }
    }
    std::ranges::sort(fitting, {}, [](const Holding& holding) {
        return std::tuple<bool, bool, const Assignment&>{
            holding.terms.projects.empty(), !holding.terms.primary, holding.assignment};
    });
    return fitting;
}

bool RoleGallery::holds(const Role& role, const PersonId& person) const {
    return !left(person) && std::ranges::any_of(merged(*this, &role), [&](const auto& entry) {
        return !entry.first.deputy_of && in_place_of(entry.first.person) == person;
    });
}

const PersonId& RoleGallery::in_place_of(const PersonId& person) const {
    const PersonId* present = &person;
    // `replace` lets no circle come about.
    for (auto mark = marks.find(*present); mark != marks.end() && mark->second.replaced_by;
         mark = marks.find(*present)) {
        present = &*mark->second.replaced_by;
    }
    return *present;
}

bool RoleGallery::absent(const PersonId& person, Date day) const {
    const auto told = platform_persons.find(person);
    const auto written = file.persons.find(person);
    return (told != platform_persons.end() && told->second.absence.covers(day)) ||
           (written != file.persons.end() && written->second.absence.covers(day));
}

bool RoleGallery::bounced(const PersonId& person) const {
    const auto mark = marks.find(person);
    return mark != marks.end() && mark->second.bounced;
}

bool RoleGallery::left(const PersonId& person) const {
    const auto mark = marks.find(person);
    return mark != marks.end() && mark->second.left;
}

bool RoleGallery::erased_since(const PersonId& person, UtcTime than) const {
    const auto mark = marks.find(person);
    return mark != marks.end() && mark->second.erased_at && than <= *mark->second.erased_at;
}

bool RoleGallery::addressed(const PersonId& person) const {
    const auto told = platform_persons.find(person);
    const auto written = file.persons.find(person);
    return (told != platform_persons.end() && told->second.addressed) ||
           (written != file.persons.end() && written->second.addressed);
}

bool RoleGallery::knows_later(const Assignment& assignment, UtcTime than) const {
    const auto known = platform.find(assignment);
    const auto whole = ended.find({assignment.role, assignment.person});
    return (known != platform.end() && than < known->second.as_of) ||
           (whole != ended.end() && than < whole->second);
}

void RoleGallery::assign(const Assignment& assignment, const AssignmentSaid& said, UtcTime at) {
    if (!knows_later(assignment, at)) {
        PlatformAssignment& entry = platform[assignment];
        if (entry.ended) {
            entry.terms = {}; // it begins anew
        }
        entry.terms.primary = said.primary.value_or(entry.terms.primary);
        entry.terms.projects = said.projects.value_or(entry.terms.projects);
        entry.as_of = at;
        entry.ended = false;
    }
    const bool erased = erased_since(assignment.person, at);
    if (const auto mark = marks.find(assignment.person); mark != marks.end() && !erased) {
        mark->second.left = false;
    }
    const bool of_absence = said.absent_from || said.absent_until;
    if (!of_absence && !said.addressed) {
        return;
    }
    PlatformPerson& person = platform_persons[assignment.person];
    if (of_absence && person.absence_as_of <= at) {
        person.absence.from = said.absent_from.value_or(person.absence.from);
        person.absence.until = said.absent_until.value_or(person.absence.until);
        person.absence_as_of = at;
    }
    if (said.addressed && person.addressed_as_of <= at && !erased) {
        person.addressed = *said.addressed;
        person.addressed_as_of = at;
    }
}

void RoleGallery::end(const Assignment& assignment, UtcTime at) {
    if (!knows_later(assignment, at)) {
        platform[assignment] = {{}, at, true};
    }
}

void RoleGallery::end_all(const Role& role, const PersonId& person, UtcTime at) {
    for (auto& [assignment, entry] : platform) {
        if (assignment.role == role && assignment.person == person && entry.as_of <= at) {
            entry = {{}, at, true};
        }
    }
    auto& latest = ended.try_emplace({role, person}, at).first->second;
    latest = std::max(latest, at);
}

void RoleGallery::replace(const PersonId& person, const PersonId& by) {
    auto& newcomer = marks[by]; // is evidently there
    newcomer.replaced_by.reset();
    newcomer.left = false;
    marks[person].replaced_by = by;
}

void RoleGallery::bounce(const PersonId& person) {
    marks[person].bounced = true;
}

void RoleGallery::readdress(const PersonId& person) {
    if (const auto mark = marks.find(person); mark != marks.end()) {
        mark->second.bounced = false;
    }
}

void RoleGallery::erase(const PersonId& person, UtcTime at) {
    PersonMark& mark = marks[person];
    mark.left = true;
    mark.erased_at = at;
    if (const auto told = platform_persons.find(person); told != platform_persons.end()) {
        told->second.addressed = false;
    }
    if (const auto written = file.persons.find(person); written != file.persons.end()) {
        written->second.addressed = false;
    }
}

} // namespace klik::domain
