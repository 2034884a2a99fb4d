#pragma once

#include "codec/payload_reader.hpp"
#include "codec/person_reference.hpp"
#include "domain/role_gallery.hpp"

#include <optional>

namespace klik::codec {

/// The `data` of a fact about a role, docs/protocol.md 2, but for `municipality`.
struct RoleFact {
    domain::Role role;
    GivenPerson person;
    std::optional<GivenPerson> deputy_of;
    bool names_deputy = false; ///< it has the key `deputy_of`, which may be nil
    domain::AssignmentSaid said;
};

/// A fact about the role `mailbox` is about the municipality's mailbox, whoever holds it.
[[nodiscard]] RoleFact read_role_fact(MapReader& data,
                                      const domain::MunicipalityCode& municipality);

} // namespace klik::codec
