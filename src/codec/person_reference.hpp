#pragma once

#include "codec/payload_reader.hpp"
#include "domain/ids.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace klik::codec {

/// A person in a message from outside: known by id, or only by name.
struct PersonName {
    std::string_view value; ///< in the message's bytes
};
using PersonReference = std::variant<domain::PersonId, PersonName>;

/// Keys of a person beside `id` and `name`: a platform may send an address or a telephone number
/// with it.
enum class OtherKeys {
    ignored, ///< not kept either: such things are not for the journal
    refused,
};

/// `{id}` or `{name}`; an id wins.
[[nodiscard]] PersonReference read_person(const Value& value, OtherKeys other_keys);
/// The id alone, as text, or `{id}` or `{name}` and no other key.
[[nodiscard]] PersonReference read_person_or_id(const Value& value);

/// A person with how to reach them, as facts about roles give it. Nothing of it but the id goes
/// anywhere but into the people's side table.
struct GivenPerson {
    std::optional<domain::PersonId> id;
    std::string name;                    ///< empty where it is not given; one of the two is
    std::optional<std::string> email;    ///< empty: there is none
    std::optional<std::string> language; ///< such as `da`; empty: none
};
/// Other keys are ignored, docs/protocol.md 2. `known` is who it is about where that goes without
/// saying; another id is refused then.
[[nodiscard]] GivenPerson
read_given_person(const Value& value, const std::optional<domain::PersonId>& known = std::nullopt);

/// An e-mail address as far as it can be told: one `@` with something on both sides, no blanks.
[[nodiscard]] bool is_email(std::string_view text);

} // namespace klik::codec
