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
    std::variant<engine::ObserveTask, engine::RemoveTask> body;
    domain::MunicipalityCode municipality;
    std::string sequence;                  ///< the source's own count, empty when it gives none
    std::string sequence_epoch;            ///< `sourceepoch`
    std::vector<std::string> unknown_keys; ///< attributes and data keys that were kept unread
    /// Persons that are known by name alone; their fields are absent until `resolve_names`.
    std::vector<std::pair<domain::TaskField, std::string>> names;

    [[nodiscard]] const engine::FactIdentity& identity() const;
    [[nodiscard]] domain::TaskNumber number() const;
};

/// Both passes of docs/protocol.md 4 over an envelope from outside. A problem's path names the key:
/// `data.due_date: not a date`.
[[nodiscard]] domain::Result<Fact> decode_fact(std::string_view bytes);
/// Puts the ids of `names` into the body.
void resolve_names(Fact& fact, const PersonResolver& resolve);
/// Both. `resolve` is only called once all of the fact has been checked.
[[nodiscard]] domain::Result<Fact> decode_fact(std::string_view bytes,
                                               const PersonResolver& resolve);

} // namespace klik::codec
