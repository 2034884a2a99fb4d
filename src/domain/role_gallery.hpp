#pragma once

#include "domain/civil_time.hpp"
#include "domain/ids.hpp"
#include "domain/role.hpp"

#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace klik::domain {

/// Days on which somebody is away, both ends included; an end that is not known is open, and none
/// at all is no absence.
struct Absence {
    std::optional<Date> from;
    std::optional<Date> until;

    [[nodiscard]] bool covers(Date day) const;
    friend bool operator==(const Absence&, const Absence&) = default;
};

/// That somebody holds a role, or stands in for somebody else in it.
struct Assignment {
    Role role;
    PersonId person;
    std::optional<PersonId> deputy_of;
    friend auto operator<=>(const Assignment&, const Assignment&) = default;
};

struct AssignmentTerms {
    bool primary = false;
    std::set<std::string> projects; ///< empty: all
    friend bool operator==(const AssignmentTerms&, const AssignmentTerms&) = default;
};

/// What a fact says beside the assignment itself; what it does not say stays as it was.
struct AssignmentSaid {
    std::optional<bool> primary;
    std::optional<std::set<std::string>> projects;
    std::optional<std::optional<Date>> absent_from;
    std::optional<std::optional<Date>> absent_until;
    std::optional<bool> addressed; ///< whether an address of the person is known
    friend bool operator==(const AssignmentSaid&, const AssignmentSaid&) = default;
};

struct PlatformAssignment {
    AssignmentTerms terms;
    UtcTime as_of;
    bool ended = false; ///< kept, so that an older fact does not bring it back
    friend bool operator==(const PlatformAssignment&, const PlatformAssignment&) = default;
};

/// What a platform's facts say of a person.
struct PlatformPerson {
    Absence absence;
    UtcTime absence_as_of;
    bool addressed = false;
    UtcTime addressed_as_of;
    friend bool operator==(const PlatformPerson&, const PlatformPerson&) = default;
};

/// A municipality's own file, which is replaced as a whole.
struct GalleryFile {
    struct Person {
        Absence absence;
        bool addressed = false;
        friend bool operator==(const Person&, const Person&) = default;
    };
    std::map<Assignment, AssignmentTerms> assignments;
    std::map<PersonId, Person> persons;
    friend bool operator==(const GalleryFile&, const GalleryFile&) = default;
};

/// What klikd was told of a person otherwise.
struct PersonMark {
    bool bounced = false; ///< mail to the address that is known came back
    bool left = false;    ///< was erased, and no later assignment says that they are there again
    std::optional<PersonId> replaced_by;
    std::optional<UtcTime> erased_at{};
    friend bool operator==(const PersonMark&, const PersonMark&) = default;
};

/// An assignment as it holds, whoever told of it.
struct Holding {
    Assignment assignment;
    AssignmentTerms terms;
    friend bool operator==(const Holding&, const Holding&) = default;
};

/// Who holds which role, docs/rules.md 7. It knows ids, and of addresses only whether there is one.
struct RoleGallery {
    std::map<Assignment, PlatformAssignment> platform;
    /// Facts that ended a role for a person altogether.
    std::map<std::pair<Role, PersonId>, UtcTime> ended;
    std::map<PersonId, PlatformPerson> platform_persons;
    GalleryFile file;
    std::map<PersonId, PersonMark> marks;

    // --- Questions ---

    /// All that hold, by role, person and whom they stand in for.
    [[nodiscard]] std::vector<Holding> holdings() const;
    /// Those of a role in a project, deputies left out: who is named for the project before who is
    /// for all, the primary first, then by id.
    [[nodiscard]] std::vector<Holding> holders(const Role& role, std::string_view project) const;
    /// The role's deputies in a project, in the same order.
    [[nodiscard]] std::vector<Holding> deputies(const Role& role, std::string_view project) const;
    /// Whether the person is there and holds the role in some project, not as a deputy.
    [[nodiscard]] bool holds(const Role& role, const PersonId& person) const;
    /// Who has taken the person's place by now; the person, where nobody has.
    [[nodiscard]] const PersonId& in_place_of(const PersonId& person) const;
    void in_place_of(PersonId&& person) const = delete; // the answer may be the person itself
    [[nodiscard]] bool absent(const PersonId& person, Date day) const;
    [[nodiscard]] bool bounced(const PersonId& person) const;
    [[nodiscard]] bool left(const PersonId& person) const;
    /// Whether the person was erased after that time: what a fact of then tells of them is not
    /// kept.
    [[nodiscard]] bool erased_since(const PersonId& person, UtcTime than) const;
    [[nodiscard]] bool addressed(const PersonId& person) const;
    /// Whether the gallery has a later fact of the assignment.
    [[nodiscard]] bool knows_later(const Assignment& assignment, UtcTime than) const;

    // --- Changes ---

    /// A fact of that time; of each part an older one than known changes nothing.
    /// One after the person's erasure says that they are there again.
    void assign(const Assignment& assignment, const AssignmentSaid& said, UtcTime at);
    void end(const Assignment& assignment, UtcTime at);
    /// Whatever the person does in the role, as holder or deputy.
    void end_all(const Role& role, const PersonId& person, UtcTime at);
    void replace(const PersonId& person, const PersonId& by);
    void bounce(const PersonId& person);
    /// Another address than the one that bounced is known.
    void readdress(const PersonId& person);
    /// The person's name and address are gone.
    void erase(const PersonId& person, UtcTime at);

    friend bool operator==(const RoleGallery&, const RoleGallery&) = default;

  private:
    [[nodiscard]] std::vector<Holding> ranked(const Role& role, std::string_view project,
                                              bool deputies) const;
};

} // namespace klik::domain
