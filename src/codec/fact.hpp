#pragma once

#include "domain/problem.hpp"
#include "engine/input.hpp"

#include <functional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace klik::codec {

/// Turns a name into the person's id, making one for a name not seen before. The only way a name
/// goes.
using PersonResolver = std::function<domain::PersonId(std::string_view name)>;

/// A platform fact as it arrives by PUB or `put`.
struct Fact {
    std::variant<engine::ObserveTask, engine::RemoveTask, engine::StartSet, engine::EndSet> body;
    domain::MunicipalityCode municipality;
    std::vector<std::string> unknown_keys; ///< attributes and data keys that were kept unread
    /// Persons that are known by name alone; their fields are absent until `resolve_names`.
    std::vector<std::pair<domain::TaskField, std::string>> names;

    [[nodiscard]] const engine::FactIdentity& identity() const;
    /// The topic that a platform publishes it on.
    [[nodiscard]] std::string topic() const;
};

/// `platform/v1/<municipality>/`, with which the topics of a municipality's facts begin.
[[nodiscard]] std::string platform_topic_prefix(const domain::MunicipalityCode& municipality);

/// Both passes of docs/protocol.md 4 over an envelope from outside. A problem's path names the key:
/// `data.due_date: not a date`.
[[nodiscard]] domain::Result<Fact> decode_fact(std::string_view bytes);
/// Puts the ids of `names` into the body.
void resolve_names(Fact& fact, const PersonResolver& resolve);

} // namespace klik::codec
