#include "codec/person_reference.hpp"

#include "domain/person_name.hpp"

#include <string>

namespace klik::codec {
namespace {

constexpr TextLength id_length{1, 128};
constexpr TextLength person_name_length{1, 256};

/// Nothing where the key is missing, "" where it is nil.
std::optional<std::string> read_contact(MapReader& map, std::string_view key, TextLength length) {
    const auto value = map.optional(key);
    if (!value) {
        return std::nullopt;
    }
    return value->is_nil() ? std::string{} : std::string{value->text(length)};
}

} // namespace

PersonReference read_person(const Value& value, OtherKeys other_keys) {
    MapReader map{value};
    const auto id = map.optional_or_nil("id");
    const auto name = map.optional_or_nil("name");
    PersonReference person;
    if (name) {
        const std::string_view text = name->text(person_name_length);
        if (domain::tidy_name(text).empty()) {
            name->refuse("blanks alone are no name");
        }
        person = PersonName{text};
    }
    if (id) {
        person = domain::PersonId{std::string{id->text(id_length)}};
    }
    if (!id && !name) {
        value.refuse("a person without id and name; one of them is needed");
    }
    if (other_keys == OtherKeys::refused) {
        map.close();
    }
    return person;
}

PersonReference read_person_or_id(const Value& value) {
    if (value.is_text()) {
        return domain::PersonId{std::string{value.text({1, 128})}};
    }
    return read_person(value, OtherKeys::refused);
}

GivenPerson read_given_person(const Value& value, const std::optional<domain::PersonId>& known) {
    constexpr TextLength email_length{0, 254};
    constexpr TextLength language_length{0, 35};
    MapReader map{value};
    GivenPerson person;
    if (const auto id = map.optional_or_nil("id")) {
        person.id = domain::PersonId{std::string{id->text(id_length)}};
        if (known && *person.id != *known) {
            id->refuse("not that of this role, which is " + known->value);
        }
    }
    if (const auto name = map.optional_or_nil("name")) {
        person.name = name->text(person_name_length);
        if (domain::tidy_name(person.name).empty()) {
            name->refuse("blanks alone are no name");
        }
    }
    person.email = read_contact(map, "email", email_length);
    if (person.email && !person.email->empty() && !is_email(*person.email)) {
        map.required("email").refuse("not an e-mail address");
    }
    person.language = read_contact(map, "language", language_length);
    if (known) {
        person.id = known;
    }
    if (!person.id && person.name.empty()) {
        value.refuse("a person without id and name; one of them is needed");
    }
    return person;
}

bool is_email(std::string_view text) {
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
           text.find('@', at + 1) == std::string_view::npos &&
           text.find_first_of(" \t\r\n<>,;") == std::string_view::npos;
}

} // namespace klik::codec
