#pragma once

#include "codec/payload_reader.hpp"
#include "domain/ids.hpp"

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

} // namespace klik::codec
