#include "codec/roles_toml.hpp"

#include "codec/toml_table_reader.hpp"
#include "domain/person_name.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <string>
#include <utility>

namespace klik::codec {
namespace {

using domain::Assignment;
using domain::Role;

constexpr std::size_t longest_name = 256;
constexpr std::size_t longest_id = 128;
constexpr std::size_t longest_email = 254;
constexpr std::string_view name_allowed = "a name of at most 256 bytes";
constexpr std::string_view id_allowed = "an id of 1 to 128 bytes";
constexpr std::string_view email_allowed = "an e-mail address, such as \"ib@korsbaek.example\"";
constexpr std::string_view language_allowed = "\"da\" or \"en\"";
constexpr std::string_view day_allowed = "a date without quotes, such as 2024-02-10";
constexpr std::string_view projects_allowed =
    "a list of projects by their names on the task pages, such as [\"DUBU 3.0\"]";
constexpr std::string_view role_allowed =
    "a role, such as \"project_leader\", \"klik_administrator\" or one of your own";
constexpr std::string_view known_allowed = "the name or id of a [[person]] of this file";

std::optional<std::string> text_up_to(std::string_view text, std::size_t longest) {
    return domain::tidy_name(text).empty() || text.size() > longest
               ? std::nullopt
               : std::optional{std::string{text}};
}

std::optional<std::string> name_in(std::string_view text) {
    return text_up_to(text, longest_name);
}

std::optional<domain::PersonId> id_in(std::string_view text) {
    auto id = text_up_to(text, longest_id);
    return id ? std::optional{domain::PersonId{*std::move(id)}} : std::nullopt;
}

std::optional<std::string> email_in(std::string_view text) {
    return is_email(text) ? text_up_to(text, longest_email) : std::nullopt;
}

std::optional<std::string> language_in(std::string_view text) {
    return text == "da" || text == "en" ? std::optional{std::string{text}} : std::nullopt;
}

std::optional<Role> role_in(std::string_view text) {
    auto role = domain::role(text);
    return role && *role != Role::requester && *role != Role::mailbox ? role : std::nullopt;
}

std::optional<domain::Date> day_in(const TomlTableReader& table, std::string_view key) {
    const auto* node = table.find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    const auto* date = node->as_date();
    const auto day = date == nullptr ? std::nullopt
                                     : domain::date_from_parts(date->get().year, date->get().month,
                                                               date->get().day);
    if (!day) {
        table.refuse(key, day_allowed);
    }
    return day;
}

/// How to reach somebody. An address that the file leaves out is not known.
void read_contact(const TomlTableReader& table, GivenPerson& person) {
    person.email = table.parsed("email", email_in, email_allowed).value_or("");
    person.language = table.parsed("language", language_in, language_allowed);
}

class FileReader {
  public:
    FileReader(const toml::table& file, TomlProblems& problems)
        : problems_(problems), top_(file, "", {"mailbox", "person", "role"}, problems) {}

    RolesFile read() {
        if (const auto* found = top_.table("mailbox")) {
            const TomlTableReader table(*found, "mailbox", {"name", "email", "language"},
                                        problems_);
            auto& mailbox = file_.mailbox.emplace();
            mailbox.name = table.parsed("name", name_in, name_allowed).value_or("");
            read_contact(table, mailbox);
        }
        for (const auto* found : top_.tables("person")) {
            read_person(*found);
        }
        for (const auto* found : top_.tables("role")) {
            read_assignment(*found);
        }
        return std::move(file_);
    }

  private:
    void read_person(const toml::table& found) {
        const TomlTableReader table(
            found, "person", {"name", "id", "email", "language", "absent_from", "absent_until"},
            problems_);
        RolesFile::Person person;
        person.place = problems_.place(found.source());
        person.given.name = table.required("name", name_in, name_allowed).value_or("");
        person.given.id = table.parsed("id", id_in, id_allowed);
        read_contact(table, person.given);
        person.absence = {day_in(table, "absent_from"), day_in(table, "absent_until")};
        if (person.absence.from && person.absence.until &&
            *person.absence.until < *person.absence.from) {
            table.report("absent_until", "`person.absent_until` lies before `absent_from`");
        }
        const std::size_t place = file_.persons.size();
        remember(table, "name", domain::folded_name(person.given.name), place);
        if (person.given.id && person.given.id->value != person.given.name) {
            remember(table, "id", domain::folded_name(person.given.id->value), place);
        }
        file_.persons.push_back(std::move(person));
    }

    void remember(const TomlTableReader& table, std::string_view key, std::string word,
                  std::size_t place) {
        if (!word.empty() && !places_.try_emplace(std::move(word), place).second) {
            table.report(key, "`" + table.full_name(key) +
                                  "` is that of another [[person]] as well; each needs one of "
                                  "its own");
        }
    }

    void read_assignment(const toml::table& found) {
        const TomlTableReader table(
            found, "role", {"role", "person", "primary", "projects", "deputy_of"}, problems_);
        const auto known = [&](std::string_view word) {
            const auto place = places_.find(domain::folded_name(word));
            return place == places_.end() ? std::nullopt : std::optional{place->second};
        };
        const auto role = table.required("role", role_in, role_allowed);
        const auto person = table.required("person", known, known_allowed);
        RolesFile::Assignment assignment;
        assignment.deputy_of = table.parsed("deputy_of", known, known_allowed);
        assignment.terms.primary = table.flag("primary").value_or(false);
        read_projects(table, assignment.terms.projects);
        if (!role || !person) {
            return;
        }
        assignment.role = *role;
        assignment.person = *person;
        check(table, assignment);
        file_.assignments.push_back(std::move(assignment));
    }

    void read_projects(const TomlTableReader& table, std::set<std::string>& projects) {
        const auto* elements = table.list("projects", projects_allowed);
        for (std::size_t i = 0; elements != nullptr && i < elements->size(); ++i) {
            const auto* text = (*elements)[i].as_string();
            if (text == nullptr || text->get().empty() || !projects.insert(text->get()).second) {
                problems_.report((*elements)[i].source(), "`role.projects` must be " +
                                                              std::string(projects_allowed) +
                                                              ", each once");
            }
        }
        if (elements != nullptr && elements->empty()) {
            table.refuse("projects",
                         std::string(projects_allowed) + "; leave it out for all projects");
        }
    }

    void check(const TomlTableReader& table, const RolesFile::Assignment& assignment) {
        const Role& role = assignment.role;
        if (assignment.deputy_of == assignment.person) {
            table.report("deputy_of", "`role.deputy_of` is the person's own name");
        }
        if ((role == Role::assignee || role == Role::responsible) && !assignment.deputy_of) {
            table.report("role", "the " + role.name +
                                     " stands on each task; say here only who stands in for "
                                     "whom, with `deputy_of`");
        }
        for (const auto& earlier : file_.assignments) {
            if (earlier.role != role || earlier.deputy_of != assignment.deputy_of) {
                continue;
            }
            if (earlier.person == assignment.person) {
                table.report("person", "this person has the role " + role.name +
                                           " already, above; name the projects in one [[role]]");
            } else if (earlier.terms.primary && assignment.terms.primary &&
                       overlap(earlier.terms.projects, assignment.terms.projects)) {
                table.report("primary", "another " + role.name +
                                            " is `primary` already for the same projects");
            }
        }
    }

    static bool overlap(const std::set<std::string>& one, const std::set<std::string>& other) {
        return one.empty() == other.empty() &&
               (one.empty() || std::ranges::any_of(one, [&](const std::string& project) {
                    return other.contains(project);
                }));
    }

    TomlProblems& problems_;
    TomlTableReader top_;
    RolesFile file_;
    std::map<std::string, std::size_t> places_; ///< of persons, by folded name and id
};

} // namespace

std::expected<RolesFile, std::vector<domain::Problem>>
parse_roles_file(std::string_view toml, std::string_view file_name) {
    TomlProblems problems{file_name, {}, false};
    try {
        const toml::table parsed = toml::parse(toml);
        RolesFile file = FileReader(parsed, problems).read();
        if (problems.found.empty()) {
            return file;
        }
    } catch (const toml::parse_error& error) {
        // What follows the colon may quote the file, which names people.
        const auto description = error.description();
        problems.report(error.source(), "this is not TOML: " + std::string(description.substr(
                                                                   0, description.find(':'))));
    }
    return std::unexpected(std::move(problems.found));
}

} // namespace klik::codec
