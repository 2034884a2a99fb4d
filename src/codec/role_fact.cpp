#include "codec/role_fact.hpp"

#include "domain/recipients.hpp"

#include <string>

namespace klik::codec {
namespace {

constexpr TextLength project_length{1, 1000};
constexpr std::size_t most_projects = 1000;

domain::Role read_role(const Value& value) {
    auto role = domain::role(value.text());
    if (!role || *role == domain::Role::requester) {
        value.refuse("not a role that somebody can hold, which is 1 to 128 bytes without line "
                     "ends, and not requester");
    }
    return std::move(role).value_or(domain::Role{});
}

std::optional<std::optional<domain::Date>> read_day(MapReader& data, std::string_view key) {
    const auto value = data.optional(key);
    if (!value) {
        return std::nullopt;
    }
    return value->is_nil() ? std::optional<domain::Date>{} : std::optional{value->date()};
}

void check_order(MapReader& data, const domain::AssignmentSaid& said) {
    if (said.absent_from && said.absent_until && *said.absent_from && *said.absent_until &&
        **said.absent_until < **said.absent_from) {
        data.required("absent_until").refuse("lies before absent_from");
    }
}

domain::AssignmentSaid read_said(MapReader& data) {
    domain::AssignmentSaid said;
    if (const auto primary = data.optional("primary")) {
        said.primary = !primary->is_nil() && primary->flag();
    }
    if (const auto projects = data.optional("projects")) {
        auto& names = said.projects.emplace();
        if (!projects->is_nil()) {
            projects->each([&](const Value& name) { names.emplace(name.text(project_length)); },
                           most_projects);
        }
    }
    said.absent_from = read_day(data, "absent_from");
    said.absent_until = read_day(data, "absent_until");
    check_order(data, said);
    return said;
}

} // namespace

RoleFact read_role_fact(MapReader& data, const domain::MunicipalityCode& municipality) {
    RoleFact fact;
    fact.role = read_role(data.required("role"));
    const auto known = fact.role == domain::Role::mailbox
                           ? std::optional{domain::mailbox(municipality)}
                           : std::nullopt;
    fact.person = read_given_person(data.required("person"), known);
    if (const auto deputy_of = data.optional("deputy_of")) {
        fact.names_deputy = true;
        if (!deputy_of->is_nil()) {
            fact.deputy_of = read_given_person(*deputy_of);
        }
    }
    fact.said = read_said(data);
    if (fact.person.email) {
        fact.said.addressed = !fact.person.email->empty();
    }
    return fact;
}

} // namespace klik::codec
