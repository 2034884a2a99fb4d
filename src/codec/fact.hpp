#pragma once

#include "codec/person_reference.hpp"
#include "domain/problem.hpp"
#include "engine/input.hpp"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace klik::codec {

/// Turns a name into the person's id, making one for a name not seen before. The only way a name
/// goes.
using PersonResolver = std::function<domain::PersonId(std::string_view name)>;

/// Puts what a fact tells of a person into the people's side table; true where an address is known
/// now that was not.
using ContactKeeper = std::function<bool(const domain::PersonId&, const GivenPerson&)>;

/// A platform fact as it arrives by PUB or `put`.
struct Fact {
    std::variant<engine::ObserveTask, engine::RemoveTask, engine::StartSet, engine::EndSet,
                 engine::AssignRole, engine::EndRole>
        body;
    domain::MunicipalityCode municipality;
    std::vector<std::string> unknown_keys; ///< attributes and data keys that were kept unread
    /// Persons that are known by name alone; their fields are absent until `resolve_names`.
    std::vector<std::pair<domain::TaskField, std::string>> names;
    /// Of a fact about a role: who it is about, and whom they stand in for. Their places in the
    /// body are empty until `resolve_names`.
    std::optional<GivenPerson> person{};
    std::optional<GivenPerson> deputy_of{};

    [[nodiscard]] const engine::FactIdentity& identity() const;
    /// The topic that a platform publishes it on.
    [[nodiscard]] std::string topic() const;
    [[nodiscard]] bool is_published_on(std::string_view topic) const;
};

/// `platform/v1/<municipality>/`, with which the topics of a municipality's facts begin.
[[nodiscard]] std::string platform_topic_prefix(const domain::MunicipalityCode& municipality);

/// Both passes of docs/protocol.md 4 over an envelope from outside. A problem's path names the key:
/// `data.due_date: not a date`.
[[nodiscard]] domain::Result<Fact> decode_fact(std::string_view bytes);
/// Puts the ids of all its people into the body, and forgets their names.
void resolve_names(Fact& fact, const PersonResolver& resolve, const ContactKeeper& keep = {});

} // namespace klik::codec
