// Files of an operator in TOML: roles, and authorised keys.

#include "codec/roles_toml.hpp"
#include "codec/utf8.hpp"
#include "fuzz/fuzz.hpp"
#include "keys/authorised_keys.hpp"

namespace klik::fuzz {

namespace {

template <class Found>
void check_findings(const Found& found) {
    if (found) {
        return;
    }
    require(!found.error().empty(), "a refusal says why");
    for (const auto& problem : found.error()) {
        require_sentence(problem);
        require(problem.path.starts_with("file.toml"), "a finding names the file", problem.path);
    }
}

void check_people(const codec::RolesFile& file) {
    for (const auto& person : file.persons) {
        require(person.given.id || !person.given.name.empty(), "a person has an id or a name");
        require(codec::is_utf8(person.given.name), "a name is UTF-8");
    }
    for (const auto& assignment : file.assignments) {
        require(assignment.person < file.persons.size() &&
                    assignment.deputy_of.value_or(0) <
                        std::max<std::size_t>(file.persons.size(), 1),
                "an assignment is somebody's");
    }
}

} // namespace

void read_input(std::string_view input) {
    const auto roles = codec::parse_roles_file(input, "file.toml");
    check_findings(roles);
    if (roles) {
        check_people(*roles);
    }
    check_findings(keys::parse_authorised_keys(input, "file.toml"));
}

} // namespace klik::fuzz
