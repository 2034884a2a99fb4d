#pragma once

#include "codec/person_reference.hpp"
#include "domain/problem.hpp"
#include "domain/role_gallery.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace klik::codec {

/// A municipality's own file of roles (docs/configuration.md, "Roles"). It names people, which
/// therefore go into the side table before anything of it is decided.
struct RolesFile {
    struct Person {
        GivenPerson given;
        domain::Absence absence;
        std::string place; ///< `file:line`
    };
    struct Assignment {
        domain::Role role;
        std::size_t person = 0;               ///< in `persons`
        std::optional<std::size_t> deputy_of; ///< in `persons`
        domain::AssignmentTerms terms;
    };
    std::vector<Person> persons;
    std::vector<Assignment> assignments;
    std::optional<GivenPerson> mailbox; ///< without an id: it has that of the municipality
};

/// All problems are found, each with `file:line` as its path, except behind a syntax error, which
/// ends the reading. `file_name` is only used in problems.
[[nodiscard]] std::expected<RolesFile, std::vector<domain::Problem>>
parse_roles_file(std::string_view toml, std::string_view file_name);

} // namespace klik::codec
